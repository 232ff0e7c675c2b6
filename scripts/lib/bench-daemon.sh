# shellcheck shell=bash
# A daemon of the measurement's own: its places, its configuration, its start and end, its processes.

# Places below $work: nothing of the user's is read or written.
own_places() {
    export XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data XDG_STATE_HOME=$work/state
    export XDG_CACHE_HOME=$work/cache XDG_RUNTIME_DIR=$work/run
    mkdir -p -- "$work/config/audiowatch" "$work/run"
    chmod 700 "$work/run"
    page_port=18787
    until port_is_free "$page_port"; do page_port=$((page_port + 1)); done
}

# configure FOLDER…: each is a source.
configure() {
    local file=$work/config/audiowatch/config.toml number=0 one
    printf '[server]\nport = %s\n' "$page_port" >"$file"
    for one in "$@"; do
        printf '\n[sources.bench%s]\npath = "%s"\n' "$number" "$one" >>"$file"
        number=$((number + 1))
    done
}

# configure_as NAME FOLDER: one source of this name.
configure_as() {
    printf '[server]\nport = %s\n\n[sources.%s]\npath = "%s"\n' "$page_port" "$1" "$2" >"$work/config/audiowatch/config.toml"
}

# As if it had never run.
forget_everything() { rm -rf -- "$work/data" "$work/state" "$work/cache"; }

failed() {
    complain "$1 failed. Its last words:"
    tail -n 10 -- "$measure_log" | sed 's/^/    /' >&2
    exit 1
}

# Starts it and returns once it answers. Leaves its process number in $daemon.
start_daemon() {
    local tries=0
    "$program" run >>"$measure_log" 2>&1 &
    daemon=$!
    until "$program" status >/dev/null 2>&1; do
        kill -0 "$daemon" 2>/dev/null || failed "audiowatch run"
        tries=$((tries + 1))
        [ "$tries" -le 300 ] || failed "audiowatch run"
        sleep 0.1
    done
}

# settled: everything known is in the catalogue, and nothing waits.
settled() {
    "$program" wait >>"$measure_log" 2>&1 || failed "audiowatch wait"
    local tries=0 jobs
    # Digests and the like come last; the sync point does not wait for them. Files that failed may wait long.
    while true; do
        jobs=$(json_object "$("$program" status --json)" jobs)
        [ "$(json_number "$jobs" waiting)" -gt "$(json_number "$jobs" failed)" ] || break
        tries=$((tries + 1))
        [ "$tries" -le 3000 ] || failed "audiowatch (the queue does not become empty)"
        sleep 0.2
    done
}

stop_daemon() {
    [ -n "$daemon" ] || return 0
    "$program" stop >>"$measure_log" 2>&1 || kill "$daemon" 2>/dev/null || true
    wait "$daemon" 2>/dev/null || true
    daemon=
}

# end_children PID: those below it too, the lowest first, but not itself.
end_children() {
    local child
    for child in $(helpers_of "$1"); do
        end_children "$child"
        kill "$child" 2>/dev/null || true
    done
}

# The daemon's helpers: its children.
helpers_of() { cat -- "/proc/$1/task/"*/children 2>/dev/null | tr -d '\n'; }

# sum_of FILE FIELD PID…: a field of /proc/PID/FILE, of all of them together.
sum_of() {
    local file=$1 field=$2 pid
    shift 2
    for pid in "$@"; do cat -- "/proc/$pid/$file" 2>/dev/null || true; done |
        awk -v field="$field:" '$1 == field { n += $2 } END { printf "%d", n }'
}
