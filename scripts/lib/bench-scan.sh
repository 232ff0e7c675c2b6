# shellcheck shell=bash
# A first scan and a repeated one, beside what else walks and reads a library.

first_scan() {
    forget_everything
    "$program" scan --wait
}

floor_scan() {
    rm -f -- "$work"/floor.db*
    "$floor" "$1" -s -h -p "$2" -t "$(nproc)" -d "$work/floor.db"
}

# The floor's walk, heads, tails and hashes: what a cold disk must give in any case.
floor_hash() { "$floor" "$1" -s -h -t "$(nproc)"; }

# MPD's first update of its database: tags and durations, no hash. It starts by itself when there is none.
mpd_scan() {
    local state=$work/mpd mpd_pid tries=0
    rm -rf -- "$state"
    mkdir -p -- "$state"
    cat >"$state/mpd.conf" <<TEXT
music_directory "$1"
db_file "$state/db"
log_file "$state/log"
state_file "$state/state"
bind_to_address "$state/socket"
filesystem_charset "UTF-8"
zeroconf_enabled "no"
audio_output {
  type "null"
  name "null"
}
TEXT
    mpd --no-daemon "$state/mpd.conf" &
    mpd_pid=$!
    until mpc -h "$state/socket" status >/dev/null 2>&1; do
        tries=$((tries + 1))
        if [ "$tries" -gt 100 ] || ! kill -0 "$mpd_pid" 2>/dev/null; then
            kill "$mpd_pid" 2>/dev/null || true
            return 1
        fi
        sleep 0.05
    done
    mpc -h "$state/socket" update --wait
    kill "$mpd_pid"
    wait "$mpd_pid" 2>/dev/null || true
}

seed_scan() {
    rm -f -- "$work"/seed.db*
    "$AUDIOWATCH_SEED" "$work/seed.db" "bench=$1"
}

warm_up() { find "$1" -type f -exec cat {} + >/dev/null; }
drop_caches() {
    sync
    as_root sh -c 'echo 3 >/proc/sys/vm/drop_caches'
}

bench_scan() {
    configure "$corpus"
    scan_in_rounds warm warm_up
    [ "$cold" = yes ] || return 0
    if drop_caches 2>/dev/null; then
        scan_in_rounds cold drop_caches
    else
        skipped "first scan, cold" "only root can empty the page cache"
    fi
}

# scan_in_rounds warm|cold PREPARATION: the yardsticks and audiowatch in turn.
scan_in_rounds() {
    local kind=$1 prepare=$2 round count middle ours=() hint=() open=() hash=() mpd=()
    local ours_cpu=() hint_cpu=() open_cpu=() hash_cpu=() mpd_cpu=()
    say "first scan, $kind: getting ready"
    "$prepare" "$corpus"
    if [ "$kind" = warm ]; then first_scan >>"$measure_log" 2>&1 || failed "audiowatch scan --wait"; fi
    for ((round = 1; round <= rounds; round++)); do
        say "first scan, $kind: round $round of $rounds"
        if [ -n "$floor" ]; then
            timed hint floor_scan "$corpus" hint
            timed open floor_scan "$corpus" open
            if [ "$kind" = cold ]; then timed hash floor_hash "$corpus"; fi
        fi
        if [ "$has_mpd" = yes ]; then timed mpd mpd_scan "$corpus"; fi
        timed ours first_scan
    done
    count=$(find "$corpus" -type f | wc -l)
    middle=$(median "${ours[@]}")
    if [ "$kind" = cold ]; then
        # What the disk needs for the bytes alone, and what we need without it.
        if [ -n "$floor" ] && [ -n "${warm_middle:-}" ]; then
            local sum
            sum=$(calculate "$(median "${hash[@]}") + $warm_middle")
            report "first scan, cold" measured="$middle" unit=s spread="${ours[*]}" \
                beside="warm + floor's cold hash" value="$sum" ratio="$(calculate "$middle / $sum")" most=1.3
        else
            report "first scan, cold" measured="$middle" unit=s spread="${ours[*]}"
        fi
        beside_floor "first scan, cold" "" ""
        return
    fi
    warm_middle=$middle
    report "first scan, files on disk" measured="$(calculate "$count / $middle")" unit=files/s
    beside_floor "first scan" 1.5 0.55
    # Where others are at work, seconds say little: our workers wait for everybody else's.
    if [ -n "$floor" ]; then
        report "first scan, processor time" measured="$(median "${ours_cpu[@]}")" unit=s beside="floor -p hint" \
            value="$(median "${hint_cpu[@]}")" ratio="$(ratios "${ours_cpu[*]}" "${hint_cpu[*]}")"
    else
        report "first scan, processor time" measured="$(median "${ours_cpu[@]}")" unit=s spread="${ours_cpu[*]}"
    fi
    if [ "$has_mpd" = yes ]; then
        report "first scan" measured="$middle" unit=s beside="MPD" value="$(median "${mpd[@]}")" \
            ratio="$(ratios "${ours[*]}" "${mpd[*]}")" most=0.25
    else
        skipped "first scan beside MPD" "mpd or mpc is not installed"
    fi
    beside_seed "$middle" "$count"
}

