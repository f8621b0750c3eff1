# shellcheck shell=bash
# A cloud's life: databases and configuration made, services started, found and stopped.
# The variables come from up.sh.
# shellcheck disable=SC2154

answers() {
  curl -s -m 5 -o /dev/null "http://127.0.0.1:$keystone_port/v3" &&
    curl -s -m 5 -o /dev/null "http://127.0.0.1:$glance_port/" &&
    [[ -e $files/clouds.part && -e $clouds_yaml ]]
}

# Waits until a URL answers; shows the end of the service's log when it does not.
wait_for() { # URL LOG
  local deadline=$((SECONDS + 90))
  until curl -s -m 5 -o /dev/null "$1"; do
    if ((SECONDS > deadline)); then
      tail -20 "$2" >&2 || true
      fail "no answer from $1, see $2"
    fi
    sleep 0.2
  done
}

# Starts a program of the release in the background, in a process group of its own.
start() { # NAME COMMAND...
  local name=$1
  shift
  if [[ $root == / ]]; then
    setsid "$@" >"$files/$name.out" 2>&1 </dev/null 9>&- &
  else
    # shellcheck disable=SC2016
    setsid unshare --mount --propagation private \
      bash -c 'mount --bind /proc "$0/proc" && mount --bind /dev "$0/dev" && exec chroot "$0" "$@"' "$root" "$@" \
      >"$files/$name.out" 2>&1 </dev/null 9>&- &
  fi
  echo $! >"$files/$name.pid"
}

# A pid file can outlive its process, and the number can belong to somebody else by now.
is_ours() { # PID
  { tr "\0" " " <"/proc/$1/cmdline"; } 2>/dev/null | grep -qF -- "$inside/"
}

stop_services() {
  local file pid deadline
  for file in "$files"/*.pid; do
    [[ -e $file ]] || continue
    pid=$(<"$file")
    if is_ours "$pid"; then
      kill -TERM -- "-$pid" 2>/dev/null || true
      deadline=$((SECONDS + 15))
      while kill -0 -- "-$pid" 2>/dev/null; do
        ((SECONDS <= deadline)) || kill -KILL -- "-$pid" 2>/dev/null || true
        sleep 0.1
      done
    fi
    rm -f "$file"
  done
}

render() { # TEMPLATE TARGET
  sed -e "s|@STATE@|$inside|g" -e "s|@KEYSTONE_PORT@|$keystone_port|g" -e "s|@GLANCE_PORT@|$glance_port|g" \
    "$here/config/$1.in" >"$2"
}

# SQLite in write-ahead mode lets readers go on while the one writer writes. The mode stays with the file.
use_write_ahead_log() { # DATABASE
  in_root /usr/bin/python3 -c \
    'import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute("PRAGMA journal_mode=WAL")' "$1"
}

# Empty databases, an admin, and the configuration of both services.
create_cloud() {
  # The folder the services write to, seen from this machine.
  home=${root%/}$inside
  [[ $root == / ]] || rm -rf --one-file-system "$home"
  rm -rf --one-file-system "$files"
  mkdir -p "$files" "$home"/{keystone/fernet,keystone/credential,log} \
    "$home"/glance/{fast,cheap,staging,tasks,cache}
  local each
  for each in keystone.conf keystone-uwsgi.ini glance-api.conf glance-image-import.conf; do
    render "$each" "$home/$each"
  done
  echo '{}' >"$home/glance-policy.yaml"
  prepare_databases >"$home/log/setup.log" 2>&1 || {
    tail -20 "$home/log/setup.log" >&2
    fail "preparing the databases failed, see $home/log/setup.log"
  }
}

# `errexit` is off in a function whose failure is handled by its caller, hence the chain.
prepare_databases() {
  local keystone=(keystone-manage --config-file "$inside/keystone.conf")
  local glance=(glance-manage --config-file "$inside/glance-api.conf")
  local url=http://127.0.0.1:$keystone_port/v3
  in_root "${keystone[@]}" db_sync &&
    use_write_ahead_log "$inside/keystone.db" &&
    in_root "${keystone[@]}" fernet_setup --keystone-user root --keystone-group root &&
    in_root "${keystone[@]}" credential_setup --keystone-user root --keystone-group root &&
    in_root "${keystone[@]}" bootstrap --bootstrap-password secret --bootstrap-region-id RegionOne \
      --bootstrap-admin-url "$url" --bootstrap-internal-url "$url" --bootstrap-public-url "$url" &&
    in_root "${glance[@]}" db_sync &&
    use_write_ahead_log "$inside/glance.db" &&
    in_root "${glance[@]}" db_load_metadefs /etc/glance/metadefs
}

start_keystone() {
  start keystone uwsgi --ini "$inside/keystone-uwsgi.ini"
  wait_for "http://127.0.0.1:$keystone_port/v3" "$home/log/keystone-uwsgi.log"
}

seed_keystone() {
  in_root /usr/bin/python3 - "http://127.0.0.1:$keystone_port/v3" "http://127.0.0.1:$glance_port" \
    <"$here/bootstrap.py" || fail 'seeding Keystone failed'
}

start_glance() {
  start glance glance-api --config-file "$inside/glance-api.conf" --config-file "$inside/glance-image-import.conf"
  wait_for "http://127.0.0.1:$glance_port/" "$home/log/glance.log"
}
