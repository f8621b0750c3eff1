# shellcheck shell=bash
# Says in one line what is missing and what to run, before anything is touched.

say() { printf '%s\n' "$*"; }
# What was asked for cannot be done here.
refuse() {
  printf 'up.sh: %s\n' "$*" >&2
  exit 2
}
# What was asked for went wrong.
fail() {
  printf 'up.sh: %s\n' "$*" >&2
  exit 1
}

preflight() {
  local distribution='' version=''
  if [[ -r /etc/os-release ]]; then
    # shellcheck source=/dev/null
    distribution=$(. /etc/os-release && printf '%s' "${ID:-}")
    # shellcheck source=/dev/null
    version=$(. /etc/os-release && printf '%s' "${VERSION_ID:-}")
  fi
  if [[ $distribution != debian || $version != 12 ]]; then
    refuse "needs Debian 12, this is ${distribution:-unknown} ${version}:" \
      'in a Debian 12 machine or privileged container, as root, run: node scripts/conformance.mjs zed epoxy'
  fi
  if [[ $EUID -ne 0 ]]; then
    refuse 'needs root, to install packages and start services; run: sudo scripts/openstack/up.sh zed'
  fi
  # What the rest needs and a minimal Debian lacks.
  if ! command -v curl >/dev/null; then
    apt_update apt_get
    apt_get install -qy --no-install-recommends curl ca-certificates
  fi
}
