# shellcheck shell=bash
# How long after a file is closed somebody is told of it.

bench_latency() {
    local folder=$work/latency
    mkdir -p -- "$folder"
    find_watchman
    latency_of idle "$folder"
    latency_of copying "$folder"
    if [ "$watchman_is_ours" = yes ]; then watchman shutdown-server >>"$measure_log" 2>&1 || true; fi
    rm -rf -- "$folder"
}

# Its server starts by itself and stays: one that was not there before is ended afterwards.
find_watchman() {
    watchman_is_ours=no
    if command -v watchman >/dev/null 2>&1 && ! watchman --no-spawn version >/dev/null 2>&1; then
        watchman_is_ours=yes
    fi
}

# latency_of idle|copying FOLDER: audiowatch, inotifywait and watchman, each alone, on files made alike.
latency_of() {
    local kind=$1 folder=$2 name="latency" percent watcher target count
    local -A figure=()
    local copy=()
    if [ "$kind" = copying ]; then
        count=$(find "$corpus" -type f | wc -l)
        name="latency, $count copied"
        copy=(--copy "$corpus")
        if ! room_for_copies "$folder"; then
            skipped "$name" "$folder has no room for two copies of $corpus"
            return
        fi
    fi
    say "$name: audiowatch"
    forget_everything
    configure "$folder"
    start_daemon
    settled
    figures "$bench_tool" latency "$folder" --by "sse:$page_port" --count "$latency_files" "${copy[@]}" ||
        failed "measuring latency"
    stop_daemon
    forget_copies "$folder"
    report "$name, files" measured="${figure[files]}" unit=files
    report "$name, not told of in 15 s" measured="${figure[lost]}" unit=files most=0
    for percent in p50 p95 p99; do
        target=
        case $kind-$percent in idle-p50) target=5 ;; idle-p99) target=25 ;; copying-p99) target=250 ;; esac
        report "$name, $percent" measured="${figure[$percent]:-}" unit=ms \
            spread="${figure[p0]:-} ${figure[p100]:-}" most="$target"
    done
    for watcher in inotifywait watchman; do yardstick_latency; done
}

# Uses the names of `latency_of`. A watcher that waits for quiet tells nothing while a copy runs: it gets
# a minute.
yardstick_latency() {
    if ! command -v "$watcher" >/dev/null 2>&1; then
        skipped "$name, $watcher" "$watcher is not installed"
        return
    fi
    say "$name: $watcher"
    if ! figures "$bench_tool" latency "$folder" --by "$watcher" --count "$latency_files" --limit 60 "${copy[@]}"; then
        skipped "$name, $watcher" "$(tail -n 1 -- "$measure_log" | tr -d '"')"
    elif [ -z "${figure[p50]:-}" ]; then
        skipped "$name, $watcher" "it told of none of ${figure[lost]} files within 15 s"
    else
        for percent in p50 p95 p99; do
            report "$name, $percent, $watcher" measured="${figure[$percent]}" unit=ms \
                spread="${figure[p0]} ${figure[p100]}"
        done
        if [ "${figure[lost]}" != 0 ]; then
            report "$name, not told of in 15 s, $watcher" measured="${figure[lost]}" unit=files
        fi
    fi
    forget_copies "$folder"
}

# A copy of the library may have to be made twice before enough files are measured.
room_for_copies() {
    local need free
    need=$(du -sk -- "$corpus" | cut -f1)
    free=$(LC_ALL=C df -Pk -- "$1" | awk 'NR == 2 { print $4 }')
    [ "$free" -gt $((3 * need)) ]
}

forget_copies() { rm -rf -- "$1"/copy-*; }
