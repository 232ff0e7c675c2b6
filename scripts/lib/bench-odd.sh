# shellcheck shell=bash
# Whether odd files, and those of the library, have the properties that ffprobe tells.

bench_odd() {
    local folder=$work/odd one
    if ! command -v python3 >/dev/null 2>&1 || ! command -v ffprobe >/dev/null 2>&1; then
        skipped "odd" "python3 or ffprobe is not installed"
        return
    fi
    say "odd: making files"
    mkdir -p -- "$folder"
    python3 "$here/lib/bench-odd.py" make "$folder" 2>>"$measure_log" || failed "making odd files"
    report "odd, files made" measured="$(find "$folder" -type f | wc -l)" unit=files
    forget_everything
    configure "$folder" "$corpus"
    start_daemon
    settled
    stop_daemon
    for one in "$folder" "$corpus"; do
        say "odd: asking ffprobe of every file in ${one##*/}"
        held_against_ffprobe "$one"
    done
    rm -rf -- "$folder"
}

# held_against_ffprobe FOLDER: what the catalogue says of the files below it.
held_against_ffprobe() {
    local name value target label="odd files"
    [ "$1" = "$corpus" ] && label="library"
    python3 "$here/lib/bench-odd.py" compare "$work/data/audiowatch" "$1" >"$work/figures" \
        2>>"$measure_log" || failed "asking ffprobe"
    while IFS=$'\t' read -r name value target; do
        case $target in
        '') report "$label, $name" measured="$value" unit=files ;;
        example) say "    $name: $value" ;;
        *) report "$label, $name" measured="$value" unit=files most="$target" ;;
        esac
    done <"$work/figures"
}
