# shellcheck shell=bash
# Single values out of the program's own JSON, without a JSON tool: its keys are known, and no key
# asked for here stands inside a string.

# json_object JSON KEY: the flat object under that key.
json_object() {
    printf '%s' "$1" | tr -d '\n' | grep -oE "\"$2\"[[:space:]]*:[[:space:]]*\{[^{}]*\}" | head -n 1 || true
}

# json_value JSON KEY: the first value of that key, without quotes; nothing when absent or null.
json_value() {
    printf '%s' "$1" | tr -d '\n' |
        grep -oE "\"$2\"[[:space:]]*:[[:space:]]*(\"[^\"]*\"|[^][{},[:space:]]+)" | head -n 1 |
        sed 's/^"[^"]*"[[:space:]]*:[[:space:]]*//; s/^"//; s/"$//; s/^null$//' || true
}

# json_number JSON KEY: the same as a whole number, 0 when absent.
json_number() {
    local value
    value=$(json_value "$1" "$2")
    value=${value%%.*}
    case $value in
    '' | *[!0-9]*) printf 0 ;;
    *) printf '%s' "$value" ;;
    esac
}
