# shellcheck shell=bash
# A folder with very many files renamed: until the catalogue is right again, and what is read for it.

bench_moves() {
    local folder=$work/moves socket=$XDG_RUNTIME_DIR/audiowatch/control.sock round wait=() search=()
    local -A figure=()
    say "moves: making $moved_files files"
    mkdir -p -- "$folder"
    "$bench_tool" tree "$folder/before0" --files "$moved_files" --folders 100 >>"$measure_log" || failed "making files"
    forget_everything
    configure "$folder"
    say "moves: the first scan of them"
    start_daemon
    settled
    for ((round = 1; round <= rounds; round++)); do
        say "moves: round $round of $rounds"
        figures "$bench_tool" moves "$folder/before$((round - 1))" "$folder/before$round" --socket "$socket" ||
            failed "the move"
        [ "${figure[hits]}" = 1 ] || complain "moves: the search for before$round found nothing there"
        wait+=("$(calculate "${figure[wait]} / 1000")")
        search+=("$(calculate "${figure[search]} / 1000")")
    done
    report "folder of $moved_files files renamed, sync point" measured="$(median "${wait[@]}")" unit=s \
        spread="${wait[*]}" most=1
    report "folder of $moved_files files renamed, found" measured="$(median "${search[@]}")" unit=s \
        spread="${search[*]}" most=1
    if traceable; then
        say "moves: once more, traced"
        trace_daemon "$bench_tool" moves "$folder/before$rounds" "$folder/traced" --socket "$socket"
        report "folder of $moved_files files renamed, files opened" measured="$(opened_below "$folder")" unit=files most=0
    else
        skipped "folder of $moved_files files renamed, files opened" "$untraceable"
    fi
    report "folder of $moved_files files renamed, files then" \
        measured="$(json_number "$("$program" status --json)" files)" unit=files least="$moved_files"
    stop_daemon
    rm -rf -- "$folder"
}
