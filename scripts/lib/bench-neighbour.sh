# shellcheck shell=bash
# What a DAW meets while a library is scanned for the first time: an audio thread at real-time priority, and a reader of
# 24 tracks. Windows with nothing, with audiowatch and with the original tool's way take turns; only what stands in one
# run is compared.

# Pairs of windows, and how long a window is.
neighbour_pairs=10
neighbour_seconds=5
neighbour_tracks=24

bench_neighbour() {
    local round kind
    local -A late=() missed=() reads=() underruns=()
    if ! chrt -f 70 true 2>/dev/null; then
        skipped "beside an audio thread" "real-time priority needs root"
        return
    fi
    local kinds=(idle ours)
    if [ -n "${AUDIOWATCH_SEED:-}" ]; then kinds+=(seed); fi
    configure "$corpus"
    make_tracks
    warm_up "$corpus"
    for ((round = 1; round <= neighbour_pairs; round++)); do
        say "neighbour: round $round of $neighbour_pairs"
        for kind in "${kinds[@]}"; do
            window "$kind" neighbour || return
            window "$kind" tracks "$work/tracks" || return
        done
    done
    for kind in "${kinds[@]:1}"; do report_neighbour "$kind"; done
    if [ ${#kinds[@]} -lt 3 ]; then
        skipped "beside an audio thread, the original tool's way" "AUDIOWATCH_SEED names no program"
    fi
    bench_yield
    rm -rf -- "$work/tracks"
}

# A file a track, each long enough for a window.
make_tracks() {
    say "neighbour: making $neighbour_tracks tracks"
    "$bench_tool" tree "$work/tracks" --files "$neighbour_tracks" --folders 1 \
        --bytes $((neighbour_seconds * 48000 * 6 + 1048576)) >>"$measure_log" || failed "making tracks"
    # What was not written yet cannot leave the page cache.
    sync
}

# window idle|ours|seed PART…: measures for some seconds, while a first scan begins anew as often as it ends.
window() {
    local kind=$1 part=$2 others='' load
    local -A figure=()
    shift
    if [ "$kind" != idle ]; then
        scan_over_and_over "$kind" &
        others=$!
        sleep 0.3
    fi
    figures "$bench_tool" "$@" --seconds "$neighbour_seconds" || failed "the audio thread"
    if [ -n "$others" ]; then
        # Halted first, so that it begins nothing anew while what it runs is ended.
        kill -STOP "$others"
        end_children "$others"
        kill -KILL "$others"
        wait "$others" 2>/dev/null || true
    fi
    case $part in
    neighbour)
        late[$kind]+="${figure[p999]} "
        missed[$kind]+="${figure[missed]} "
        # A window with nothing is one only where nobody else is at work.
        load=${figure[others]}
        if [ "$kind" = idle ] && awk -v l="$load" 'BEGIN { exit l < 10 }'; then
            say "neighbour: others used $(short "$load") % of a core in a window that should be idle"
        fi
        ;;
    tracks)
        reads[$kind]+="${figure[p999]} "
        underruns[$kind]+="${figure[late]} "
        ;;
    esac
}

scan_over_and_over() {
    while true; do
        if [ "$1" = ours ]; then first_scan; else seed_scan "$corpus"; fi >>"$measure_log" 2>&1 || true
    done
}

# report_neighbour ours|seed: beside the windows with nothing. The targets are those of audiowatch.
# shellcheck disable=SC2086 # lists of numbers
report_neighbour() {
    local kind=$1 name='beside an audio thread' windows more most_late='' most_missed=''
    if [ "$kind" = seed ]; then
        name="$name, the original tool's way"
    else
        most_late=1.5
        most_missed=1
    fi
    read -ra windows <<<"${late[$kind]}"
    report "$name, woken late, p99.9" unit=us measured="$(median "${windows[@]}")" most="$most_late" \
        beside=idle value="$(median ${late[idle]})" ratio="$(ratios "${late[$kind]}" "${late[idle]}")"
    more=$(calculate "($(sum ${missed[$kind]}) - $(sum ${missed[idle]})) * 60 / $neighbour_seconds / ${#windows[@]}")
    report "$name, more blocks missed" unit=/min measured="$more" most="$most_missed" spread="${missed[$kind]}"
    report "$name, 24 tracks, a read, p99.9" unit=ms measured="$(median ${reads[$kind]})" \
        beside=idle value="$(median ${reads[idle]})" ratio="$(ratios "${reads[$kind]}" "${reads[idle]}")"
    report "$name, 24 tracks, came too late" unit=reads measured="$(sum ${underruns[$kind]})" \
        beside=idle value="$(sum ${underruns[idle]})" most="$([ "$kind" = seed ] || sum ${underruns[idle]})"
}

sum() { printf '%s\n' "$@" | awk '{ n += $1 } END { printf "%d", n }'; }

# From `audiowatch pause` until no worker and no helper computes any more.
bench_yield() {
    local start last now used before=0 round took=()
    for ((round = 0; round < rounds; round++)); do
        forget_everything
        start_daemon
        until [ "$(json_number "$("$program" status --json)" files)" -gt 0 ]; do nap 0.05; done
        start=$(milliseconds_now)
        "$program" pause 1h >>"$measure_log" 2>&1 || failed "audiowatch pause"
        last=$start
        for ((now = start; now < start + 1500; now = $(milliseconds_now))); do
            used=$(work_done)
            # A millisecond of processor time: less is a thread that finds nothing to do.
            if [ $((used - before)) -gt 1000000 ]; then last=$now; fi
            before=$used
            nap 0.02
        done
        took+=($((last - start)))
        stop_daemon
    done
    report "pause, until no file is read any more" unit=ms measured="$(median "${took[@]}")" spread="${took[*]}" most=500
}

# Nanoseconds that workers and helpers have computed.
work_done() {
    local task name used=0 one
    for task in "/proc/$daemon"/task/*; do
        read -r name <"$task/comm" || continue
        case $name in worker*)
            read -r one _ <"$task/schedstat" && used=$((used + one))
            ;;
        esac
    done 2>/dev/null
    for task in $(probes_of "$daemon"); do
        read -r one _ <"/proc/$task/schedstat" && used=$((used + one))
    done 2>/dev/null
    echo "$used"
}
