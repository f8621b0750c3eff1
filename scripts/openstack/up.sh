#!/usr/bin/env bash
# A real Keystone + Glance on loopback, from Debian's packages: what the conformance suite compares devcloud with.
#
#   scripts/openstack/up.sh zed      Keystone 22, Glance 25   (Debian 12 packages, on this machine)
#   scripts/openstack/up.sh epoxy    Keystone 27, Glance 30   (Debian 13 packages, in a root file system of their own)
#   scripts/openstack/up.sh down     stop both
#
# Everything lies in OSTK_OPENSTACK_STATE (default /var/tmp/ostk-openstack): databases, image data, logs, pid files and
# clouds.yaml, which names three clouds a release: RELEASE (admin), RELEASE-demo and RELEASE-alt (plain members of two
# other projects). Every password is "secret". A release that already answers is left as it is; `down` and up again
# gives an empty cloud. nova.sh adds a compute service to zed. Exit code 2: this is not root on Debian 12. Ports: OSTK_{ZED,EPOXY}_{KEYSTONE,GLANCE}_PORT.
set -euo pipefail

here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
state=$(realpath -m "${OSTK_OPENSTACK_STATE:-/var/tmp/ostk-openstack}")
clouds_yaml=$state/clouds.yaml

# shellcheck source-path=SCRIPTDIR source=lib/preflight.sh
source "$here/lib/preflight.sh"
# shellcheck source-path=SCRIPTDIR source=lib/releases.sh
source "$here/lib/releases.sh"
# shellcheck source-path=SCRIPTDIR source=lib/packages.sh
source "$here/lib/packages.sh"
# shellcheck source-path=SCRIPTDIR source=lib/services.sh
source "$here/lib/services.sh"

write_clouds_yaml() {
  local role project
  {
    for role in '' -demo -alt; do
      project=${role:+${role#-}}
      sed -e "s|@CLOUD@|$release$role|" -e "s|@KEYSTONE_PORT@|$keystone_port|" -e "s|@USER@|${project:-admin}|" \
        "$here/config/cloud.yaml.in"
    done
  } >"$files/clouds.part"
  { echo 'clouds:'; cat "$state"/*/clouds.part; } >"$clouds_yaml.new"
  mv "$clouds_yaml.new" "$clouds_yaml"
}

bring_up() {
  choose_release "$1"
  if answers; then
    say "$release already answers"
  else
    prepare_root
    install_packages
    stop_services
    create_cloud
    start_keystone
    seed_keystone
    start_glance
    write_clouds_yaml
  fi
  say "$release is up: export OS_CLIENT_CONFIG_FILE=$clouds_yaml OS_CLOUD=$release"
}

bring_down() {
  local each
  for each in zed epoxy; do
    choose_release "$each"
    stop_services
  done
}

case ${1:-} in
  zed | epoxy | down) ;;
  *) refuse 'usage: scripts/openstack/up.sh zed|epoxy|down' ;;
esac
preflight
mkdir -p "$state"
exec 9>"$state/lock"
flock --timeout 900 9 || fail "another up.sh has held $state/lock for 15 minutes"
if [[ $1 == down ]]; then bring_down; else bring_up "$1"; fi
