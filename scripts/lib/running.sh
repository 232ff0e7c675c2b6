# shellcheck shell=bash
# Daemons that run a certain program: found by what the kernel says they run, stopped in good order, started again
# as they were started.

# running_daemons PROGRAM: their process numbers, also of one that was replaced or removed meanwhile.
running_daemons() {
    local process exe
    for process in /proc/[0-9]*; do
        exe=$(readlink -- "$process/exe" 2>/dev/null) || continue
        if [ "${exe% (deleted)}" = "$1" ] && is_daemon "$process" && ! is_courier "$process"; then
            printf '%s\n' "${process#/proc/}"
        fi
    done
}

# Its first word after the program and options is `run`.
is_daemon() { tr '\0' '\n' 2>/dev/null <"$1/cmdline" | sed -n 2p | grep -qx run; }

# users_of FOLDER: processes that have a file in it open.
users_of() {
    find /proc/[0-9]*/fd -maxdepth 1 -lname "$1/*" 2>/dev/null | cut -d/ -f3 | sort -u
}

# A daemon has its slowest calls made by processes that share everything with it.
is_courier() {
    local parent
    parent=$(awk '/^PPid:/ { print $2 }' "$1/status" 2>/dev/null) || return 1
    [ "$(readlink -- "/proc/$parent/exe" 2>/dev/null)" = "$(readlink -- "$1/exe" 2>/dev/null)" ]
}

# The owner of a process, as a number.
owner_of() { stat -c %u -- "/proc/$1" 2>/dev/null; }

# The user unit that runs process $1; nothing where none does.
unit_of() {
    sed -n 's#^0::.*/\(audiowatch[^/]*\.service\)$#\1#p' "/proc/$1/cgroup" 2>/dev/null
}

# Keeps how a daemon was started, so that it can be started the same way: arguments, environment, folder, outputs.
remember_daemon() {
    daemon_words=()
    daemon_environment=()
    local word
    while IFS= read -r -d '' word; do daemon_words+=("$word"); done <"/proc/$1/cmdline"
    while IFS= read -r -d '' word; do daemon_environment+=("$word"); done <"/proc/$1/environ"
    daemon_folder=$(readlink -- "/proc/$1/cwd" 2>/dev/null) || daemon_folder=/
    daemon_output=$(readlink -- "/proc/$1/fd/2" 2>/dev/null) || daemon_output=
}

# Ends a daemon as `audiowatch stop` does, and waits until it is gone.
stop_daemon() {
    local tries=0
    kill -TERM "$1" 2>/dev/null || return 0
    while kill -0 "$1" 2>/dev/null; do
        tries=$((tries + 1))
        [ "$tries" -le 150 ] || die "The running audiowatch (pid $1) does not end; end it with: kill -9 $1 (nothing is lost)"
        sleep 0.1
    done
}

# Whoever started this script must not wait for what it leaves behind, as one does who reads what it inherited.
close_others() {
    local number
    for number in "/proc/$BASHPID/fd/"*; do
        number=${number##*/}
        if [ "$number" -gt 2 ]; then eval "exec $number>&-"; fi
    done
}

# Starts what was remembered, with the program that stands there now, in a session of its own.
start_remembered() {
    local output=/dev/null
    # A terminal or a pipe that it wrote to belongs to somebody else now.
    if [ -f "$daemon_output" ]; then output=$daemon_output; fi
    (
        cd -- "$daemon_folder" 2>/dev/null || cd /
        umask 077
        close_others
        exec env -i "${daemon_environment[@]}" setsid -- "$1" "${daemon_words[@]:1}" \
            </dev/null >>"$output" 2>&1
    ) &
    restarted_pid=$!
    disown "$restarted_pid" 2>/dev/null || true
}

# remembered_answers PROGRAM: whether the daemon that was started again can be asked.
remembered_answers() {
    (
        cd -- "$daemon_folder" 2>/dev/null || cd /
        env -i "${daemon_environment[@]}" "$1" status --json "${daemon_words[@]:2}" >/dev/null 2>&1
    )
}
