# shellcheck shell=bash
# scripts/soak api: a daemon is asked what its own description says may be asked, and what it says may not be:
# thousands of questions that schemathesis makes up. Every answer has to be one that is described.

# From PyPI, into a folder of its own.
schemathesis_version=4.32.5

soak_api() {
    local examples=100 seed=1
    while [ $# -gt 0 ]; do
        case $1 in
        --examples) examples=${2:?--examples N} && shift 2 ;;
        --seed) seed=${2:?--seed S} && shift 2 ;;
        *)
            complain "usage: scripts/soak api [--examples N] [--seed S]"
            exit 2
            ;;
        esac
    done
    if ! tests_are_current; then
        say "building the programs and their tests"
        build_tests
    fi
    install_schemathesis
    # Not local: the trap looks at them once this function has ended.
    work=$(mktemp -d "${TMPDIR:-/tmp}/audiowatch-api-XXXXXX")
    launched_pid=
    trap 'end_api_daemon; rm -rf -- "$work"' EXIT
    start_api_daemon
    say "$examples questions a route and phase, seed $seed; the log: $work.log"
    ask_api "$examples" "$seed" || die "the API is not as it is described; the log: $work.log"
    # What it was asked has not cost it its life, nor has it failed inside.
    kill -0 "$launched_pid" 2>/dev/null || die "the daemon has ended; its log: $work.daemon.log"
    if grep -q "failed inside the daemon" "$work.daemon.log"; then
        die "a question failed inside the daemon; its log: $work.daemon.log"
    fi
    say "every answer was as it is described, and the daemon still runs"
}

install_schemathesis() {
    venv=$cache_folder/schemathesis-$schemathesis_version
    [ -x "$venv/bin/schemathesis" ] && return
    say "fetching schemathesis $schemathesis_version from PyPI into $venv"
    if ! { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet "schemathesis==$schemathesis_version"; }; then
        die "schemathesis cannot be fetched: python3 with venv and a way to PyPI are needed"
    fi
}

# A daemon over a small library with copies, a label, a verdict and something broken.
start_api_daemon() {
    local port=19515 name tries=0
    until port_is_free "$port"; do port=$((port + 1)); done
    mkdir -p -- "$work/music/takes" "$work/vault"
    for name in config data state cache run; do (umask 077 && mkdir -- "$work/$name"); done
    export XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data XDG_STATE_HOME=$work/state
    export XDG_CACHE_HOME=$work/cache XDG_RUNTIME_DIR=$work/run
    for name in 220 440 880; do
        ffmpeg -nostdin -v error -f lavfi -i "sine=frequency=$name:duration=0.5" "$work/music/tone $name.wav"
        ffmpeg -nostdin -v error -f lavfi -i "sine=frequency=$name:duration=0.6" "$work/music/takes/tone $name.flac"
    done
    cp -- "$work/music/tone 220.wav" "$work/vault/copy.wav"
    cp -- "$work/music/tone 220.wav" "$work/music/takes/copy.wav"
    head -c 5000 /dev/urandom >"$work/music/broken.wav"
    cat >"$work/config.toml" <<TOML
[server]
port = $port

[log]
level = "debug"

[sources.music]
path = "$work/music"

[sources.vault]
path = "$work/vault"
role = "backup"
TOML
    audiowatch=$repository/.build/debug/audiowatch
    "$audiowatch" run --config "$work/config.toml" >"$work.daemon.log" 2>&1 &
    launched_pid=$!
    until "$audiowatch" status --config "$work/config.toml" >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ "$tries" -le 300 ] || die "the daemon does not start; its log: $work.daemon.log"
        sleep 0.1
    done
    "$audiowatch" wait --config "$work/config.toml"
    printf '{"id": 1, "value": ["kick"]}\n' |
        "$audiowatch" annotate label --config "$work/config.toml" 2>/dev/null
    api_port=$port
}

end_api_daemon() {
    [ -n "$launched_pid" ] || return 0
    kill "$launched_pid" 2>/dev/null || true
    wait "$launched_pid" 2>/dev/null || true
}

# Not asked: what ends the daemon, what never ends, what needs a desktop, and what would watch any folder of this
# machine.
ask_api() {
    local url=http://127.0.0.1:$api_port
    # It keeps what it found beside whoever calls it.
    cd -- "$work" || return
    SCHEMATHESIS_HOOKS=$here/lib/soak-api.py "$venv/bin/schemathesis" \
        --config-file "$here/lib/soak-api.toml" run "$url/api/openapi.json" --url "$url" \
        --phases examples,coverage,fuzzing --max-examples "$1" --seed "$2" --workers 2 \
        --request-timeout 60 --continue-on-failure --generation-database none --no-color \
        --exclude-path /api/stop --exclude-path /api/events --exclude-path-regex '/reveal$|^/api/sources' \
        >"$work.log" 2>&1
}
