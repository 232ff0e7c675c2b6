# shellcheck shell=bash
# Questions to the server, class by class, over catalogues that the product's own writer made.

bench_query() {
    local size
    for size in "${query_sizes[@]}"; do query_at "$size"; done
}

# Made once and kept: a million files take some minutes. $2: sources, one where it is left out.
query_catalogue() {
    local folder=$cache_folder/bench/catalogue-$1${2:+-$2} made
    made=$(stamp_of_catalogue)
    if [ "$(cat -- "$folder/made-by" 2>/dev/null)" != "$made" ]; then
        say "query: making a catalogue of $1 files"
        rm -rf -- "$folder"
        mkdir -p -- "$folder"
        "$bench_tool" catalogue "$folder/catalog.db" --source "$work/away" --files "$1" --sources "${2:-1}" >>"$measure_log" ||
            failed "making a catalogue"
        printf '%s\n' "$made" >"$folder/made-by"
    fi
    mkdir -p -- "$work/data/audiowatch"
    cp -- "$folder/catalog.db" "$work/data/audiowatch/catalog.db"
}

# A catalogue of another schema or another recipe is made anew.
stamp_of_catalogue() {
    cat -- "$repository"/Sources/audiowatch-bench/Synthetic*.swift "$repository"/Sources/SQLiteCatalog/Schema/*.swift | sha256sum
}

# What five sources share, from the request to the answer.
bench_overlap() {
    local size socket=$XDG_RUNTIME_DIR/audiowatch/control.sock
    local -A figure=()
    for size in "${query_sizes[@]}"; do
        forget_everything
        query_catalogue "$size" 5
        configure "$work/away" "$work/away1" "$work/away2" "$work/away3" "$work/away4"
        say "overlap: $size files in 5 sources"
        start_daemon
        printf 'overlap /api/duplicates/overlap\n' >"$work/overlap.txt"
        figures "$bench_tool" queries "$work/overlap.txt" --socket "$socket" --rounds "$rounds" || failed "the question"
        report "overlap, $size files, p50" measured="${figure[overlap-p50]}" unit=ms
        report "overlap, $size files, p95" measured="${figure[overlap-p95]}" unit=ms most=200
        stop_daemon
    done
}

query_at() {
    local size=$1 socket=$XDG_RUNTIME_DIR/audiowatch/control.sock name percent most tries=0
    local -A figure=()
    forget_everything
    query_catalogue "$size"
    configure "$work/away"
    local bytes
    bytes=$(stat -c %s -- "$work/data/audiowatch/catalog.db")
    say "query: $size files"
    start_daemon
    # Until the index is filled nothing is counted.
    until "$program" status >/dev/null && "$bench_tool" queries "$here/lib/bench-ready.txt" --socket "$socket" --rounds 1 >>"$measure_log" 2>&1; do
        tries=$((tries + 1))
        [ "$tries" -le 600 ] || failed "filling the index"
        sleep 0.1
    done
    figures "$bench_tool" queries "$here/lib/bench-queries.txt" --socket "$socket" --rounds "$rounds" || failed "the questions"
    local classes
    mapfile -t classes < <(awk '!/^#/ && !seen[$1]++ { print $1 }' "$here/lib/bench-queries.txt")
    for name in "${classes[@]}"; do
        for percent in p50 p95 p99; do
            most=
            if [ "$percent" = p95 ]; then
                most=30
                if [ "$name" = facets ]; then most=80; fi
            fi
            report "query, $size files, $name, $percent" measured="${figure[$name-$percent]}" unit=ms most="$most"
        done
    done
    private_kb "$daemon"
    report "query, $size files, private memory" measured="$(megabytes "$private")" unit=MB most=80
    report "query, $size files, database a file" measured="$(calculate "$bytes / $size")" unit=bytes most=400
    query_command "$size"
    query_plocate "$size"
    stop_daemon
}

# From the start of the command to its last line.
query_command() {
    local round start times=()
    for ((round = 0; round < 3 * rounds; round++)); do
        start=${EPOCHREALTIME/[.,]/}
        "$program" search cowbell cr78 bb 174 >>"$measure_log" 2>&1 || true
        times+=("$(calculate "(${EPOCHREALTIME/[.,]/} - $start) / 1000")")
    done
    report "query, $1 files, command with a rare word" measured="$(median "${times[@]}")" unit=ms spread="${times[*]}" most=100
}

# The same names as paths in a list of plocate's own.
query_plocate() {
    if ! command -v plocate >/dev/null 2>&1 || ! command -v plocate-build >/dev/null 2>&1; then
        skipped "query, $1 files, plocate" "plocate is not installed"
        return
    fi
    local paths=$work/plocate.txt list=$work/plocate.db word round start theirs ours
    "$program" search -0 "" | tr '\0\n' '\n?' >"$paths"
    plocate-build -p "$paths" "$list" >>"$measure_log" 2>&1 || {
        skipped "query, $1 files, plocate" "plocate-build failed"
        return
    }
    for word in cowbell vox_chop marigold; do
        theirs=() ours=()
        for ((round = 0; round < rounds; round++)); do
            start=${EPOCHREALTIME/[.,]/}
            plocate -i -l 50 -d "$list" "$word" >/dev/null 2>&1 || true
            theirs+=("$(calculate "(${EPOCHREALTIME/[.,]/} - $start) / 1000")")
            start=${EPOCHREALTIME/[.,]/}
            "$program" search --limit 50 "$word" >/dev/null 2>&1 || true
            ours+=("$(calculate "(${EPOCHREALTIME/[.,]/} - $start) / 1000")")
        done
        report "query, $1 files, 50 with $word, the command" measured="$(median "${ours[@]}")" unit=ms \
            beside=plocate value="$(median "${theirs[@]}")" \
            ratio="$(calculate "$(median "${ours[@]}") / $(median "${theirs[@]}")")"
    done
    rm -f -- "$paths" "$list"
}