# timed ARRAY COMMAND…: prepares as the rounds do, and adds the seconds to the array of that name, those
# of processors to ARRAY_cpu.
timed() {
    local -n into=$1 into_cpu=$1_cpu
    local took before
    shift
    if [ "$kind" = cold ]; then drop_caches; fi
    before=$(children_cpu)
    took=$(seconds "$@") || failed "$1"
    into+=("$took")
    into_cpu+=("$(calculate "$(children_cpu) - $before")")
}

# Processor seconds of all children that have ended. A subshell has its parent's children no more, so
# `times` cannot be asked there: /proc tells it, in ticks.
children_cpu() {
    local stat fields
    read -r stat <"/proc/$$/stat"
    read -ra fields <<<"${stat##*) }"
    calculate "(${fields[13]} + ${fields[14]}) / $(getconf CLK_TCK)"
}

# Uses the rounds' arrays of `scan_in_rounds`.
beside_floor() {
    if [ -z "$floor" ]; then
        skipped "$1 beside the floor" "AUDIOWATCH_FLOOR names no program"
        return
    fi
    report "$1" measured="$middle" unit=s beside="floor -p hint" value="$(median "${hint[@]}")" \
        ratio="$(ratios "${ours[*]}" "${hint[*]}")" most="$2"
    report "$1" measured="$middle" unit=s beside="floor -p open" value="$(median "${open[@]}")" \
        ratio="$(ratios "${ours[*]}" "${open[*]}")" most="$3"
}

# The original tool's way, on at most 2,000 of the files: it takes 50 ms a file.
beside_seed() {
    local part=$work/seed-part files took rate
    if [ -z "${AUDIOWATCH_SEED:-}" ]; then
        # 20 files a second were measured of it; the target is 230 times that.
        report "first scan, time of a file" measured="$(calculate "1000 * $1 / $2")" unit=ms \
            beside="the original tool, as measured once" value=50 ratio="$(calculate "$1 / $2 / 0.05")" most=0.00435
        return
    fi
    say "first scan: the original tool's way on up to 2,000 files"
    mkdir -p -- "$part"
    every_nth "$corpus" 2000 "$part"
    files=$(find "$part" -type f | wc -l)
    took=$(seconds seed_scan "$part") || failed "$AUDIOWATCH_SEED"
    rm -rf -- "$part"
    rate=$(calculate "$took / $files")
    report "first scan, time of a file" measured="$(calculate "1000 * $1 / $2")" unit=ms \
        beside="the original tool" value="$(calculate "1000 * $rate")" ratio="$(calculate "$1 / $2 / $rate")" most=0.00435
}

# every_nth FOLDER COUNT INTO: copies so many of its files, spread evenly, under names of their own.
every_nth() {
    local all step number=0 path
    all=$(find "$1" -type f -size +1k -printf . | wc -c)
    step=$((all / $2 > 0 ? all / $2 : 1))
    while IFS= read -r -d '' path; do
        if [ $((number % step)) = 0 ] && [ $((number / step)) -lt "$2" ]; then
            # A hard link costs nothing; the corpus is only read.
            cp -l -- "$path" "$3/$number-${path##*/}" 2>/dev/null ||
                cp -- "$path" "$3/$number-${path##*/}" 2>/dev/null ||
                cp -- "$path" "$3/$number.${path##*.}"
        fi
        number=$((number + 1))
    done < <(find "$1" -type f -size +1k -print0)
}

list_files() { find "$corpus" -printf '%s %T@ %i\n' >/dev/null; }

# The scan's own length, as the daemon saw it: from the request to the last directory compared.
inside_daemon() {
    local status start end
    status=$(json_object "$("$program" status --json)" lastScan)
    start=$(json_value "$status" startedAt)
    end=$(json_value "$status" finishedAt)
    awk -v a="$start" -v b="$end" 'BEGIN { if (a == "" || b == "") exit 1; printf "%.4f", b - a }'
}

bench_rescan() {
    local command=() inside=() find=() round
    say "scan with nothing changed: starting the daemon"
    configure "$corpus"
    start_daemon
    "$program" scan --wait >>"$measure_log" 2>&1 || failed "audiowatch scan --wait"
    settled
    for ((round = 1; round <= rounds; round++)); do
        find+=("$(seconds list_files)") || failed "find"
        command+=("$(seconds "$program" scan --wait)") || failed "audiowatch scan --wait"
        inside+=("$(inside_daemon)") || failed "audiowatch status (lastScan)"
    done
    report "rescan, in the daemon" measured="$(median "${inside[@]}")" unit=s \
        beside="find -printf" value="$(median "${find[@]}")" ratio="$(ratios "${inside[*]}" "${find[*]}")" most=1.5
    report "rescan, as a command" measured="$(median "${command[@]}")" unit=s spread="${command[*]}"
    if traceable; then
        trace_daemon "$program" scan --wait
        report "rescan, files opened" measured="$(opened_below "$corpus")" unit=files most=0
        report "rescan, committed to the catalogue" measured="$(written_to_log "$work/data")" unit=bytes most=0
    else
        skipped "rescan, files opened and rows written" "$untraceable"
    fi
    stop_daemon
}
