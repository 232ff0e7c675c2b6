# shellcheck shell=bash
# What the daemon and its helpers hold and use: memory, context switches, time, bytes.

# The private memory of one process, in kB: no fork, so that it can be asked for often.
private_kb() {
    local key value rest
    private=0
    while read -r key value rest; do
        if [ "$key" = RssAnon: ]; then
            private=$value
            return
        fi
    done 2>/dev/null <"/proc/$1/status" || true
}

# A wait without a process: nobody ever writes there.
exec {nobody}<> <(:)
nap() { read -r -t "$1" -u "$nobody" _ || true; }

# The daemon's children that have a memory of their own: its couriers have the daemon's.
probes_of() {
    local one name
    for one in $(helpers_of "$1"); do
        read -r name <"/proc/$one/comm" || continue
        if [ "$name" = audiowatch-prob ] || [ "$name" = audiowatch-probe ]; then echo "$one"; fi
    done 2>/dev/null
}

megabytes() { calculate "$1 / 1024"; }

bench_memory() {
    local most_daemon=0 most_helper=0 one count private left=0
    say "memory: a first scan"
    forget_everything
    configure "$corpus"
    "$program" run >>"$measure_log" 2>&1 &
    daemon=$!
    (until "$program" wait || ! kill -0 "$daemon"; do sleep 0.1; done) >>"$measure_log" 2>&1 &
    local waiting=$!
    while kill -0 "$waiting" 2>/dev/null; do
        private_kb "$daemon"
        if [ "$private" -gt "$most_daemon" ]; then most_daemon=$private; fi
        if [ $((left++ % 10)) = 0 ]; then
            for one in $(probes_of "$daemon"); do
                private_kb "$one"
                if [ "$private" -gt "$most_helper" ]; then most_helper=$private; fi
            done
        fi
        nap 0.02
    done
    wait "$waiting" || failed "audiowatch wait"
    report "memory, first scan, daemon private, peak" measured="$(megabytes "$most_daemon")" unit=MB most=60
    report "memory, first scan, a helper private, peak" measured="$(megabytes "$most_helper")" unit=MB most=40
    settled
    count=$(json_number "$("$program" status --json)" files)
    # What is given back a while after the work is given back within seconds.
    sleep 15
    report "memory, idle with $count files, daemon private" \
        measured="$(megabytes "$(sum_of status RssAnon "$daemon")")" unit=MB most=20
    report "memory, idle with $count files, daemon resident" \
        measured="$(megabytes "$(sum_of status VmRSS "$daemon")")" unit=MB most=60
    most_helper=0
    for one in $(probes_of "$daemon"); do
        private_kb "$one"
        if [ "$private" -gt "$most_helper" ]; then most_helper=$private; fi
    done
    report "memory, idle, a helper private, most" measured="$(megabytes "$most_helper")" unit=MB most=40
    stop_daemon
}

# Sums over all threads of the daemon and its helpers.
switches() { of_threads status | awk '/ctxt_switches:/ { n += $2 } END { printf "%d", n }'; }
processor_ms() { of_threads schedstat | awk '{ n += $1 } END { printf "%.3f", n / 1e6 }'; }
of_threads() {
    local pid
    for pid in "$daemon" $(helpers_of "$daemon"); do cat -- "/proc/$pid/task/"*/"$1" 2>/dev/null || true; done
}

bench_idle() {
    local folder=$work/idle all before after name
    local -A was=() is=()
    say "idle: 2,000 folders watched, $minutes min"
    forget_everything
    "$bench_tool" tree "$folder" --files 4000 --folders 2000 >>"$measure_log" || failed "making folders"
    configure "$folder"
    start_daemon
    settled
    # Files just made are looked at once more when their time stamps can be trusted.
    sleep 10
    all="$daemon $(helpers_of "$daemon")"
    idle_figures was
    sleep $((minutes * 60))
    idle_figures is
    stop_daemon
    name="idle, $minutes min"
    # Bytes through read(2) and its like, cached or not. Counters and clocks read their 8 bytes too.
    report "$name, read from disks" measured=$((is[read_bytes] - was[read_bytes])) unit=bytes most=0
    report "$name, read in all, timers and /proc too" measured=$((is[rchar] - was[rchar])) unit=bytes
    report "$name, written to disks" measured=$((is[write_bytes] - was[write_bytes])) unit=bytes most=0
    report "$name, written in all" measured=$((is[wchar] - was[wchar])) unit=bytes
    report "$name, context switches" measured="$(calculate "(${is[switches]} - ${was[switches]}) / ($minutes * 60)")" \
        unit=/s most=2
    report "$name, share of a core" measured="$(calculate "(${is[ms]} - ${was[ms]}) / ($minutes * 600)")" unit=% most=0.1
    rm -rf -- "$folder"
}

# idle_figures ARRAY: the counters now.
idle_figures() {
    local -n into=$1
    local key
    # shellcheck disable=SC2086 # numbers
    for key in rchar wchar read_bytes write_bytes; do into["$key"]=$(sum_of io "$key" $all); done
    into[switches]=$(switches)
    into[ms]=$(processor_ms)
}
