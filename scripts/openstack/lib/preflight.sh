# Says in one line what is missing and what to run, before anything is touched.

say() { printf '%s\n' "$*"; }
fail() {
  printf 'up.sh: %s\n' "$*" >&2
  exit 2
}

preflight() {
  local distribution='' version=''
  if [[ -r /etc/os-release ]]; then
    distribution=$(. /etc/os-release && printf '%s' "${ID:-}")
    version=$(. /etc/os-release && printf '%s' "${VERSION_ID:-}")
  fi
  if [[ $distribution != debian || $version != 12 ]]; then
    fail "needs Debian 12, this is ${distribution:-unknown} ${version:-}; run it in a Debian 12 machine or container:" \
      "docker run --privileged -v \"\$PWD:/ostk\" debian:12 /ostk/scripts/openstack/up.sh zed"
  fi
  if [[ $EUID -ne 0 ]]; then
    fail 'needs root, to install packages and start services; run: sudo scripts/openstack/up.sh zed'
  fi
  # The one program used before any package is installed that a minimal Debian lacks.
  command -v curl >/dev/null || apt_get install -qy --no-install-recommends curl ca-certificates
}
