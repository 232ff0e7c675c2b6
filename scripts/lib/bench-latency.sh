# shellcheck shell=bash
# How long after a file is closed somebody is told of it.

bench_latency() {
    local folder=$work/latency
    mkdir -p -- "$folder"
    latency_of idle "$folder"
    latency_of copying "$folder"
    rm -rf -- "$folder"
}

# latency_of idle|copying FOLDER: audiowatch, inotifywait and watchman, each alone, on files made alike.
latency_of() {
    local kind=$1 folder=$2 name="latency" percent watcher target
    local -A figure=() ours=() theirs=()
    local copy=()
    if [ "$kind" = copying ]; then
        local count
        count=$(find "$corpus" -type f | wc -l)
        name="latency, $count copied meanwhile"
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
    for percent in "${!figure[@]}"; do ours["$percent"]=${figure[$percent]}; done
    report "$name, files" measured="${ours[files]}" unit=files
    report "$name, lost" measured="${ours[lost]}" unit=files most=0
    for watcher in inotifywait watchman; do
        if ! command -v "$watcher" >/dev/null 2>&1; then
            skipped "$name, $watcher" "$watcher is not installed"
            continue
        fi
        say "$name: $watcher"
        if ! figures "$bench_tool" latency "$folder" --by "$watcher" --count "$latency_files" --limit 60 "${copy[@]}"; then
            skipped "$name, $watcher" "$(tail -n 1 -- "$measure_log" | tr -d '"')"
            forget_copies "$folder"
            continue
        fi
        forget_copies "$folder"
        if [ "${figure[lost]}" != 0 ]; then
            skipped "$name, $watcher" "${figure[lost]} of its first $((figure[lost] + figure[files])) files were not told of within 15 s"
        fi
        for percent in p50 p95 p99; do theirs["$watcher-$percent"]=${figure[$percent]:-}; done
    done
    for percent in p50 p95 p99; do
        target=
        case $kind-$percent in idle-p50) target=5 ;; idle-p99) target=25 ;; copying-p99) target=250 ;; esac
        report "$name, $percent" measured="${ours[$percent]}" unit=ms spread="${ours[p0]} ${ours[p100]}" most="$target" \
            beside="$(beside_watchers "$percent")"
    done
}

beside_watchers() {
    local watcher words=
    for watcher in inotifywait watchman; do
        if [ -n "${theirs[$watcher-$1]:-}" ]; then words="$words${words:+, }$watcher ${theirs[$watcher-$1]}"; fi
    done
    printf '%s' "${words:+$words ms}"
}

# A copy of the library may have to be made twice before enough files are measured.
room_for_copies() {
    local need free
    need=$(du -sk -- "$corpus" | cut -f1)
    free=$(LC_ALL=C df -Pk -- "$1" | awk 'NR == 2 { print $4 }')
    [ "$free" -gt $((3 * need)) ]
}

forget_copies() { rm -rf -- "$1"/copy-*; }
