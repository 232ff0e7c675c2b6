# shellcheck shell=bash
# The Debian packages audiowatch needs: what each is found by, what is missing, how it gets installed.

# package | found by (pc: a pkg-config module, header:, command:) | why
build_packages=(
    'git|command:git|SwiftPM fetches the Swift packages with it'
    'pkg-config|command:pkg-config|SwiftPM finds the libraries below with it'
    'libsqlite3-dev|pc:sqlite3|the catalogue'
    'libxxhash-dev|pc:libxxhash|fingerprints and digests'
    'libinotifytools0-dev|header:inotifytools/inotifytools.h|news from the kernel'
    'libseccomp-dev|pc:libseccomp|the helper gives up what it does not need'
    'libavformat-dev|pc:libavformat|reading audio headers'
    'libavcodec-dev|pc:libavcodec|reading audio headers'
    'libavutil-dev|pc:libavutil|reading audio headers'
    'libswresample-dev|pc:libswresample|playing what browsers cannot read'
)
# The icon in the tray, for desktops: without these everything else is built and works.
tray_packages=(
    'libglib2.0-dev|pc:glib-2.0|the tray speaks to the desktop with it'
    'libdbusmenu-glib-dev|pc:dbusmenu-glib-0.4|the tray offers its menu with it'
)
# The tests have the tray shown by a real panel.
desktop_packages=(
    'xvfb|command:Xvfb|a screen nobody looks at'
    'dbus-daemon|command:dbus-daemon|a session bus of its own'
    'libglib2.0-bin|command:gdbus|asks on that bus'
    'xfce4-panel|command:xfce4-panel|a panel with a tray'
    'xdotool|command:xdotool|a hand on the mouse'
    'dunst|command:dunst|shows notifications, and remembers them'
)
# The demo library and the tests encode real audio.
sound_packages=('ffmpeg|command:ffmpeg|real audio for the demo and the tests')
# The tests have the manual set by the program that man uses.
manual_packages=('groff-base|command:groff|sets the pages of the manual')
# The tests open the page in a browser; scripts/screenshot makes its pictures with it.
browser_packages=(
    'chromium|command:chromium|the page is tested in it'
    'chromium-driver|command:chromedriver|drives the browser'
    'curl|command:curl|speaks to the driver'
)
# The tests have axe-core look at the page; PyPI carries it.
axe_packages=('python3-pip|command:pip3|fetches axe-core')
# The tests watch folders of other file systems, mounted in a namespace of their own.
file_system_packages=(
    'bindfs|command:bindfs|a FUSE mount to be polled'
    'exfat-fuse|command:mount.exfat-fuse|a drive that invents inodes'
    'exfatprogs|command:mkfs.exfat|makes one'
    'ntfs-3g|command:ntfs-3g|another drive that invents inodes'
    'dosfstools|command:mkfs.vfat|FAT drives'
)
# The tests see by it that nothing is sent out of the machine.
trace_packages=('strace|command:strace|what programs ask of the kernel')

# The tests have the metrics checked by Prometheus' own tool. Its package would start a server that nobody wants
# here, so it is fetched and unpacked, not installed: see unpacked_command.
metrics_package=prometheus

# The tests run the daemon under a systemd of their own, and between two networks.
service_packages=(
    'systemd|command:systemd-analyze|starts the service, and judges its unit'
    'iproute2|command:ip|two machines on one cable'
)

header_exists() {
    local folder
    for folder in /usr/include /usr/local/include ${CPATH:+${CPATH//:/ }}; do
        [ -e "$folder/$1" ] && return 0
    done
    return 1
}

is_present() {
    case $1 in
    command:*) command -v "${1#command:}" >/dev/null 2>&1 ;;
    header:*) header_exists "${1#header:}" ;;
    pc:*) pkg-config --exists "${1#pc:}" 2>/dev/null ;;
    esac
}

# What was looked for, in words.
sought() {
    case $1 in
    command:*) printf 'no command %s' "${1#command:}" ;;
    header:*) printf 'no header <%s>' "${1#header:}" ;;
    pc:*) printf 'pkg-config does not find %s' "${1#pc:}" ;;
    esac
}

