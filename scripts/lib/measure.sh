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

# median_ratio "A…" "B…": the median of the pairs' ratios, each pair taken in one round.
median_ratio() {
    local a b ratios=()
    read -ra a <<<"$1"
    read -ra b <<<"$2"
    local i
    for i in "${!a[@]}"; do ratios+=("$(awk -v a="${a[i]}" -v b="${b[i]}" 'BEGIN { printf "%.4f", (b > 0 ? a / b : 0) }')"); done
    median "${ratios[@]}"
}

# report NAME MEASURED UNIT YARDSTICK RATIO TARGET: one line, or one JSON object. An empty yardstick
# was not there to be compared with; a target is the largest ratio that meets the budget.
report() {
    local name=$1 measured=$2 unit=$3 yardstick=$4 ratio=$5 target=$6 verdict=
    if [ -n "$ratio" ]; then verdict=$(awk -v r="$ratio" -v t="$target" 'BEGIN { print (r <= t ? "met" : "missed") }'); fi
    if [ "$as_json" = yes ]; then
        printf '{"name":"%s","measured":%s,"unit":"%s","yardstick":"%s","ratio":%s,"target_ratio":%s,"met":%s}\n' \
            "$name" "$measured" "$unit" "$yardstick" "${ratio:-null}" "${target:-null}" \
            "$(case $verdict in met) echo true ;; missed) echo false ;; *) echo null ;; esac)"
    elif [ -n "$ratio" ]; then
        printf '%-34s %10.3f %-8s ratio %.3g to %s, target ≤ %s: %s\n' \
            "$name" "$measured" "$unit" "$ratio" "$yardstick" "$target" "$verdict"
    else
        printf '%-34s %10.3f %-8s %s\n' "$name" "$measured" "$unit" "${yardstick:+(not compared: $yardstick)}"
    fi
}
