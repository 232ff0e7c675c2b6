# shellcheck shell=bash
# What happens in the fresh Debian: as root what root does, as anna what a user does. Each command is shown.
set -euo pipefail
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive

show() {
    printf '\n$ %s\n' "$*"
    "$@"
}

if [ "${1:-}" = as-anna ]; then
    export HOME=/home/anna XDG_RUNTIME_DIR=/home/anna/run
    mkdir -m 700 -- "$XDG_RUNTIME_DIR"
    cd
    show audiowatch --version
    show audiowatch source add /home/anna/Samples
    printf '\n$ audiowatch run &\n'
    audiowatch run >run.log 2>&1 &
    until audiowatch status >/dev/null 2>&1; do sleep 0.1; done
    show audiowatch wait
    show audiowatch status
    show audiowatch search vocal --format wav --min-duration 5
    [ "$(audiowatch search vocal --format wav --min-duration 5 -0 | tr '\0' '\n' | wc -l)" = 2 ]
    show audiowatch duplicates
    show audiowatch problems
    show mv "Samples/Vocals/vocal take 01.wav" "Samples/Vocals/chorus.wav"
    show rm "Samples/Drums/Kick 02.flac"
    show audiowatch wait
    show audiowatch activity --limit 3
    show audiowatch doctor --prune --dry-run
    show audiowatch doctor --prune --yes
    [ -z "$(audiowatch search is:deleted -0 2>/dev/null | tr -d '\0')" ]
    show audiowatch doctor
    show audiowatch stop
    wait
    audiowatch status >/dev/null 2>&1 || [ $? = 3 ]
    exit 0
fi

apt-get update >/dev/null
printf '$ apt install ./audiowatch.deb\n'
apt-get install -y --no-install-recommends /audiowatch.deb 2>/apt.log | grep -E '^(The following|  |[0-9]+ upgraded|Need|After|Setting up audiowatch)' ||
    { cat /apt.log; exit 1; }
useradd --create-home anna
cp -r /Samples /home/anna/Samples
chown -R anna: /home/anna
su anna -s /bin/bash -c 'bash /trial as-anna'
for file in /usr/share/man/man1/audiowatch.1.gz /usr/share/man/man5/audiowatch.toml.5.gz \
    /usr/share/bash-completion/completions/audiowatch /usr/share/applications/audiowatch.desktop; do
    show ls -l "$file" 2>/dev/null || printf '  (not unpacked here: this Debian leaves manuals out)\n'
done
printf '\n$ apt purge audiowatch\n'
apt-get purge -y audiowatch >/dev/null
[ ! -e /usr/bin/audiowatch ] && [ ! -e /usr/lib/audiowatch ] && [ -e /home/anna/.local/share/audiowatch/catalog.db ]
printf 'gone; the catalogue of its user stays\n'
