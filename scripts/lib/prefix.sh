# shellcheck shell=bash
# What stands below a prefix: the programs, what shells and desktops find of them, the manual, and the list of it
# all. With $DESTDIR set everything is put below that folder instead, as packages are made.

# set_prefix PREFIX: names the places below it.
set_prefix() {
    prefix=$1
    case $prefix in
    /*) ;;
    *) die "--prefix takes an absolute path, not $prefix" ;;
    esac
    prefix=${prefix%/}
    installed=$prefix/bin/audiowatch
    # One line a file or folder that an installation has made, folders with a slash at their end.
    manifest=$prefix/lib/audiowatch/manifest
}

# The path that stands for $1 while a package is made.
staged() { printf '%s' "${DESTDIR:-}$1"; }

# Makes a folder and those above it; those that are new are written down.
make_folder() {
    local folder=$1
    if [ -d "$(staged "$folder")" ]; then return 0; fi
    case $folder in */*/*) make_folder "${folder%/*}" ;; esac
    mkdir -- "$(staged "$folder")"
    record "$folder/"
}

record() { new_manifest+=("$1"); }

# place MODE SOURCE TARGET: a copy under a new name first, because a program that runs is replaced, never written into.
place() {
    local target
    target=$(staged "$3")
    make_folder "$(dirname -- "$3")"
    cp -- "$2" "$target.new"
    # Without what only a debugger needs: four fifths of a program.
    if [ "$1" = 755 ] && command -v strip >/dev/null 2>&1; then strip --strip-unneeded -- "$target.new"; fi
    chmod "$1" -- "$target.new"
    mv -f -- "$target.new" "$target"
    record "$3"
}

# place_output TARGET COMMAND…: what a command prints.
place_output() {
    local target=$1 made
    shift
    made=$(mktemp)
    "$@" >"$made" || die "$* failed"
    place 644 "$made" "$target"
    rm -f -- "$made"
}

# Writes the list: what this installation made, and folders that an earlier one made and that still stand.
write_manifest() {
    local line known=()
    if [ -f "$(staged "$manifest")" ]; then mapfile -t known <"$(staged "$manifest")"; fi
    make_folder "${manifest%/*}"
    record "$manifest"
    for line in ${known[@]+"${known[@]}"}; do
        case $line in
        */) if [ -d "$(staged "$line")" ]; then record "$line"; fi ;;
        *) if ! printf '%s\n' "${new_manifest[@]}" | grep -qxF -- "$line"; then rm -f -- "$(staged "$line")"; fi ;;
        esac
    done
    printf '%s\n' "${new_manifest[@]}" | LC_ALL=C sort -u >"$(staged "$manifest")"
    chmod 644 -- "$(staged "$manifest")"
}

# Removes what the list names: files first, then folders that nobody put anything else into, the prefix too if the
# installation made it.
remove_listed() {
    local line
    while IFS= read -r line; do
        case $line in
        */) ;;
        "$prefix"/*) rm -f -- "$line" ;;
        *) complain "not below $prefix, so it stays: $line" ;;
        esac
    done <"$1"
    LC_ALL=C sort -r -- "$1" | while IFS= read -r line; do
        case $line in /*/) rmdir -- "$line" 2>/dev/null || true ;; esac
    done
}
