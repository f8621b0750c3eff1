#!/usr/bin/env bash
# A real Nova (26) beside the Zed cloud that `up.sh zed` started, from Debian 12's packages: API, conductor, scheduler and
# compute manager over Nova's own fake hypervisor, with Placement, MariaDB and RabbitMQ. Servers become ACTIVE without
# running anything; an image of one stays queued until somebody sends its data. There is one flavor, m1.nano.
#
#   scripts/openstack/nova.sh        start; one that answers is left as it is
#   scripts/openstack/up.sh down     stops it with the rest
#
# Ports: OSTK_ZED_{NOVA,PLACEMENT,NETWORK,MYSQL,RABBIT}_PORT; RabbitMQ takes the one after its own as well.
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

# shellcheck disable=SC2034
packages=(nova-api nova-conductor nova-scheduler nova-compute placement-api rabbitmq-server mariadb-server
  python3-pymysql uwsgi-plugin-python3)
# shellcheck disable=SC2034
programs=(nova-api nova-conductor nova-scheduler nova-compute placement-api rabbitmq-server mariadbd)

nova_port=${OSTK_ZED_NOVA_PORT:-18974}
placement_port=${OSTK_ZED_PLACEMENT_PORT:-18978}
network_port=${OSTK_ZED_NETWORK_PORT:-19996}
mysql_port=${OSTK_ZED_MYSQL_PORT:-13506}
rabbit_port=${OSTK_ZED_RABBIT_PORT:-15872}

choose_release zed
home=$files
keystone_url=http://127.0.0.1:$keystone_port/v3
compute_url=http://127.0.0.1:$nova_port/v2.1
socket=$files/mysql/mysql.sock
database=mysql+pymysql://nova:secret@127.0.0.1:$mysql_port

# Placement, Nova and their clients sign in as the service user that Glance has.
service_user="auth_url=http://127.0.0.1:$keystone_port\\
auth_type=password\\
project_domain_name=Default\\
user_domain_name=Default\\
project_name=service\\
username=glance\\
password=secret"

nova_answers() {
  [[ -e $files/nova.ready ]] && curl -s -m 5 -o /dev/null "http://127.0.0.1:$nova_port/"
}

render_nova() { # TEMPLATE
  sed -e "s|@STATE@|$files|g" -e "s|@KEYSTONE_PORT@|$keystone_port|g" -e "s|@GLANCE_PORT@|$glance_port|g" \
    -e "s|@NOVA_PORT@|$nova_port|g" -e "s|@PLACEMENT_PORT@|$placement_port|g" -e "s|@RABBIT_PORT@|$rabbit_port|g" \
    -e "s|@DATABASE@|$database|g" -e "s|@SERVICE_USER@|$service_user|g" "$here/config/$1.in" >"$files/$1"
}

# Tries a command until it succeeds; shows the end of the log when it does not.
until_done() { # SECONDS LOG COMMAND...
  local deadline=$((SECONDS + $1)) log=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    if ((SECONDS > deadline)); then
      tail -20 "$log" >&2 || true
      fail "no success within the time: $*; see $log"
    fi
    sleep 0.5
  done
}

sql() { mariadb --socket="$socket" --user=root "$@"; }

start_mariadb() {
  mkdir -p "$files/mysql"
  chown mysql:mysql "$files/mysql"
  mariadb-install-db --no-defaults --user=mysql --datadir="$files/mysql" >"$files/log/mariadb-install.log" 2>&1 ||
    fail "making the database failed, see $files/log/mariadb-install.log"
  start mariadb mariadbd --no-defaults --user=mysql --datadir="$files/mysql" --socket="$socket" \
    --pid-file="$files/mysql/mysql.pid" --port="$mysql_port" --bind-address=127.0.0.1
  until_done 300 "$files/mariadb.out" sql -e 'select 1'
  sql -e "create database nova; create database nova_api; create database nova_cell0; create database placement;
    create user 'nova'@'%' identified by 'secret'; create user 'nova'@'localhost' identified by 'secret';
    grant all on *.* to 'nova'@'%'; grant all on *.* to 'nova'@'localhost'"
}

