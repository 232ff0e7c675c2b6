# shellcheck shell=bash
# What must hold before work begins. Every check adds to `faults`; they are reported together.

faults=()

fault() { faults+=("$1"); }

# Says every fault found and ends, or goes on when there is none.
report_faults() {
    [ ${#faults[@]} -gt 0 ] || return 0
    local one
    if [ ${#faults[@]} = 1 ]; then
        complain "One thing to put right first:"
    else
        complain "${#faults[@]} things to put right first:"
    fi
    for one in "${faults[@]}"; do complain "- $one"; done
    complain "Nothing was changed."
    exit 1
}

check_folder() {
    local path=$1
    if [[ $path =~ ^[A-Za-z]:[\\/] ]]; then
        fault "$path is a Windows path: where is that drive mounted here?"
    elif [ -z "$path" ]; then
        fault "an empty folder name was given."
    elif [ ! -e "$path" ]; then
        fault "$path does not exist."
    elif [ ! -d "$path" ]; then
        fault "$path is not a folder. Give the folder that holds it."
    elif [ ! -r "$path" ] || [ ! -x "$path" ]; then
        fault "$path cannot be read by $(id -un)."
    fi
}

# $1: the configuration file. An absent one is fine.
check_config() {
    local file=$1 line answer
    [ -e "$file" ] || return 0
    if [ ! -r "$file" ] || [ -d "$file" ]; then
        fault "$file cannot be read."
        return 0
    fi
    if program_runs; then
        answer=$("$program" config check --config "$file" 2>&1) ||
            fault "the configuration is not right:"$'\n'"$(sed 's/^/    /' <<<"$answer")"
        return 0
    fi
    line=$(config_first_fault "$file")
    [ -z "$line" ] || fault "$file, $line."
}

# $1: the configuration file. The port must be free, or held by a daemon of ours.
check_port() {
    local port pids pid
    port=$(configured_port "$1")
    if ! [[ $port =~ ^[0-9]{1,5}$ ]] || [ "$port" -lt 1 ] || [ "$port" -gt 65535 ]; then
        fault "[server] port in $1 is $port: a port is a number from 1 to 65535."
        return 0
    fi
    port_is_free "$port" && return 0
    pids=$(listening_pids "$port")
    for pid in $pids; do
        [ "$(process_name "$pid")" = audiowatch ] && return 0
    done
    if [ -n "$pids" ]; then
        pid=${pids%%$'\n'*}
        fault "port $port is in use by $(process_name "$pid") (pid $pid). Stop it, or set another port below [server] in $1."
    else
        fault "port $port is in use by another user's program. Set another port below [server] in $1."
    fi
}

# Where the configuration names none; the demo has its own.
default_port=8787

configured_port() {
    local port
    port=$(config_value "$1" server port)
    printf '%s' "${port:-$default_port}"
}

# $1: a folder (or one to be), $2: what it takes in kB, $3: what for.
check_space() {
    local parent free
    parent=$(existing_parent "$1")
    free=$(LC_ALL=C df -Pk -- "$parent" 2>/dev/null | awk 'NR == 2 { print $4 }')
    [ -n "$free" ] || return 0
    if [ "$free" -lt "$2" ]; then
        fault "$3 needs about $(readable_kb "$2") below $parent, which has $(readable_kb "$free") free."
    elif [ ! -w "$parent" ]; then
        fault "$parent is not writable by $(id -un): $3 goes there."
    fi
}

check_swift() {
    local version
    if ! find_swift; then
        fault "Swift is not found: audiowatch is built with Swift $swift_wanted or later, from https://www.swift.org/install/linux/"
        return 0
    fi
    version=$(swift_version)
    if [ -z "$version" ]; then
        fault "$(command -v swift) does not start. Install Swift $swift_wanted or later anew: https://www.swift.org/install/linux/"
    elif ! version_at_least "$version" "$swift_wanted"; then
        fault "Swift $version is too old: audiowatch is built with Swift $swift_wanted or later, from https://www.swift.org/install/linux/"
    fi
}

# $@: package entries. Missing ones are a fault only when they cannot be installed from here.
check_packages() {
    local obstacle
    find_missing_packages "$@"
    obstacle=$(package_obstacle)
    [ -z "$obstacle" ] || fault "$obstacle"
}
