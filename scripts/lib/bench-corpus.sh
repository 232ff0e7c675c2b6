# shellcheck shell=bash
# Whether a generated library is catalogued as its list says.

bench_corpus() {
    local list=$corpus.manifest.jsonl name value target unit
    if [ ! -f "$list" ]; then
        skipped "corpus" "$corpus has no list beside it (a generator's, see AUDIOWATCH_CORPUS)"
        return
    fi
    if ! command -v python3 >/dev/null 2>&1; then
        skipped "corpus" "python3 is not installed"
        return
    fi
    if ! command -v ffmpeg >/dev/null 2>&1; then
        skipped "corpus" "ffmpeg is not installed"
        return
    fi
    say "corpus: a first scan, and all that follows from it"
    forget_everything
    configure "$corpus"
    start_daemon
    settled
    stop_daemon
    python3 "$here/lib/bench-corpus.py" "$work/data/audiowatch" "$corpus" "$list" \
        >"$work/figures" 2>>"$measure_log" || failed "comparing the catalogue"
    while IFS=$'\t' read -r name value target; do
        unit=files
        case $name in *groups*) unit=groups ;; *pairs*) unit=pairs ;; esac
        case $target in
        '') report "corpus, $name" measured="$value" unit=$unit ;;
        example) say "    $name: $value" ;;
        *) report "corpus, $name" measured="$value" unit=$unit most="$target" least="$target" ;;
        esac
    done <"$work/figures"
}
