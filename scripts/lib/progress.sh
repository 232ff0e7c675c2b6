# shellcheck shell=bash
# The first scan as one line: how many files are known, how many wait, how fast, how long.

# describe_progress STATUS: the line itself.
describe_progress() {
    local status=$1 jobs waiting rate eta words
    jobs=$(json_object "$status" jobs)
    waiting=$(($(json_number "$jobs" waiting) + $(json_number "$jobs" running)))
    rate=$(json_number "$status" ratePerSecond)
    eta=$(json_value "$status" etaSeconds)
    words="$(with_commas "$(known_files "$status")") files known, $(with_commas "$waiting") waiting"
    [ "$(json_value "$status" isScanning)" != true ] || words="looking: $words"
    [ "$rate" = 0 ] || words="$words, $(with_commas "$rate") a second"
    [ -z "$eta" ] || words="$words, about $(readable_seconds "${eta%%.*}") left"
    printf '%s' "$words"
}

# The total stands once, each source's share beside it: the total is the largest.
known_files() {
    printf '%s' "$1" | tr -d '\n' | grep -oE '"files"[[:space:]]*:[[:space:]]*[0-9]+' |
        grep -oE '[0-9]+$' | sort -n | tail -n 1 || true
}

with_commas() {
    local digits=${1:-0} result=
    while [ ${#digits} -gt 3 ]; do
        result=,${digits: -3}$result
        digits=${digits:0:${#digits}-3}
    done
    printf '%s' "$digits$result"
}

readable_seconds() {
    local s=${1:-0}
    case $s in '' | *[!0-9]*) s=0 ;; esac
    if [ "$s" -ge 5400 ]; then
        printf '%d h %d min' $((s / 3600)) $((s % 3600 / 60))
    elif [ "$s" -ge 90 ]; then
        printf '%d min' $(((s + 30) / 60))
    else
        printf '%d s' "$((s > 0 ? s : 1))"
    fi
}

# Jobs that can be done now: those that failed and rest until their next try are left out.
jobs_to_do() {
    local jobs
    jobs=$(json_object "$1" jobs)
    echo $(($(json_number "$jobs" waiting) + $(json_number "$jobs" running) - $(json_number "$jobs" failed)))
}

# Shows progress until everything that stands on the disk is in the catalogue. Needs $watched_pid, the daemon.
# `audiowatch wait` says that the disk has been looked at, the queue that the work is done.
follow_first_scan() {
    local status shown=$SECONDS
    "$program" wait >/dev/null 2>&1 &
    waiter=$!
    while true; do
        status=$(daemon_status) || status=
        if [ -n "$status" ]; then
            if ! kill -0 "$waiter" 2>/dev/null && scan_is_done "$status"; then break; fi
            if on_a_terminal; then
                rewrite_line "  $(describe_progress "$status")"
            elif [ $((SECONDS - shown)) -ge 10 ]; then
                shown=$SECONDS
                say "  $(describe_progress "$status")"
            fi
        elif ! kill -0 "$watched_pid" 2>/dev/null; then
            stop_waiter
            clear_line
            launch_failure "audiowatch ended during the first scan."
        fi
        sleep 0.3
    done
    trap - INT TERM
    clear_line
    last_status=$status
}

scan_is_done() {
    [ "$(json_value "$1" isScanning)" != true ] && [ "$(jobs_to_do "$1")" -le 0 ]
}

waiter=
stop_waiter() {
    [ -z "$waiter" ] || kill "$waiter" 2>/dev/null || true
}

# Ctrl-C leaves the picture, not the work.
leave_progress() {
    trap - INT TERM
    stop_waiter
    clear_line
    say "  audiowatch goes on in the background."
    say_ways_on
    exit 130
}
