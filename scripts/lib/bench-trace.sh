# shellcheck shell=bash
# What a running daemon and its helpers ask of the kernel, by strace.

traceable() {
    untraceable=
    if ! command -v strace >/dev/null 2>&1; then
        untraceable="strace is not installed"
    elif [ "$(id -u)" != 0 ] && [ "$(cat /proc/sys/kernel/yama/ptrace_scope 2>/dev/null || echo 0)" != 0 ]; then
        untraceable="only root may trace here (kernel.yama.ptrace_scope)"
    fi
    [ -z "$untraceable" ]
}

# trace_daemon COMMAND…: runs the command while daemon and helpers are traced, into $work/trace.
trace_daemon() {
    local tracer pid pids=(-p "$daemon") tries=0
    for pid in $(helpers_of "$daemon"); do pids+=(-p "$pid"); done
    rm -f -- "$work/trace" "$work/trace.said"
    strace -f -y -qq -o "$work/trace" -e trace=open,openat,openat2,write,pwrite64,writev,pwritev,pwritev2 \
        "${pids[@]}" 2>"$work/trace.said" &
    tracer=$!
    # Attached once every thread has a tracer.
    until ! grep -qs '^TracerPid:[[:space:]]0$' /proc/"$daemon"/task/*/status; do
        tries=$((tries + 1))
        if [ "$tries" -gt 100 ] || ! kill -0 "$tracer" 2>/dev/null; then
            cat -- "$work/trace.said" >>"$measure_log"
            failed "strace"
        fi
        sleep 0.05
    done
    "$@" >>"$measure_log" 2>&1 || failed "$1"
    # A line that is being written when strace is ended would be lost.
    sleep 0.2
    kill "$tracer" 2>/dev/null || true
    wait "$tracer" 2>/dev/null || true
}

# opened_below FOLDER: files below it, folders apart, that were opened. strace names the folder of an
# openat and what came of it, as in openat2(12</music>, "kick.wav", …) = 13</music/kick.wav>.
opened_below() {
    awk -v folder="<$1/" '/ open(at2?)?\(/ && !/O_DIRECTORY/ && index(substr($0, match($0, /\) *= [0-9]+</)), folder) && / = [0-9]+</ { n++ }
        END { printf "%d", n }' "$work/trace"
}

# written_to_log FOLDER: bytes written to the write-ahead log of a database below it. What a checkpoint
# carries from there into the database was counted when it was committed.
written_to_log() {
    awk -v folder="<$1/" '/ p?writev?(64|2)?\(/ && index($0, folder) && /-wal>/ && match($0, / = [0-9]+$/) { n += substr($0, RSTART + 3) }
        END { printf "%d", n }' "$work/trace"
}
