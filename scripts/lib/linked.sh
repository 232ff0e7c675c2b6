# shellcheck shell=bash
# What the programs are made of: the Swift packages whose objects were linked, the shared libraries
# they name, each with version and licence (SPDX). Read from the build, not from a list kept by hand.

# The folder of the build that is there: release before debug.
linked_build() {
    local kind
    for kind in release debug; do
        if [ -f "$repository/.build/$kind/audiowatch.product/Objects.LinkFileList" ]; then
            printf '%s' "$repository/.build/$kind"
            return 0
        fi
    done
    return 1
}

# The modules linked into the programs, one a line.
linked_modules() {
    cat "$1"/audiowatch*.product/Objects.LinkFileList 2>/dev/null |
        sed -n 's#.*/\([^/]*\)\.build/.*#\1#p' | sort -u
}

# The checkout that a module comes from; nothing for a module of this repository.
checkout_of() {
    local module=$1 folder
    [ ! -d "$repository/Sources/$module" ] || return 0
    folder=$(find "$repository/.build/checkouts" -mindepth 2 -maxdepth 3 -type d -name "$module" \
        ! -path '*/Tests/*' ! -path '*/.git/*' -print -quit)
    if [ -z "$folder" ]; then
        # The folder has another name than the module: the manifest knows it.
        folder=$(grep -lE "library\(name: *\"$module\"" "$repository"/.build/checkouts/*/Package.swift | head -n 1)
    fi
    folder=${folder#"$repository/.build/checkouts/"}
    printf '%s' "${folder%%/*}"
}

licence_in() {
    local text
    text=$(cat "$1"/LICENSE* 2>/dev/null || true)
    case $text in
    *"Apache License"*"Runtime Library Exception"*) echo 'Apache-2.0 WITH Swift-exception' ;;
    *"Apache License"*) echo 'Apache-2.0' ;;
    *"Permission is hereby granted, free of charge"*) echo 'MIT' ;;
    *) echo 'unknown' ;;
    esac
}

# Code of others that a package carries, by the module it is in: "llhttp, MIT".
carried_code() {
    case $1 in
    CNIOLLHTTP) echo 'llhttp, MIT' ;;
    CNIOSHA1) echo 'SHA-1 of the KAME project, BSD-3-Clause' ;;
    CTOML) echo 'toml++, MIT' ;;
    CHdrHistogram) echo 'HdrHistogram, BSD-2-Clause' ;;
    esac
}

swift_package_rows() {
    local module checkout version carried
    linked_modules "$1" | while read -r module; do
        checkout=$(checkout_of "$module")
        if [ -n "$checkout" ]; then printf '%s\t%s\n' "$checkout" "$(carried_code "$module")"; fi
    done | sort -u | awk -F'\t' '
        { name[$1] = 1; if ($2 != "") carried[$1] = carried[$1] (carried[$1] == "" ? "" : "; ") $2 }
        END { for (n in name) print n "\t" carried[n] }' | LC_ALL=C sort -f |
        while IFS=$'\t' read -r checkout carried; do
            version=$(git -C "$repository/.build/checkouts/$checkout" describe --tags 2>/dev/null || echo '?')
            printf '| %s | %s | %s%s | built in |\n' "${checkout%.swift}" "$version" \
                "$(licence_in "$repository/.build/checkouts/$checkout")" "${carried:+ (with $carried)}"
        done
}

# The licence of a shared library by its name; Debian's copyright files are the source.
library_licence() {
    case $1 in
    libsqlite3.so*) echo 'public domain' ;;
    libxxhash.so*) echo 'BSD-2-Clause' ;;
    libinotifytools.so*) echo 'GPL-2.0-only' ;;
    libavformat.so* | libavcodec.so* | libavutil.so* | libswresample.so*) echo "GPL-2.0-or-later as Debian builds it" ;;
    libseccomp.so*) echo 'LGPL-2.1-only' ;;
    libglib-2.0.so* | libgobject-2.0.so* | libgio-2.0.so*) echo 'LGPL-2.1-or-later' ;;
    libdbusmenu-glib.so*) echo 'LGPL-2.1-only OR LGPL-3.0-only' ;;
    libz.so*) echo 'Zlib' ;;
    libstdc++.so* | libgcc_s.so*) echo 'GPL-3.0-or-later WITH GCC-exception-3.1' ;;
    libc.so* | libm.so* | ld-linux*) echo 'LGPL-2.1-or-later' ;;
    *) echo 'unknown' ;;
    esac
}

# Shared libraries that a program names itself, without Swift's own.
named_libraries() {
    LC_ALL=C readelf -d -- "$1" 2>/dev/null |
        sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' |
        grep -vE '^lib(swift|_?Foundation|dispatch|BlocksRuntime)|^ld-linux|^libm\.so' || true
}

library_rows() {
    local build=$1 one library path package version users
    for one in audiowatch audiowatch-probe audiowatch-tray; do
        if [ -x "$build/$one" ]; then named_libraries "$build/$one" | sed "s/\$/\t$one/"; fi
    done | sort -u | awk -F'\t' '
        { users[$1] = users[$1] (users[$1] == "" ? "" : ", ") $2 }
        END { for (l in users) print l "\t" users[l] }' | LC_ALL=C sort |
        while IFS=$'\t' read -r library users; do
            path=$(ldconfig_path "$library")
            package=$(dpkg -S "*/$(basename -- "$(readlink -f -- "$path")")" 2>/dev/null | head -n 1 | cut -d: -f1 || true)
            version=$(dpkg-query -W -f '${Version}' "$package" 2>/dev/null || echo '?')
            printf '| %s | %s | %s | shared, by %s |\n' "${library%%.so*}" "$version" \
                "$(library_licence "$library")" "$users"
        done
}

ldconfig_path() {
    PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null |
        awk -v name="$1" '$1 == name { print $NF; exit }'
}

# The whole table, in Markdown.
linked_table() {
    local build=$1
    printf '| what | version | licence | how |\n|---|---|---|---|\n'
    swift_package_rows "$build"
    printf '| Swift runtime, Foundation, Dispatch (with ICU, Unicode-3.0) | %s | Apache-2.0 WITH Swift-exception | built in |\n' \
        "$(swift_version)"
    library_rows "$build"
}
