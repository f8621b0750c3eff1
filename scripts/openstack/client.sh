#!/usr/bin/env bash
# Python's clients as Debian 13 has them: newer than Debian 12's, which know no metadata definitions and no cache.
#
#   scripts/openstack/client.sh openstack|glance ARGUMENTS...
#
# They run in the root file system that `up.sh epoxy` makes (OSTK_OPENSTACK_STATE), and are installed there at the first
# call. They see /tmp and the environment of the caller.
set -euo pipefail

here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
state=$(realpath -m "${OSTK_OPENSTACK_STATE:-/var/tmp/ostk-openstack}")
# shellcheck disable=SC2034 # packages.sh takes it.
release=clients root=$state/trixie

# shellcheck source-path=SCRIPTDIR source=lib/preflight.sh
source "$here/lib/preflight.sh"
# shellcheck source-path=SCRIPTDIR source=lib/packages.sh
source "$here/lib/packages.sh"

[[ -e $root/.ready ]] || refuse "there is no $root: scripts/openstack/up.sh epoxy makes it"
if [[ ! -e $root/usr/bin/glance || ! -e $root/usr/bin/openstack ]]; then
  {
    exec 8>"$state/clients.lock"
    flock 8
    apt_get_in_root update -q
    apt_get_in_root install -qy --no-install-recommends python3-openstackclient python3-glanceclient
  } >"$state/install-$release.log" 2>&1 || fail "installing the clients failed, see $state/install-$release.log"
fi
# The inner shell's "$0" and "$@" are meant.
# shellcheck disable=SC2016
exec unshare --mount --propagation private \
  bash -c 'mount --bind /proc "$0/proc" && mount --bind /dev "$0/dev" && mount --bind /tmp "$0/tmp" && exec chroot "$0" "$@"' \
  "$root" "$@"
