# shellcheck shell=bash
# A headless Chromium, driven by chromedriver's plain HTTP (the W3C's WebDriver): start, look, end.

# Starts chromedriver and one browser; leaves $browser (its address) and $browser_pid.
open_browser() {
    local port=19515 log=$1 answer tries=0
    until port_is_free "$port"; do port=$((port + 1)); done
    chromedriver --port="$port" >"$log" 2>&1 &
    browser_pid=$!
    until curl -fs "http://127.0.0.1:$port/status" >/dev/null 2>&1; do
        kill -0 "$browser_pid" 2>/dev/null || die "chromedriver does not start: $(tail -n 3 -- "$log")"
        tries=$((tries + 1))
        [ "$tries" -le 100 ] || die "chromedriver does not answer: $(tail -n 3 -- "$log")"
        sleep 0.1
    done
    # Chromium's own sandbox needs what root and containers do not have; the only page it sees is ours.
    answer=$(curl -s "http://127.0.0.1:$port/session" -d '{"capabilities": {"alwaysMatch": {"goog:chromeOptions":
        {"args": ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--mute-audio",
        "--autoplay-policy=no-user-gesture-required"]}}}}')
    browser=http://127.0.0.1:$port/session/$(json_value "$answer" sessionId)
    [ -n "$(json_value "$answer" sessionId)" ] || die "Chromium does not start: $answer"
}

close_browser() {
    [ -n "${browser_pid:-}" ] || return 0
    curl -s -X DELETE "$browser" >/dev/null 2>&1 || true
    kill "$browser_pid" 2>/dev/null || true
    wait "$browser_pid" 2>/dev/null || true
    browser_pid=
}

# browse ROUTE JSON: one command; prints the answer.
browse() { curl -s "$browser/$1" -H 'Content-Type: application/json' -d "$2"; }

# devtools METHOD JSON: one command of Chromium's own protocol.
devtools() { browse goog/cdp/execute "{\"cmd\": \"$1\", \"params\": $2}"; }

# In the page: what the function body `$1` returns, as JSON.
in_page() { browse execute/sync "{\"script\": \"$1\", \"args\": []}"; }

# Waits until an expression holds in the page.
until_page() {
    local tries=0
    until [[ $(in_page "return Boolean($1)") == *true* ]]; do
        tries=$((tries + 1))
        [ "$tries" -le 200 ] || die "the page never came to: $1"
        sleep 0.1
    done
}

# window WIDTH HEIGHT SCALE light|dark
window() {
    devtools Emulation.setDeviceMetricsOverride \
        "{\"width\": $1, \"height\": $2, \"deviceScaleFactor\": $3, \"mobile\": false}" >/dev/null
    devtools Emulation.setEmulatedMedia \
        "{\"features\": [{\"name\": \"prefers-color-scheme\", \"value\": \"$4\"}]}" >/dev/null
}

# The page as it is seen now, as a PNG.
picture() {
    curl -s "$browser/screenshot" | sed 's/^.*"value":"//; s/".*$//' | base64 -d >"$1"
}
