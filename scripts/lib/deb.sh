# shellcheck shell=bash disable=SC2154 # places.sh, swift.sh and linked.sh have set them
# The parts of a Debian package.
#
# Swift's runtime inside each program, or once beside them? Measured with Swift 6.3.1 on amd64, stripped, packed by xz:
#
#                       inside               once, in /usr/lib/audiowatch
#   audiowatch          80.9 MB (19.9)       20.2 MB (4.9)
#   audiowatch-probe     6.4 MB ( 1.7)        0.3 MB (0.1)
#   audiowatch-tray     ~65  MB (16  )        2.3 MB (0.6)    the first as of audiowatch-bench, which links the same
#   the runtime          -                   64.8 MB (15.8)
#   the package        ~152  MB (38  )       86.4 MB (21.7)
#
# Without the tray both are alike. Alone on a machine a program with the runtime inside starts a little faster and holds
# 5 MB less, which is why scripts/install does that; in a package the size counts.

deb_packages=(
    'dpkg-dev|command:dpkg-shlibdeps|names the packages that a program needs'
    'binutils|command:strip|programs without what only a debugger needs'
    'patchelf|command:patchelf|has programs look for the runtime beside them'
)

# Where the package keeps what is its own.
private=usr/lib/audiowatch

# What the program says of itself, once it is built.
set_deb_names() {
    deb_name=audiowatch
    deb_version=$("$program" --version | awk '{ print $2 }')
    deb_architecture=$(dpkg --print-architecture)
    deb_date=$(git -C "$repository" log -1 --format=%cD 2>/dev/null || date -R)
}

# The folder of the toolchain's shared libraries.
swift_libraries() { printf '%s' "$(dirname -- "$(dirname -- "$(readlink -f -- "$(command -v swift)")")")/lib/swift/linux"; }

needed_by() { LC_ALL=C readelf -d -- "$@" 2>/dev/null | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort -u; }

