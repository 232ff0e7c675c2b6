# shellcheck shell=bash
# Whether a neighbour's files stay in the page cache while a library around them is scanned for the first time.
#
# Neighbour and scanner share a memory cgroup with room for the neighbour's files and little more, so the
# kernel must take back pages for whatever the scanner leaves in the cache. The neighbour reads each byte
# once: the kernel has no reason to like its pages better than a scanner's. The naive ways, reading every
# file with or without dropping it afterwards, must fail the same test, else it is void.

# Room beside the neighbour's files, for the processes and the kernel's own records of files.
cache_spare=$((128 * 1024 * 1024))

bench_cache() {
    if ! make_cgroup; then
        skipped "cache, neighbour's pages kept" "$no_cgroup"
        return
    fi
    local neighbour=$work/neighbour kept
    local -A figure=()
    say "cache: making 1 GiB of a neighbour's files"
    mkdir -p -- "$neighbour"
    "$bench_tool" tree "$neighbour/project" --files 32 --folders 4 --bytes $((32 * 1024 * 1024 - 44)) \
        >>"$measure_log" || failed "making files"
    limit_cgroup "$(($(du -sb -- "$neighbour" | cut -f1) + cache_spare))"
    configure "$corpus" "$neighbour"
    # The empty run: what the neighbour's own reading leaves.
    kept=$(kept_after true) || failed "the cache's measurement"
    report "cache, kept when nothing happens" measured="$kept" unit=% least=99
    kept=$(kept_after first_scan) || failed "audiowatch scan --wait"
    report "cache, kept after a first scan" measured="$kept" unit=% least=99
    kept=$(kept_after read_all) || failed "reading"
    report "cache, kept after reading everything" measured="$kept" unit=% most=98.9
    # Whoever leaves nothing behind never meets it.
    report "cache, times the limit was met" measured="$(cgroup_pressure)" unit="" least=1
    kept=$(kept_after read_and_drop) || failed "reading"
    report "cache, kept after reading and dropping" measured="$kept" unit=% most=98.9
    remove_cgroup
    rm -rf -- "$neighbour"
}

# The neighbour's files first: who reads everything has read them long ago when the last is read.
everything() { find "$work/neighbour" "$corpus" -type f -print0; }
read_all() { everything | "$bench_tool" read; }
read_and_drop() { everything | "$bench_tool" read --dropping yes; }

# kept_after COMMAND: per cent of the neighbour's pages still cached once it has run.
kept_after() {
    local -A figure=()
    say "cache: $1"
    everything | "$bench_tool" forget >>"$measure_log" || return 1
    in_cgroup neighbour_reads >>"$measure_log" 2>&1 || return 1
    in_cgroup "$1" >>"$measure_log" 2>&1 || return 1
    find "$work/neighbour" -type f -print0 >"$work/list"
    figures "$bench_tool" cached <"$work/list" || return 1
    calculate "100 * ${figure[cached]} / ${figure[pages]}"
}

neighbour_reads() { find "$work/neighbour" -type f -exec cat {} + >/dev/null; }

make_cgroup() {
    cgroup=
    no_cgroup="it needs a memory cgroup of its own, which only root can make"
    if [ -d /sys/fs/cgroup/memory ]; then
        cgroup=/sys/fs/cgroup/memory/audiowatch-bench.$$
        cgroup_limit=memory.limit_in_bytes
    elif grep -qw memory /sys/fs/cgroup/cgroup.subtree_control 2>/dev/null; then
        cgroup=/sys/fs/cgroup/audiowatch-bench.$$
        cgroup_limit=memory.max
    fi
    [ -n "$cgroup" ] && mkdir -- "$cgroup" 2>/dev/null && [ -w "$cgroup/$cgroup_limit" ]
}

limit_cgroup() { printf '%s' "$1" >"$cgroup/$cgroup_limit"; }

# In a process of its own, which is put there first.
in_cgroup() {
    (
        printf '%s' "$BASHPID" >"$cgroup/cgroup.procs"
        "$@"
    )
}

# How often memory was taken back because the limit was met.
cgroup_pressure() {
    if [ -f "$cgroup/memory.failcnt" ]; then
        cat -- "$cgroup/memory.failcnt"
    else
        awk '$1 == "max" { print $2 }' "$cgroup/memory.events"
    fi
}

remove_cgroup() {
    if [ -n "${cgroup:-}" ]; then rmdir -- "$cgroup" 2>/dev/null || true; fi
    cgroup=
}
