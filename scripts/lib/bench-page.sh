# shellcheck shell=bash
# The page in a real browser over a large catalogue: how soon it is there, and how soon it answers.

bench_page() {
    local size name value unit most
    local -A figure=()
    for name in chromium chromedriver python3 ffmpeg; do
        command -v "$name" >/dev/null 2>&1 && continue
        skipped "page" "$name is not installed"
        return
    done
    size=${query_sizes[-1]}
    forget_everything
    query_catalogue "$size"
    say "page: making sounds to listen to"
    page_sounds "$work/heard"
    configure "$work/away" "$work/heard"
    start_daemon
    settled
    fill_index
    say "page: $size files and $(find "$work/heard" -type f | wc -l) to be heard"
    python3 "$here/lib/bench-page.py" "http://127.0.0.1:$page_port/" "$daemon" "$rounds" bench1 \
        >"$work/figures" 2>>"$measure_log" || failed "measuring the page"
    while IFS=$'\t' read -r name value unit most; do
        report "page, $name" measured="$value" unit="$unit" most="$most"
    done <"$work/figures"
    stop_daemon
    rm -rf -- "$work/heard"
}

# Two hours in one piece each, and short ones of what browsers read and what they do not.
page_sounds() {
    local number
    mkdir -p -- "$1"
    ffmpeg -v error -f lavfi -i "anoisesrc=r=44100:a=0.3:d=3600" -ac 2 "$1/hour.wav" "$1/hour.aiff" ||
        failed "making sounds of an hour"
    for ((number = 0; number < 60; number++)); do
        ffmpeg -v error -f lavfi -i "sine=$((200 + number)):d=2" "$1/short $number.wav" "$1/short $number.aiff" ||
            failed "making short sounds"
    done
}
