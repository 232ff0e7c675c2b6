# shellcheck shell=bash
# The Swift toolchain, and building with it.

# Package.swift says it too: `swift-tools-version`.
swift_wanted=6.2

# Finds `swift`, also where swiftly puts it when the shell has not been told yet.
find_swift() {
    command -v swift >/dev/null 2>&1 && return 0
    local folder
    for folder in "${SWIFTLY_BIN_DIR:-}" "$HOME/.local/share/swiftly/bin" "$HOME/.swiftly/bin"; do
        if [ -n "$folder" ] && [ -x "$folder/swift" ]; then
            PATH=$folder:$PATH
            return 0
        fi
    done
    return 1
}

swift_version() {
    LC_ALL=C swift --version 2>/dev/null |
        sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1
}

# version_at_least 6.3.1 6.2
version_at_least() {
    [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

# Release programs carry the Swift runtime inside: they start three times faster than with its
# twenty shared libraries, hold less memory, and go on working when the toolchain is replaced.
release_flags=(-c release --static-swift-stdlib)

# The built program starts, with the libraries this machine has now.
program_runs() { [ -x "$program" ] && "$program" --version >/dev/null 2>&1; }

# A stamp beside a build holds the toolchain's version, and has the time at which the build began.
# stamp_is_current STAMP FOLDER…: no source is newer. A deleted file changes its folder's time.
stamp_is_current() {
    local stamp=$1
    shift
    [ -f "$stamp" ] && [ "$(cat -- "$stamp")" = "$(swift_version)" ] || return 1
    [ -z "$(find "$@" "$repository/Package.swift" -newer "$stamp" -print -quit)" ]
}

begin_build() {
    mkdir -p -- "$repository/.build" "$cache_folder"
    touch -- "$repository/.build/began.$$"
    : >"$build_log"
}

# end_build STAMP
end_build() {
    swift_version >"$1"
    touch -r "$repository/.build/began.$$" -- "$1"
    rm -f -- "$repository/.build/began.$$"
}

release_stamp=$release_folder/audiowatch.built-by

# Whether the tray can be built. It is the one program that is optional: a server needs no icon, and should not need
# GLib for one. The manifest knows one product for it and nothing else depends on that, so there is no conditional
# code anywhere: it is built where its libraries are, and `audiowatch tray` says what is missing where they are not.
tray_is_possible() { pkg-config --exists glib-2.0 dbusmenu-glib-0.4 2>/dev/null; }

# Whether the release build is that of these sources by this toolchain.
build_is_current() {
    [ -x "$helper" ] && program_runs && { [ -x "$tray" ] || ! tray_is_possible; } &&
        stamp_is_current "$release_stamp" "$repository/Sources"
}

# Builds the programs for release. $1: the words that stand before SwiftPM's own counter.
build_release() {
    begin_build
    build_product "$1" audiowatch "${release_flags[@]}"
    build_product "$1" audiowatch-probe "${release_flags[@]}"
    if tray_is_possible; then build_product "$1" audiowatch-tray "${release_flags[@]}"; fi
    end_build "$release_stamp"
}

test_stamp=$repository/.build/debug/audiowatchPackageTests.built-by

tests_are_current() {
    [ -x "$repository/.build/debug/audiowatch" ] &&
        [ -x "$repository/.build/debug/audiowatch-tray" ] &&
        stamp_is_current "$test_stamp" "$repository/Sources" "$repository/Tests"
}

# Builds the programs and the tests, unoptimised. One after the other: each takes up what the one
# before has compiled. Not --build-tests, which compiles every package of the graph, used or not.
build_tests() {
    local product
    begin_build
    for product in audiowatch audiowatch-probe audiowatch-tray audiowatchPackageTests; do
        build_product "  building $product" "$product"
    done
    end_build "$test_stamp"
}

# build_sanitized_tests FLAGS…: the same beside it. SwiftPM finds out by itself what has changed.
build_sanitized_tests() {
    local product
    mkdir -p -- "$cache_folder"
    : >"$build_log"
    for product in audiowatch audiowatch-probe audiowatch-tray audiowatchPackageTests; do
        build_product "  building $product" "$product" "$@"
    done
}

# build_product WORDS PRODUCT FLAGS…: one product, as one line on a terminal.
# Never plain `swift build`: that compiles the whole graph, tests' and unused packages too.
build_product() {
    local words=$1 product=$2 status
    shift 2
    printf '\n== swift build %s --product %s\n' "$*" "$product" >>"$build_log"
    set +e
    swift build --package-path "$repository" "$@" --product "$product" 2>&1 |
        tee -a -- "$build_log" | show_counter "$words"
    status=${PIPESTATUS[0]}
    set -e
    clear_line
    [ "$status" = 0 ] || build_failure "$product" "$status"
}

# Turns SwiftPM's "[12/102] Compiling NIOCore" into one line; off a terminal into a line every tenth.
show_counter() {
    local words=$1 line tenth=-1 now
    while IFS= read -r line; do
        if [[ $line =~ ^\[([0-9]+)/([0-9]+)\]\ (.*) ]]; then
            if on_a_terminal; then
                rewrite_line "$words  [${BASH_REMATCH[1]}/${BASH_REMATCH[2]}] ${BASH_REMATCH[3]}"
            elif [ "${BASH_REMATCH[2]}" -ge 20 ]; then
                now=$((10 * BASH_REMATCH[1] / BASH_REMATCH[2]))
                if [ "$now" != "$tenth" ]; then
                    tenth=$now
                    say "  [${BASH_REMATCH[1]}/${BASH_REMATCH[2]}] ${BASH_REMATCH[3]}"
                fi
            fi
        elif [[ $line =~ ^(Fetching|Cloning|Computing|Building)\  ]] && on_a_terminal; then
            rewrite_line "$words  $line"
        fi
    done
}

build_failure() {
    local errors
    complain "Building $1 failed (swift build ended with $2)."
    errors=$(grep -E ': error:|^error:' -- "$build_log" | tail -n 10 || true)
    if [ -n "$errors" ]; then
        printf '%s\n' "$errors" | sed 's/^/    /' >&2
    else
        complain "Its last lines:"
        tail -n 10 -- "$build_log" | sed 's/^/    /' >&2
    fi
    complain "The whole log: $build_log"
    exit 1
}

# "about 7 min on 2 cores": 14 minutes of CPU, measured.
build_time() {
    local cores
    cores=$(nproc 2>/dev/null || echo 1)
    local minutes=$(((14 + cores - 1) / cores))
    if [ "$cores" = 1 ]; then
        printf 'about %s min on 1 core' "$minutes"
    else
        printf 'about %s min on %s cores' "$minutes" "$cores"
    fi
}
