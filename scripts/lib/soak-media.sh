# shellcheck shell=bash
# scripts/soak media: thousands of damaged files. The tests make, read and judge them; this says how many.

soak_media() {
    local inputs=6000 seed
    seed=$(date +%s)
    while [ $# -gt 0 ]; do
        case $1 in
        --inputs) inputs=${2:?--inputs N} && shift 2 ;;
        --seed) seed=${2:?--seed S} && shift 2 ;;
        *)
            complain "usage: scripts/soak media [--inputs N] [--seed S]"
            exit 2
            ;;
        esac
    done
    if ! tests_are_current; then
        say "building the programs and their tests"
        build_tests
    fi
    local kept
    kept=$cache_folder/soak-media
    mkdir -p -- "$kept"
    say "$inputs inputs from seed $seed; inputs that cost a helper are kept in $kept"
    # A tenth of them through a whole daemon, which reads each twice: as found, and as changed.
    cd -- "$repository" || exit
    AUDIOWATCH_HOSTILE_INPUTS=$inputs AUDIOWATCH_HOSTILE_SEED=$seed AUDIOWATCH_HOSTILE_KEEP=$kept \
        swift test --skip-build --disable-xctest --filter 'HostileMediaTests|HostileFolderTests' 2>&1 |
        tee "$kept/log" | grep -E '^hostile|✘|Test run' || true
    # The pipe's own status is grep's.
    if ! grep -qE 'Test run with .* passed' "$kept/log"; then
        die "something failed; the whole log: $kept/log. Again: scripts/soak media --inputs $inputs --seed $seed"
    fi
    say "0 daemon crashes, 0 escapes"
}
