# shellcheck shell=bash
# scripts/soak http: requests from a seed by the tests, then slow and greedy clients against a whole daemon.

soak_http_usage() {
    cat <<TEXT
usage: scripts/soak http [--inputs N] [--seed S] [--stall SECONDS]

  --inputs N       requests from the seed (default 200000)
  --seed S         the seed (default: the time)
  --stall SECONDS  how long a client takes nothing of what it asked for (default 300)

0 requests may make the server fail, succeed where they must not, or tell of what lies outside of the sources.
Beside 500 half-open connections, 200 streams of events, a reader that stalls, headers sent letter by letter
and a body without end, others are answered: p99 at most twice that without them, and 32 MB of memory more.
TEXT
}

soak_http() {
    local inputs=200000 seed stall=300 kept work pid port status=0
    seed=$(date +%s)
    while [ $# -gt 0 ]; do
        case $1 in
        --inputs | --seed | --stall)
            [[ ${2:-} =~ ^[0-9]+$ ]] || die "scripts/soak: $1 needs a whole number"
            printf -v "${1#--}" '%s' "$2"
            shift
            ;;
        -h | --help)
            soak_http_usage
            exit 0
            ;;
        *)
            soak_http_usage >&2
            exit 2
            ;;
        esac
        shift
    done
    check_swift
    check_packages "${build_packages[@]}" "${sound_packages[@]}"
    report_faults
    if [ ${#missing_packages[@]} -gt 0 ]; then install_missing_packages; fi
    if ! tests_are_current; then
        say "building the programs and their tests"
        build_tests
    fi
    kept=$cache_folder/soak-http
    mkdir -p -- "$kept"
    cd -- "$repository" || exit

    if [ "$inputs" -gt 0 ]; then
        say "$inputs requests from seed $seed"
        AUDIOWATCH_HTTP_INPUTS=$inputs AUDIOWATCH_HTTP_SEED=$seed \
            swift test --skip-build --disable-xctest --filter 'RandomRequestTests|HostileRequestTests' 2>&1 |
            tee "$kept/log" | grep -E '^requests:|✘|Test run' || true
        # The pipe's own status is grep's.
        grep -qE 'Test run with .* passed' "$kept/log" ||
            die "something failed; the whole log: $kept/log. Again: scripts/soak http --inputs $inputs --seed $seed"
    fi

    say "slow and greedy clients, for $stall seconds"
    work=$(mktemp -d /tmp/soak-XXXXXX)
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    mkdir -p -- "$work/music" "$work/run"
    # Longer than what the kernel keeps for one connection.
    ffmpeg -v error -f lavfi -i anoisesrc=d=240:r=48000 -ac 2 -c:a pcm_s24le "$work/music/long.wav"
    printf '[server]\nport = %s\n\n[sources.music]\npath = "%s"\n' "$port" "$work/music" >"$work/config.toml"
    env XDG_RUNTIME_DIR="$work/run" XDG_STATE_HOME="$work/state" XDG_CACHE_HOME="$work/cache" \
        XDG_DATA_HOME="$work/data" "$repository/.build/debug/audiowatch" run --config "$work/config.toml" \
        >"$kept/daemon.log" 2>&1 &
    pid=$!
    # shellcheck disable=SC2064 # the folder and the daemon of now
    trap "kill $pid 2>/dev/null; wait $pid 2>/dev/null; rm -rf -- '$work'" EXIT
    python3 "$here/lib/soak-http.py" --port "$port" --pid "$pid" --stall "$stall" || status=$?
    kill -0 "$pid" 2>/dev/null || die "the daemon has ended; what it said: $kept/daemon.log"
    exit "$status"
}
