# shellcheck shell=bash
# `scripts/soak convergence`: Tests/EndToEndTests/Convergence with many seeds, many operations each.

convergence_usage() {
    cat <<TEXT
usage: scripts/soak convergence [--seeds N] [--operations M] [--from S] [--control [N]] [--width W]

  --seeds N        seeds to run (default 20); even ones are of class a, odd ones of class b
  --operations M   operations a seed (default 2000)
  --from S         the first seed (default 1)
  --control [N]    the daemon loses one event in N (default 1000): class a must fail
  --width W        seeds at the same time (default: the number of cores)

Class a: nothing that the kernel is silent about, so the events alone must do; no scan may run, no folder
may be listed twice. Class b: floods, kill -9, mounts and silent writes; compared after a scan.
A seed that fails prints itself and a shortened list of operations.
TEXT
}

soak_convergence() {
    local seeds=20 operations=2000 from=1 control='' width work log status=0
    width=$(nproc 2>/dev/null || echo 2)
    while [ $# -gt 0 ]; do
        case $1 in
        --seeds | --operations | --from | --width)
            [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || die "scripts/soak: $1 needs a whole number from 1"
            printf -v "${1#--}" '%s' "$2"
            shift
            ;;
        --control)
            control=1000
            if [[ ${2:-} =~ ^[1-9][0-9]*$ ]]; then
                control=$2
                shift
            fi
            ;;
        -h | --help)
            convergence_usage
            exit 0
            ;;
        *)
            convergence_usage >&2
            exit 2
            ;;
        esac
        shift
    done

    check_swift
    check_packages "${build_packages[@]}"
    report_faults
    if [ ${#missing_packages[@]} -gt 0 ]; then install_missing_packages; fi
    if ! tests_are_current; then
        say "building the programs and their tests"
        build_tests
    fi

    # A short folder: a socket's path has 107 bytes.
    work=$(mktemp -d /tmp/soak-XXXXXX)
    # shellcheck disable=SC2064 # the folder of now
    trap "rm -rf -- '$work'" EXIT
    log=$cache_folder/soak-convergence.log
    mkdir -p -- "$cache_folder"
    # What the run has to say is its output; the test runner's own lines go to a log.
    env TMPDIR="$work" AUDIOWATCH_SOAK_SEEDS="$seeds" AUDIOWATCH_SOAK_OPERATIONS="$operations" \
        AUDIOWATCH_SOAK_FROM="$from" AUDIOWATCH_SOAK_WIDTH="$width" \
        ${control:+AUDIOWATCH_SOAK_CONTROL="$control" AUDIOWATCH_SOAK_STRIDE=100} \
        "$repository/.build/debug/audiowatchPackageTests.xctest" --testing-library swift-testing \
        --filter 'ConvergenceTests/.A.soak' 2>"$log" || status=$?
    if [ -n "$control" ]; then
        [ "$status" = 0 ] || die "The control failed: lost events were not noticed. See $log"
        say "the control fails as it must"
    fi
    exit "$status"
}