# Copies Swift's libraries that the programs in a tree need, and those that these need, and has the programs look there.
add_runtime() {
    local tree=$1 from name programs=() is_done=no
    from=$(swift_libraries)
    mapfile -t programs < <(find "$tree/usr/bin" "$tree/$private" -type f -perm -u+x)
    while [ "$is_done" = no ]; do
        is_done=yes
        while IFS= read -r name; do
            if [ -f "$from/$name" ] && [ ! -e "$tree/$private/$name" ]; then
                cp -- "$from/$name" "$tree/$private/$name"
                strip --strip-unneeded -- "$tree/$private/$name"
                chmod 644 -- "$tree/$private/$name"
                is_done=no
            fi
        done < <(needed_by "${programs[@]}" "$tree/$private"/*.so)
    done
    for name in "${programs[@]}"; do
        case $name in
        */bin/*) patchelf --set-rpath "\$ORIGIN/../lib/audiowatch" "$name" ;;
        *) patchelf --set-rpath "\$ORIGIN" "$name" ;;
        esac
    done
}

# Who answers for the package: whoever makes it.
deb_maintainer() {
    local name=${DEBFULLNAME:-} address=${DEBEMAIL:-}
    [ -n "$name" ] || name=$(git -C "$repository" config user.name 2>/dev/null) || name=
    [ -n "$address" ] || address=$(git -C "$repository" config user.email 2>/dev/null) || address=
    printf '%s <%s>' "${name:-audiowatch}" "${address:-audiowatch@$(hostname -d 2>/dev/null | grep . || echo example.org)}"
}

# make_tree FOLDER: everything that the package puts on a machine.
make_tree() {
    local tree=$1 doc=$1/usr/share/doc/$deb_name
    mkdir -p -- "$tree"
    DESTDIR=$tree AUDIOWATCH_BUILD=$release_folder "$here/install" --prefix /usr >/dev/null ||
        die "scripts/install failed"
    # dpkg keeps its own list.
    rm -f -- "$tree/$private/manifest"
    add_runtime "$tree"
    find "$tree/usr/share/man" -type f -exec gzip -9n {} +
    if [ -f "$repository/config/audiowatch.service" ]; then add_unit "$tree"; fi
    mkdir -p -- "$doc"
    deb_copyright >"$doc/copyright"
    deb_changelog | gzip -9n >"$doc/changelog.gz"
    gzip -9nc -- "$repository/CHANGELOG.md" >"$doc/CHANGELOG.md.gz"
    find "$tree" -type d -exec chmod 755 {} +
    find "$tree/usr/share" -type f -exec chmod 644 {} +
}

# The unit that each user may switch on; where it names its program, that is the installed one.
add_unit() {
    mkdir -p -- "$1/usr/lib/systemd/user"
    sed 's#^ExecStart=.*#ExecStart=/usr/bin/audiowatch run#' -- \
        "$repository/config/audiowatch.service" >"$1/usr/lib/systemd/user/audiowatch.service"
    chmod 644 -- "$1/usr/lib/systemd/user/audiowatch.service"
}

# make_control FOLDER: what dpkg must know. Leaves the size in `installed_kb`.
make_control() {
    local tree=$1 depends
    mkdir -p -- "$tree/DEBIAN"
    depends=$(deb_depends "$tree")
    installed_kb=$(du -sk --exclude=DEBIAN -- "$tree" | cut -f1)
    cat >"$tree/DEBIAN/control" <<TEXT
Package: $deb_name
Version: $deb_version
Architecture: $deb_architecture
Maintainer: $(deb_maintainer)
Installed-Size: $installed_kb
Depends: $depends
Recommends: xdg-utils
Section: sound
Priority: optional
Description: live catalogue of your audio files
 A daemon that watches folders of audio files and keeps a catalogue of them
 equal to the disk, with a live web page and a command line: search as you
 type, audition with the arrow keys, proved duplicates, drives that are away.
 .
 Nothing leaves the machine, files are opened for reading only, and the work
 gives way to whatever else the machine does.
TEXT
    (cd -- "$tree" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
    chmod 644 -- "$tree/DEBIAN/control" "$tree/DEBIAN/md5sums"
}

# The packages that the programs' shared libraries come from, with versions, as Debian's own tool finds them.
deb_depends() {
    local folder file files=()
    while IFS= read -r -d '' file; do files+=("-e$file"); done \
        < <(find "$1/usr/bin" "$1/$private" -type f \( -perm -u+x -o -name '*.so' \) -print0)
    folder=$(mktemp -d)
    mkdir -- "$folder/debian"
    printf 'Source: %s\n\nPackage: %s\nArchitecture: any\n' "$deb_name" "$deb_name" >"$folder/debian/control"
    (cd -- "$folder" && dpkg-shlibdeps -O --ignore-missing-info "-l$1/$private" "${files[@]}" 2>"$folder/said") |
        sed -n 's/^shlibs:Depends=//p' || die "dpkg-shlibdeps failed: $(cat "$folder/said")"
    rm -rf -- "$folder"
}

deb_changelog() {
    cat <<TEXT
$deb_name ($deb_version) unstable; urgency=medium

  * What changed stands in /usr/share/doc/$deb_name/CHANGELOG.md.gz.

 -- $(deb_maintainer)  $deb_date
TEXT
}

# Machine-readable, with what is linked into the programs and what they are linked against.
deb_copyright() {
    cat <<TEXT
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: audiowatch
Comment:
 The programs contain code of the Swift packages below, and are linked against
 the shared libraries below. With libinotifytools (GPL-2.0-only) and packages
 under Apache-2.0 in one program this package is for the machine that it was
 made on, and is not to be passed on.
 .
$(linked_table "$release_folder" | sed -n '3,$s/^| *\(.*\) *|$/  \1/p' | sed 's/ *| */, /g')

Files: *
Copyright: 2026 the audiowatch authors
License: Expat

License: Expat
$(sed '1,/^Copyright/d' "$repository/LICENSE" | sed -e '/./!d' -e 's/^/ /')

License: Apache-2.0
 On Debian systems the text of the Apache License, version 2.0, is in
 /usr/share/common-licenses/Apache-2.0. Swift's runtime library exception:
 if you use its software to compile your own, parts of it may be embedded into
 your binary product without attribution.
TEXT
}
