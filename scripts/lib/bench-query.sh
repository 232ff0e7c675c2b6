# shellcheck shell=bash
# Questions to the server, class by class, over catalogues that the product's own writer made.

bench_query() {
    local size
    local -A worst=()
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
    local size
    local -A figure=()
    for size in "${query_sizes[@]}"; do
        forget_everything
        query_catalogue "$size" 5
        configure "$work/away" "$work/away1" "$work/away2" "$work/away3" "$work/away4"
        say "overlap: $size files in 5 sources"
        start_daemon
        printf 'overlap /api/duplicates/overlap\n' >"$work/overlap.txt"
        figures "$bench_tool" queries "$work/overlap.txt" --port "$page_port" --rounds "$rounds" || failed "the question"
        report "overlap, $size files, p50" measured="${figure[overlap-p50]}" unit=ms
        report "overlap, $size files, p95" measured="${figure[overlap-p95]}" unit=ms most=200
        stop_daemon
    done
}

query_at() {
    local size=$1 name percent most watch classes
    local -A figure=()
    forget_everything
    query_catalogue "$size"
    mkdir -p -- "$work/import"
    configure "$work/away" "$work/import"
    local bytes
    bytes=$(stat -c %s -- "$work/data/audiowatch/catalog.db")
    say "query: $size files"
    start_daemon
    fill_index
    : >"$work/private"
    watch_private "$daemon" >"$work/private" &
    watch=$!
    figures "$bench_tool" queries "$here/lib/bench-queries.txt" --port "$page_port" --files "$size" --rounds "$rounds" ||
        failed "the questions"
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
        query_growth "$size" "$name" "${figure[$name-p95]}"
    done
    query_while_importing "$size" "${figure[all-p95]}"
    kill "$watch"
    wait "$watch" 2>/dev/null || true
    report "query, $size files, private memory, peak" measured="$(megabytes "$(percentile 100 <"$work/private")")" unit=MB most=80
    report "query, $size files, database a file" measured="$(calculate "$bytes / $size")" unit=bytes most=400
    query_page "$size"
    query_command "$size"
    query_plocate "$size"
    stop_daemon
    rm -rf -- "$work/import"
}

# Until the index is filled nothing is counted.
fill_index() {
    local tries=0
    until "$bench_tool" queries "$here/lib/bench-ready.txt" --port "$page_port" --rounds 1 >>"$measure_log" 2>&1; do
        tries=$((tries + 1))
        [ "$tries" -le 600 ] || failed "filling the index"
        sleep 0.1
    done
}

# The private memory of a process, five times a second, until ended.
watch_private() {
    local private
    while true; do
        private_kb "$1"
        echo "$private"
        nap 0.2
    done
}

# query_growth SIZE CLASS P95: what a million costs more than a tenth of it.
query_growth() {
    worst[$1-$2]=$3
    local before=${worst[$(($1 / 10))-$2]:-}
    [ -n "$before" ] || return 0
    report "query, $2, p95" measured="$3" unit=ms beside="$(($1 / 10)) files" value="$before" \
        ratio="$(calculate "$3 / $before")" most=3
}

# query_while_importing SIZE P95: the same questions while 10,000 files come in and 20 pages are told of them.
query_while_importing() {
    local watchers import tries=0
    local -A figure=()
    [ -d "$work/incoming" ] || "$bench_tool" tree "$work/incoming" --files 10000 --folders 500 >>"$measure_log" ||
        failed "making files"
    "$bench_tool" watchers --port "$page_port" --count 20 >"$work/watchers" 2>>"$measure_log" &
    watchers=$!
    until [ -s "$work/watchers" ]; do
        tries=$((tries + 1))
        [ "$tries" -le 100 ] || failed "listening to events"
        sleep 0.1
    done
    cp -r -- "$work/incoming" "$work/import/came" &
    import=$!
    figures "$bench_tool" queries "$here/lib/bench-queries.txt" --port "$page_port" --files "$1" --rounds 1 ||
        failed "the questions during an import"
    wait "$import" || failed "copying files"
    kill "$watchers" || failed "listening to events"
    wait "$watchers" 2>/dev/null || true
    report "query, $1 files, while 10,000 come, p95" measured="${figure[all-p95]}" unit=ms beside=quiet value="$2" \
        ratio="$(calculate "${figure[all-p95]} / $2")" most=2
    settled
    rm -rf -- "$work/import/came"
    settled
}

# All that a browser asks for until the first rows are there.
query_page() {
    local -A figure=()
    figures "$bench_tool" page --port "$page_port" --rounds $((3 * rounds)) || failed "asking for the page"
    report "first page, $1 files, bytes" measured="${figure[bytes]}" unit=bytes most=150000
    report "first page, $1 files, p95" measured="${figure[p95]}" unit=ms most=50
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
