# shellcheck shell=bash
# Who listens on a TCP port of this machine, read from /proc: no tool needed.

# The socket inodes listening on port $1.
listening_inodes() {
    local hex
    hex=$(printf '%04X' "$1")
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
        awk -v port=":$hex" '$4 == "0A" && substr($2, length($2) - 4) == port { print $10 }'
}

# The process ids of ours that listen on port $1; nothing when others do, or nobody does.
listening_pids() {
    local inode pid fd
    for inode in $(listening_inodes "$1"); do
        for fd in /proc/[0-9]*/fd/*; do
            if [ "$(readlink -- "$fd" 2>/dev/null)" = "socket:[$inode]" ]; then
                pid=${fd#/proc/}
                printf '%s\n' "${pid%%/*}"
                break
            fi
        done
    done | sort -u
}

port_is_free() { [ -z "$(listening_inodes "$1")" ]; }

# The name of a process, for people.
process_name() { tr -d '\n' 2>/dev/null <"/proc/$1/comm" || printf 'process'; }
