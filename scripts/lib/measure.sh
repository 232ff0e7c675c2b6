# shellcheck shell=bash
# Timing commands, medians, and lines that set a figure beside its yardstick and target.

# seconds COMMAND…: how long it took; its output goes to $measure_log. Fails as the command does.
seconds() {
    local before=$EPOCHREALTIME after
    "$@" >>"$measure_log" 2>&1 || return 1
    after=$EPOCHREALTIME
    awk -v a="${before/,/.}" -v b="${after/,/.}" 'BEGIN { printf "%.4f", b - a }'
}

# median NUMBER…
median() {
    printf '%s\n' "$@" | LC_ALL=C sort -g |
        awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# percentile PERCENT: of the numbers on standard input, one a line.
percentile() {
    LC_ALL=C sort -g | awk -v p="$1" '{ v[NR] = $1 } END {
        if (NR == 0) exit 1
        rank = int((NR * p + 99) / 100)
        print v[rank < 1 ? 1 : rank]
    }'
}

# ratios "A…" "B…": each A over the B of its round; a B of nothing gives nothing to compare with.
ratios() {
    local a b i
    read -ra a <<<"$1"
    read -ra b <<<"$2"
    for i in "${!b[@]}"; do
        awk -v a="${a[i]:-}" -v b="${b[i]}" 'BEGIN { if (a != "" && b > 0) printf "%.4f ", a / b }'
    done
}

# calculate EXPRESSION: awk's arithmetic.
calculate() { awk "BEGIN { printf \"%.6g\", $1 }"; }

# report NAME KEY=VALUE…: one line, or one JSON object.
#   measured, unit   the figure; several rounds of it: their median
#   spread           the rounds, "A B C": shown as the least and the most
#   beside, value    the yardstick's name, and its figure
#   ratio            the figure over the yardstick's; several: their median, and their spread is shown
#   most, least      the target of the ratio, or of the figure where there is no ratio
report() {
    local name=$1 measured='' unit='' spread='' beside='' value='' ratio='' most='' least='' low='' high=''
    shift
    local pair judged verdict='' target=''
    for pair in "$@"; do local "${pair%%=*}=${pair#*=}"; done
    # shellcheck disable=SC2086 # a list of numbers
    if [ -n "$ratio" ]; then
        if [[ ${ratio% } == *' '* ]]; then spread=$ratio; fi
        ratio=$(median $ratio)
    fi
    # shellcheck disable=SC2086
    if [[ $spread == *' '* ]]; then
        low=$(printf '%s\n' $spread | LC_ALL=C sort -g | head -n 1)
        high=$(printf '%s\n' $spread | LC_ALL=C sort -g | tail -n 1)
    fi
    judged=${ratio:-$measured}
    if [ -n "$most$least" ]; then
        target="${most:+≤ $most}${least:+≥ $least}"
        if [ -n "$most" ] && [ "$most" = "$least" ]; then target="= $most"; fi
        verdict=$(awk -v f="$judged" -v m="$most" -v l="$least" \
            'BEGIN { print ((m == "" || f <= m + 0) && (l == "" || f >= l + 0)) ? "ok" : "MISSED" }')
    fi
    if [ "$as_json" = yes ]; then
        printf '{"name":"%s","measured":%s,"unit":"%s","yardstick":%s,"yardstick_value":%s,"ratio":%s' \
            "$name" "${measured:-null}" "$unit" "$(json_text "$beside")" "${value:-null}" "${ratio:-null}"
        printf ',"target":%s,"spread":%s,"met":%s}\n' "$(json_text "$target")" \
            "$([ -n "$low" ] && printf '[%s,%s]' "$low" "$high" || printf null)" \
            "$(case $verdict in ok) echo true ;; MISSED) echo false ;; *) echo null ;; esac)"
        return
    fi
    local words=
    if [ -n "$beside" ]; then words="$beside${value:+ $(short "$value") $unit}${ratio:+, ratio $(short "$ratio")}"; fi
    printf '%-46s %10s %-8s %-50s %s%s %s\n' "$name" "$(short "$measured")" "$unit" "$words" \
        "$(padded 10 "$target")" "$(padded 14 "${low:+$(short "$low")–$(short "$high")}")" "$verdict"
}

# printf counts bytes, and some characters have three.
padded() {
    local text=$2
    while [ ${#text} -lt "$1" ]; do text="$text "; done
    printf '%s' "$text"
}

json_text() { if [ -n "$1" ]; then printf '"%s"' "$1"; else printf null; fi; }

# Four digits that count; whole numbers whole.
short() {
    awk -v n="$1" 'BEGIN { if (n == "") exit; if (n == int(n) && n < 1e15) printf "%d", n; else printf "%.4g", n }'
}

# skipped NAME REASON: what was not measured, and why.
skipped() {
    if [ "$as_json" = yes ]; then
        printf '{"name":"%s","skipped":"%s"}\n' "$1" "$2"
    else
        printf '%-46s skipped: %s\n' "$1" "$2"
    fi
}

# figures COMMAND…: runs it and reads its `name value` lines into the array `figure`.
figures() {
    local name value
    figure=()
    "$@" >"$work/figures" 2>>"$measure_log" || return 1
    while read -r name value; do figure["$name"]=$value; done <"$work/figures"
}
