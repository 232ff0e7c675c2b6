# shellcheck shell=bash
# The daemon in the background: is it there, is it ours and of this build, start, replace.

# The running daemon's status as JSON; fails when none answers for this configuration.
daemon_status() { "$program" status --json 2>/dev/null; }

daemon_pid() { json_number "$(daemon_status || true)" pid; }

# Whether process $1 runs the very program that stands in the build folder now.
runs_this_build() { cmp -s -- "/proc/$1/exe" "$program"; }

# Whether the configuration was written after process $1 started. A daemon started from here left a
# file of that moment; for others the kernel's seconds must do.
config_is_newer_than() {
    [ -e "$config_file" ] || return 1
    local left=$state_folder/started ticks started
    if [ "$(cat -- "$left" 2>/dev/null)" = "$1" ]; then
        [ "$config_file" -nt "$left" ]
        return
    fi
    ticks=$(sed 's/^.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20)
    [ -n "$ticks" ] || return 1
    started=$(($(awk '/^btime/ { print $2 }' /proc/stat) + ticks / $(getconf CLK_TCK)))
    [ "$(stat -c %Y -- "$config_file")" -ge "$started" ]
}

# Why the running daemon $1 must be replaced; nothing when it may stay.
replacement_reason() {
    if ! runs_this_build "$1"; then
        printf 'it is another build'
    elif config_is_newer_than "$1"; then
        printf 'the configuration is newer than it'
    fi
}

# Ends the daemon $1 of this configuration and waits until it is gone.
end_daemon() {
    local pid=$1 tries=0
    "$program" stop >/dev/null 2>&1 || kill -TERM "$pid" 2>/dev/null || true
    while kill -0 "$pid" 2>/dev/null; do
        tries=$((tries + 1))
        [ "$tries" -le 150 ] ||
            die "The running audiowatch (pid $pid) does not end. Look at $daemon_log, and end it with: kill $pid"
        sleep 0.1
    done
}

# Starts the daemon in a session of its own, so that closing this terminal does not end it.
# Leaves its process number in `launched_pid`.
launch_daemon() {
    (umask 077 && mkdir -p -- "$state_folder")
    # A log of earlier runs is kept once.
    if [ -f "$daemon_log" ] && [ "$(stat -c %s -- "$daemon_log")" -gt 10000000 ]; then
        mv -f -- "$daemon_log" "$daemon_log.1"
    fi
    log_start=$(stat -c %s -- "$daemon_log" 2>/dev/null || echo 0)
    : >"$state_folder/started.new"
    (umask 077 && exec setsid -- "$program" run </dev/null >>"$daemon_log" 2>&1) &
    launched_pid=$!
    remember_start
    disown "$launched_pid" 2>/dev/null || true
}

# Leaves the process number in a file with the time of just before the launch: a change of the
# configuration made while the daemon starts counts as newer.
remember_start() {
    printf '%s\n' "$launched_pid" >"$state_folder/started"
    touch -r "$state_folder/started.new" -- "$state_folder/started"
    rm -f -- "$state_folder/started.new"
}

# Waits until the launched daemon answers.
await_daemon() {
    local tries=0
    until daemon_status >/dev/null; do
        kill -0 "$launched_pid" 2>/dev/null || launch_failure "audiowatch ended at once."
        tries=$((tries + 1))
        [ "$tries" -le 300 ] || launch_failure "audiowatch (pid $launched_pid) does not answer after 30 seconds."
        sleep 0.1
    done
}

launch_failure() {
    complain "$1 What it said:"
    tail -c "+$((${log_start:-0} + 1))" -- "$daemon_log" | tail -n 12 | sed 's/^/    /' >&2
    complain "The whole log: $daemon_log"
    exit 1
}
