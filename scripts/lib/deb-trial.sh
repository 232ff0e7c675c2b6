# shellcheck shell=bash
# A package tried where nothing else is: a fresh minimal Debian, in which it is installed with what it needs, does its
# main job for a user, and goes again. Needs root, debootstrap and ffmpeg.

trial_packages=(
    'debootstrap|command:debootstrap|makes a fresh Debian'
    'ffmpeg|command:ffmpeg|real audio to be catalogued'
)

# A fresh Debian of this machine's release, made once. Prints its folder.
fresh_debian() {
    local suite root
    suite=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-stable}")
    root=$cache_folder/debian-$suite
    if [ ! -d "$root" ]; then
        mkdir -p -- "$cache_folder"
        rm -rf -- "$root.new"
        debootstrap --variant=minbase "$suite" "$root.new" >"$cache_folder/debootstrap.log" 2>&1 ||
            die "debootstrap failed; its log: $cache_folder/debootstrap.log"
        mv -- "$root.new" "$root"
    fi
    printf '%s' "$root"
}

# make_sounds FOLDER: what a user might have.
make_sounds() {
    local number
    mkdir -p -- "$1/Vocals" "$1/Drums"
    for number in 1 2 3; do
        ffmpeg -v error -f lavfi -i "sine=frequency=$((200 + 50 * number)):duration=$((3 * number))" \
            -metadata title="Take $number" "$1/Vocals/vocal take 0$number.wav"
        ffmpeg -v error -f lavfi -i "sine=frequency=$((80 * number)):duration=0.4" "$1/Drums/Kick 0$number.flac"
    done
    cp -- "$1/Drums/Kick 01.flac" "$1/Drums/Kick 01 copy.flac"
    printf 'no audio at all, but it is called so %.0s' {1..40} >"$1/Drums/broken.wav"
}

# try_package PACKAGE: the whole trial; its words are those of the programs. Fails where one of them does.
try_package() {
    local root status=0
    [ "$(id -u)" = 0 ] || die "--try needs root: it makes a Debian of its own"
    find_missing_packages "${trial_packages[@]}"
    if [ ${#missing_packages[@]} -gt 0 ]; then install_missing_packages; fi
    root=$work/root
    cp -a -- "$(fresh_debian)" "$root"
    cp -- /etc/resolv.conf "$root/etc/resolv.conf"
    cp -- "$1" "$root/audiowatch.deb"
    make_sounds "$root/Samples"
    cp -- "$repository/scripts/lib/deb-trial-inside.sh" "$root/trial"
    # A root that is a mount of its own, as a machine has it.
    # shellcheck disable=SC2016 # the inner shell's
    unshare --mount --pid --fork /bin/bash -c '
        mount --bind "$1" "$1" && mount -t proc proc "$1/proc" && exec chroot "$1" /bin/bash /trial
    ' trial "$root" || status=$?
    [ "$status" = 0 ] || die "the trial failed ($status)"
}
