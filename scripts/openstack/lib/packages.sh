# shellcheck shell=bash
# The programs of a release: on this machine for Zed, in a Debian 13 root file system for Epoxy.
# The variables come from up.sh.
# shellcheck disable=SC2154

packages=(keystone glance-api uwsgi-plugin-python3 python3-requests qemu-utils)
programs=(glance-api keystone-manage uwsgi qemu-img)

# Runs a program of the release. The mounts live in a mount namespace of their own and vanish with the program, so that
# deleting the state folder can never reach this machine's /dev.
in_root() {
  if [[ $root == / ]]; then
    "$@"
    return
  fi
  # The script's "$0" and "$@" belong to the inner shell.
  # shellcheck disable=SC2016
  unshare --mount --propagation private \
    bash -c 'mount --bind /proc "$0/proc" && mount --bind /dev "$0/dev" && exec chroot "$0" "$@"' "$root" "$@"
}

# apt-get that waits for whoever else is installing packages at the moment.
apt_get() {
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" 9>&-
}

apt_update() {
  local attempt
  # The lock on the package lists has no waiting option.
  for attempt in 1 2 3 4 5; do
    "$@" update -q && return
    sleep $((attempt * 5))
  done
  fail 'apt-get update failed five times'
}

apt_get_in_root() {
  in_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" 9>&-
}

# The mirror this machine's own packages come from; nothing if it cannot be told: debootstrap has one of its own then.
debian_mirror() {
  local mirror
  mirror=$(awk '/^URIs:/ { print $2; exit }' /etc/apt/sources.list.d/*.sources 2>/dev/null || true)
  [[ -n $mirror ]] || mirror=$(awk '/^deb / { for (i = 2; i <= NF; i++) if ($i ~ /^http/) { print $i; exit } }' \
    /etc/apt/sources.list 2>/dev/null || true)
  printf '%s' "$mirror"
}

prepare_root() {
  if [[ $root == / || -e $root/.ready ]]; then return; fi
  say "making a Debian 13 root file system in $root"
  if ! command -v debootstrap >/dev/null; then
    apt_update apt_get
    apt_get install -qy --no-install-recommends debootstrap
  fi
  rm -rf --one-file-system "$root"
  local mirror
  mirror=$(debian_mirror)
  debootstrap --variant=minbase trixie "$root" ${mirror:+"$mirror"} >"$state/debootstrap.log" 2>&1 9>&- || {
    tail -20 "$state/debootstrap.log" >&2
    fail "debootstrap failed, see $state/debootstrap.log"
  }
  touch "$root/.ready"
}

# shellcheck disable=SC2016
have_programs() {
  in_root sh -c 'for each; do command -v "$each" || exit 1; done' sh "${programs[@]}" >/dev/null 2>&1
}

install_packages() {
  if have_programs; then return; fi
  say "installing ${packages[*]} ($release)"
  # Packages must not start services with Debian's default configuration.
  local policy=${root%/}/usr/sbin/policy-rc.d ours=
  if [[ ! -e $policy ]]; then
    ours=yes
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
  fi
  {
    apt_update apt_get_in_root
    apt_get_in_root install -qy --no-install-recommends "${packages[@]}"
  } >"$state/install-$release.log" 2>&1 || {
    [[ -z $ours ]] || rm -f "$policy"
    tail -20 "$state/install-$release.log" >&2
    fail "installing the packages failed, see $state/install-$release.log"
  }
  [[ -z $ours ]] || rm -f "$policy"
}
