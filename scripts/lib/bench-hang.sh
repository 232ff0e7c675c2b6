# shellcheck shell=bash
# A first scan while the disk of another source does not answer. The disk is one of the tests' own, which speaks
# FUSE's protocol and leaves questions open; so the tests are built for it, and the programs are those for release.

bench_hang() {
    local figures=$work/hang.txt call
    if [ "$(id -u)" != 0 ] || ! [ -r /dev/fuse ]; then
        skipped "first scan beside a disk that hangs" "mounting needs root and /dev/fuse"
        return
    fi
    if ! tests_are_current; then
        say "hang: building the tests"
        build_tests
    fi
    say "hang: $rounds rounds"
    # A short folder: a socket's path has 107 bytes.
    env TMPDIR="$work" AUDIOWATCH_BUILD="$release_folder" AUDIOWATCH_HANG_LIBRARY="$corpus" \
        AUDIOWATCH_HANG_FIGURES="$figures" AUDIOWATCH_HANG_ROUNDS="$rounds" \
        "$repository/.build/debug/audiowatchPackageTests.xctest" --testing-library swift-testing \
        --filter HangingDiskFigures >>"$measure_log" 2>&1 || failed "the scans"
    for call in open read list; do
        report "throughput beside a disk that hangs in $call" unit=s measured="$(median_of "$call" "$figures")" \
            beside="alone" value="$(median_of alone "$figures")" least=0.9 \
            ratio="$(ratios "$(all_of alone "$figures")" "$(all_of "$call" "$figures")")"
    done
    report "SIGTERM beside a disk that hangs, longest" unit=s most=3 \
        measured="$(all_of end "$figures" | tr ' ' '\n' | LC_ALL=C sort -g | tail -n 1)"
}

# all_of NAME FILE: its figures, in their order.
all_of() { awk -v name="$1" '$1 == name { printf "%s ", $2 }' "$2"; }

median_of() {
    # shellcheck disable=SC2046 # a list of numbers
    median $(all_of "$1" "$2")
}