# A node of its own, away from any broker of this machine, under a name that does not depend on this machine's. The
# script stays as the parent, so that its path tells whose process group it is; su would make another group.
start_rabbit() {
  mkdir -p "$files/rabbit"
  chown rabbitmq:rabbitmq "$files/rabbit"
  cat >"$files/rabbitmq.sh" <<SH
export RABBITMQ_NODENAME=ostk-lab-$rabbit_port@localhost
export RABBITMQ_NODE_IP_ADDRESS=127.0.0.1
export RABBITMQ_NODE_PORT=$rabbit_port
export RABBITMQ_DIST_PORT=$((rabbit_port + 1))
export RABBITMQ_MNESIA_BASE=$files/rabbit
export RABBITMQ_LOG_BASE=$files/rabbit
export HOME=/var/lib/rabbitmq
cd "\$HOME"
setpriv --reuid=rabbitmq --regid=rabbitmq --init-groups /usr/lib/rabbitmq/bin/rabbitmq-server
exit
SH
  start rabbitmq bash "$files/rabbitmq.sh"
  until_done 300 "$files/rabbitmq.out" bash -c "exec 3<>/dev/tcp/127.0.0.1/$rabbit_port"
}

prepare_nova() {
  local nova=(nova-manage --config-file "$files/nova.conf")
  placement-manage --config-file "$files/placement.conf" db sync &&
    "${nova[@]}" api_db sync &&
    "${nova[@]}" cell_v2 map_cell0 --database_connection "$database/nova_cell0" &&
    "${nova[@]}" db sync &&
    "${nova[@]}" cell_v2 create_cell --name cell1
}

has_host() {
  nova-manage --config-file "$files/nova.conf" cell_v2 discover_hosts
  nova-manage --config-file "$files/nova.conf" cell_v2 list_hosts | grep -q fakehost
}

start_nova() {
  local each
  start neutron-stub /usr/bin/python3 "$files/neutron_stub.py" "$network_port"
  start placement uwsgi --ini "$files/placement-uwsgi.ini"
  for each in api conductor scheduler compute; do
    start "nova-$each" "nova-$each" --config-file "$files/nova.conf"
  done
  until_done 300 "$files/log/nova-api.log" curl -s -m 5 -o /dev/null "http://127.0.0.1:$nova_port/"
  until_done 300 "$files/log/nova-compute.log" has_host
}

bring_up() {
  install_packages
  mkdir -p "$files/nova"/{instances,lock}
  local each
  for each in nova.conf placement.conf placement-uwsgi.ini; do render_nova "$each"; done
  cp "$here/neutron_stub.py" "$files/"
  start_mariadb &
  local mariadb=$!
  start_rabbit
  wait "$mariadb"
  prepare_nova >"$files/log/nova-setup.log" 2>&1 || {
    tail -20 "$files/log/nova-setup.log" >&2
    fail "preparing Nova's databases failed, see $files/log/nova-setup.log"
  }
  /usr/bin/python3 "$here/nova_bootstrap.py" catalog "$keystone_url" "$compute_url" \
    "http://127.0.0.1:$placement_port" "http://127.0.0.1:$network_port" || fail 'seeding the catalog failed'
  start_nova
  /usr/bin/python3 "$here/nova_bootstrap.py" flavor "$keystone_url" "$compute_url" || fail 'making the flavor failed'
  touch "$files/nova.ready"
}

preflight
exec 9>"$state/lock"
flock --timeout 900 9 || fail "another script has held $state/lock for 15 minutes"
answers || refuse 'the Zed cloud does not answer; run: scripts/openstack/up.sh zed'
if nova_answers; then
  say 'Nova already answers'
elif [[ -e $files/nova.conf ]]; then
  fail 'a Nova is there that does not answer; run: scripts/openstack/up.sh down, then up.sh zed'
else
  bring_up
fi
say "Nova is up beside zed: OS_CLIENT_CONFIG_FILE=$clouds_yaml OS_CLOUD=zed, flavor m1.nano"
