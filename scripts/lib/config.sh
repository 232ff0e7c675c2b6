# shellcheck shell=bash
# What scripts/start must know of the configuration before the program is built. The program's own
# `audiowatch config check` has the last word; this reads just enough TOML to complain early.

# config_value FILE TABLE KEY: a plain value of a key in a [table]; nothing when absent.
config_value() {
    [ -r "$1" ] || return 0
    awk -v table="$2" -v key="$3" '
        /^[ \t]*#/ { next }
        /^[ \t]*\[/ {
            here = $0
            gsub(/^[ \t]*\[[ \t]*|[ \t]*\].*$/, "", here)
            next
        }
        here == table && match($0, "^[ \t]*" key "[ \t]*=[ \t]*") {
            value = substr($0, RLENGTH + 1)
            sub(/[ \t]+#.*$/, "", value)
            gsub(/^"|"[ \t]*$/, "", value)
            print value
            exit
        }' "$1"
}

# Whether any source stands in the configuration.
config_has_sources() {
    [ -r "$1" ] || return 1
    grep -qE '^[[:space:]]*(\[[[:space:]]*sources[[:space:]]*\.|sources[[:space:]]*\.)' "$1"
}

# The first line that cannot be TOML, said with its number; nothing when all lines could be.
config_first_fault() {
    awk '
        BEGIN { depth = 0; long = "" }
        {
            line = $0
            if (long != "") {
                if (index(line, long)) long = ""
                next
            }
            if (match(line, /"""|'"'''"'/)) {
                mark = substr(line, RSTART, 3)
                if (!index(substr(line, RSTART + 3), mark)) long = mark
                next
            }
            gsub(/\\\\|\\"/, "", line)              # escapes
            gsub(/"[^"]*"/, "S", line)              # strings
            gsub(/'"'[^']*'"'/, "S", line)
            sub(/#.*$/, "", line)                   # what is left of a comment
            if (line ~ /["'"'"']/) { fault("a quote that is not closed"); exit }
            if (depth == 0 && line ~ /[^ \t\r]/) {
                if (line ~ /^[ \t]*\[/) {
                    if (line !~ /^[ \t]*\[\[?[^][]+\]\]?[ \t\r]*$/) { fault("a table name that is not closed"); exit }
                    next
                }
                if (line !~ /=/) { fault("neither a [table] nor a key = value"); exit }
            }
            opened = gsub(/[[{]/, "", line)
            closed = gsub(/[]}]/, "", line)
            depth += opened - closed
            if (depth < 0) { fault("a bracket that closes nothing"); exit }
        }
        END {
            if (!found && depth > 0) fault("the end of the file, and a bracket still open")
            if (!found && long != "") fault("the end of the file, and a text still open")
        }
        function fault(what) { found = 1; printf "line %d: %s\n", NR, what }' "$1"
}