# Fills `missing_packages` (names) and `missing_entries` (whole entries) from a list of entries.
find_missing_packages() {
    local entry rest
    missing_packages=()
    missing_entries=()
    for entry in "$@"; do
        rest=${entry#*|}
        if ! is_present "${rest%%|*}"; then
            missing_packages+=("${entry%%|*}")
            missing_entries+=("$entry")
        fi
    done
}

has_apt() { command -v apt-get >/dev/null 2>&1 && command -v apt-cache >/dev/null 2>&1; }

# How root is reached: `root`, `sudo` (asks nothing, or has a terminal to ask on) or `no`.
way_to_root() {
    if [ "$(id -u)" = 0 ]; then
        echo root
    elif ! command -v sudo >/dev/null 2>&1; then
        echo no
    elif [ -t 0 ] || sudo -n true 2>/dev/null; then
        echo sudo
    else
        echo no
    fi
}

# Why the missing packages cannot be installed from here; nothing when they can be, or are not needed.
package_obstacle() {
    [ ${#missing_packages[@]} -gt 0 ] || return 0
    local entry rest
    if ! has_apt; then
        printf 'these are not found, and this is not Debian, so they cannot be installed from here:\n'
        for entry in "${missing_entries[@]}"; do
            rest=${entry#*|}
            printf '    %s (%s: %s)\n' "${entry%%|*}" "${rest#*|}" "$(sought "${rest%%|*}")"
        done
        printf '  Install what your distribution calls them; their names here are Debian'\''s.\n'
    elif [ "$(way_to_root)" = no ]; then
        printf 'packages are missing and only root can install them. As root, run:\n'
        printf '    apt-get update && apt-get install --no-install-recommends %s\n' \
            "$(joined "${missing_packages[@]}")"
    fi
}

as_root() {
    if [ "$(way_to_root)" = root ]; then
        "$@"
    elif [ -t 0 ]; then
        sudo -- "$@"
    else
        sudo -n -- "$@"
    fi
}

# What installing costs, from apt's own simulation: "141 packages, 62 MB to fetch, 240 MB on disk".
# Fails when apt does not know the packages (its lists are empty or old).
installation_size() {
    local plan
    plan=$(LC_ALL=C apt-get -s install --no-install-recommends "$@" 2>/dev/null |
        sed -n 's/^Inst \([^ ]*\) .*(\([^ ]*\) .*/\1=\2/p') || return 1
    [ -n "$plan" ] || return 1
    # shellcheck disable=SC2086 # one word a package
    LC_ALL=C apt-cache show $plan 2>/dev/null | awk '
        /^Package: / { n++ }
        /^Size: / { fetch += $2 / 1000 }
        /^Installed-Size: / { disk += $2 * 1.024 }
        END { printf "%d packages, %.0f MB to fetch, %.0f MB on disk", n, fetch / 1000, disk / 1000 }'
}

# Installs `missing_packages`; the log takes apt's own words. $1: what to say before each line.
install_missing_packages() {
    local log=$cache_folder/packages.log size
    mkdir -p "$cache_folder"
    : >"$log"
    if [ "$(way_to_root)" = sudo ]; then say "  (with sudo: it may ask for your password)"; fi
    if ! size=$(installation_size "${missing_packages[@]}"); then
        say "  fetching Debian's package lists"
        as_root env LC_ALL=C apt-get update >>"$log" 2>&1 || package_failure "$log"
        size=$(installation_size "${missing_packages[@]}") || package_failure "$log"
    fi
    say "  installing $(joined "${missing_packages[@]}")"
    say "  with what they need: $size"
    if ! install_now "$log"; then
        # Lists older than the mirror name files that are gone: fetch them and try once more.
        as_root env LC_ALL=C apt-get update >>"$log" 2>&1 || package_failure "$log"
        install_now "$log" || package_failure "$log"
    fi
    hash -r
}

# Where command $2 of the Debian package $1 is: that of the system, else one that is unpacked into the cache, without
# anything that the package would do when it is installed. Fails where it cannot be had.
unpacked_command() {
    local folder=$cache_folder/tools/$1 log=$cache_folder/packages.log
    command -v "$2" && return
    [ -x "$folder/usr/bin/$2" ] && printf '%s\n' "$folder/usr/bin/$2" && return
    has_apt && command -v dpkg-deb >/dev/null 2>&1 || return 1
    complain "  fetching $2 (it is not installed, only unpacked into $folder)"
    mkdir -p -- "$folder"
    if ! unpack_package "$1" "$folder" >>"$log" 2>&1; then
        # Without lists, or with old ones, apt does not know it.
        [ "$(way_to_root)" != no ] && as_root env LC_ALL=C apt-get update >>"$log" 2>&1 || return 1
        unpack_package "$1" "$folder" >>"$log" 2>&1 || return 1
    fi
    [ -x "$folder/usr/bin/$2" ] && printf '%s\n' "$folder/usr/bin/$2"
}

unpack_package() {
    (cd -- "$2" && LC_ALL=C apt-get download "$1" && dpkg-deb -x "$1"_*.deb . && rm -f -- "$1"_*.deb)
}

install_now() {
    as_root env LC_ALL=C DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "${missing_packages[@]}" >>"$1" 2>&1
}

package_failure() {
    complain "apt-get failed. Its last lines:"
    tail -n 8 -- "$1" | sed 's/^/    /' >&2
    complain "The whole log: $1"
    exit 1
}
