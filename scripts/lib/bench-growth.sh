# shellcheck shell=bash
# What a large catalogue costs apart from questions: opening it, examining it, forgetting it; and making one.

bench_growth() {
    local size
    for size in "${query_sizes[@]}"; do growth_at "$size"; done
    growth_first_scan
}

growth_at() {
    local size=$1 start catalog=$work/data/audiowatch/catalog.db watch prune
    local -A figure=()
    forget_everything
    query_catalogue "$size"
    mkdir -p -- "$work/import"
    configure "$work/away" "$work/import"
    say "growth: $size files"
    start=$(milliseconds_now)
    start_daemon
    report "growth, $size files, from the start to the first answer" measured="$(since "$start")" unit=ms
    fill_index
    report "growth, $size files, from the start to the filled index" measured="$(since "$start")" unit=ms
    start=$(milliseconds_now)
    "$program" doctor >>"$measure_log" 2>&1 || true
    report "growth, $size files, doctor" measured="$(since "$start")" unit=ms
    stop_daemon

    # The source goes from the configuration, and all its rows from the catalogue, while files come into another.
    configure_as import "$work/import"
    start_daemon
    settled
    watch_log "$catalog-wal" >"$work/log-bytes" &
    watch=$!
    report "growth, $size files, database" measured="$(stat -c %s -- "$catalog")" unit=bytes
    start=$(milliseconds_now)
    "$program" doctor --prune --yes >>"$measure_log" 2>&1 &
    prune=$!
    figures "$bench_tool" latency "$work/import" --by "sse:$page_port" --count 50 || failed "measuring latency"
    wait "$prune" || failed "audiowatch doctor --prune"
    report "growth, $size files, all forgotten" measured="$(since "$start")" unit=ms
    report "growth, $size files, told of new files meanwhile, p95" measured="${figure[p95]:-}" unit=ms
    report "growth, $size files, not told of meanwhile in 15 s" measured="${figure[lost]}" unit=files most=0
    kill "$watch"
    wait "$watch" 2>/dev/null || true
    report "growth, $size files, log while forgetting, peak" \
        measured="$(percentile 100 <"$work/log-bytes")" unit=bytes
    stop_daemon
    report "growth, $size files, database then" measured="$(stat -c %s -- "$catalog")" unit=bytes
    rm -rf -- "$work/import"
}

# A first scan of very many small files, from nothing.
growth_first_scan() {
    local folder=$work/growth start watch took
    say "growth: a first scan of $moved_files small files"
    "$bench_tool" tree "$folder" --files "$moved_files" --folders $((moved_files / 25 + 1)) >>"$measure_log" ||
        failed "making files"
    forget_everything
    configure "$folder"
    start=$(milliseconds_now)
    start_daemon
    watch_private "$daemon" >"$work/private" &
    watch=$!
    settled
    took=$(since "$start")
    kill "$watch"
    wait "$watch" 2>/dev/null || true
    report "growth, first scan of $moved_files small files" measured="$took" unit=ms
    report "growth, first scan of $moved_files small files" measured="$(calculate "$moved_files / $took * 1000")" unit=files/s
    report "growth, first scan, private memory, peak" \
        measured="$(megabytes "$(percentile 100 <"$work/private")")" unit=MB most=60
    report "growth, first scan, files then" measured="$(json_number "$("$program" status --json)" files)" \
        unit=files least="$moved_files" most="$moved_files"
    stop_daemon
    rm -rf -- "$folder"
}

milliseconds_now() { echo $((${EPOCHREALTIME/[.,]/} / 1000)); }
since() { echo $(($(milliseconds_now) - $1)); }

# The size of a file, ten times a second, until ended.
watch_log() {
    while true; do
        stat -c %s -- "$1" 2>/dev/null || echo 0
        nap 0.1
    done
}
