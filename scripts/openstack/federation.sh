#!/usr/bin/env bash
# A web server (Apache with mod_auth_openidc) before the Zed cloud that `up.sh zed` started, and an identity provider
# with a mapping in its Keystone: users of an OpenID provider sign in at its port. The provider is not started here.
#
#   scripts/openstack/federation.sh        start; one that answers is left as it is
#   scripts/openstack/up.sh down           stops it with the rest
#
# The provider: OSTK_FEDERATION_ISSUER; it knows the client "keystone" (secret "keystone-secret"), which may look into
# tokens. In Keystone: identity provider "ostk", protocol "mapped"; its users are members of the project demo, by their
# preferred_username; "mallory" has no rule. Port: OSTK_FEDERATION_PORT.
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

# The server without its service: nothing listens on port 80.
# shellcheck disable=SC2034
packages=(apache2-bin libapache2-mod-auth-openidc)
# A module is no program, but the package that has it brings the server.
have_programs() { [[ -e /usr/lib/apache2/modules/mod_auth_openidc.so ]]; }

federation_port=${OSTK_FEDERATION_PORT:-18510}
issuer=${OSTK_FEDERATION_ISSUER:-http://127.0.0.1:18511}

choose_release zed
front=http://127.0.0.1:$federation_port/v3

# Somebody else may answer at the port.
federation_answers() {
  [[ -e $files/federation.pid ]] && is_ours "$(<"$files/federation.pid")" && curl -s -m 5 -o /dev/null "$front"
}

start_front() {
  sed -e "s|@STATE@|$files|g" -e "s|@KEYSTONE_PORT@|$keystone_port|g" -e "s|@ISSUER@|$issuer|g" \
    -e "s|@FEDERATION_PORT@|$federation_port|g" "$here/config/federation.conf.in" >"$files/federation.conf"
  start federation apache2 -f "$files/federation.conf" -D FOREGROUND
  wait_for "$front" "$files/log/federation.log"
  federation_answers || fail "port $federation_port is taken, see $files/federation.out"
}

[[ $# -eq 0 ]] || refuse 'usage: scripts/openstack/federation.sh'
preflight
mkdir -p "$state"
exec 9>"$state/lock"
flock --timeout 900 9 || fail "another script has held $state/lock for 15 minutes"
answers || refuse 'zed does not answer; run first: scripts/openstack/up.sh zed'
if federation_answers; then
  say 'federation already answers'
else
  install_packages
  start_front
fi
in_root /usr/bin/python3 "$here/federation_bootstrap.py" "http://127.0.0.1:$keystone_port/v3" "$issuer" ||
  fail 'making the identity provider in Keystone failed'
say "federation is up: $front, for users of $issuer"
