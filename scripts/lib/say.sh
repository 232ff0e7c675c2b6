# shellcheck shell=bash
# Words to a person: plain lines, and one line that rewrites itself on a terminal.
# $talk is the descriptor they go to: 1 where talk is all a script has to say, 2 where its output is data.

: "${talk:=1}"

say() { printf '%s\n' "$*" >&"$talk"; }

# A mistake found: always on standard error.
complain() { printf '%s\n' "$*" >&2; }

die() {
    complain "$@"
    exit 1
}

on_a_terminal() { [ -t "$talk" ]; }

terminal_columns() {
    local columns
    columns=$(stty size 2>/dev/null </dev/tty | cut -d' ' -f2) || columns=
    [ "${columns:-0}" -gt 0 ] || columns=80
    printf '%s' "$columns"
}

# Writes a progress line over the one before; nothing off a terminal.
rewrite_line() {
    on_a_terminal || return 0
    : "${line_columns:=$(terminal_columns)}"
    local text=$1
    printf '\r\033[K%s' "${text:0:$((line_columns - 1))}" >&"$talk"
}

# Takes the progress line away.
clear_line() {
    if on_a_terminal; then printf '\r\033[K' >&"$talk"; fi
}

# Sizes as people read them: 1.5 GB from kilobytes.
readable_kb() {
    awk -v k="$1" 'BEGIN {
        if (k >= 1e6) printf "%.1f GB", k / 1e6
        else if (k >= 1e3) printf "%.0f MB", k / 1e3
        else printf "%d kB", k
    }'
}

# A word list as a person writes it: a b c.
joined() {
    local IFS=' '
    printf '%s' "$*"
}
