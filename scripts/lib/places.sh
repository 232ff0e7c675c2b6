# shellcheck shell=bash disable=SC2034 # read by whoever sources this
# Where things are: the checkout, its build, and the user's folders (XDG).

repository=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)

: "${HOME:?is not set: audiowatch keeps its configuration and catalogue below it}"
# A variable that is no absolute path counts as unset, as the XDG specification says.
absolute_or() { if [[ ${1:-} == /* ]]; then printf '%s' "$1"; else printf '%s' "$2"; fi; }

# Reads the XDG variables into the names below; again after they were changed (the demo does).
find_places() {
    cache_folder=$(absolute_or "${XDG_CACHE_HOME:-}" "$HOME/.cache")/audiowatch
    config_file=$(absolute_or "${XDG_CONFIG_HOME:-}" "$HOME/.config")/audiowatch/config.toml
    data_folder=$(absolute_or "${XDG_DATA_HOME:-}" "$HOME/.local/share")/audiowatch
    state_folder=$(absolute_or "${XDG_STATE_HOME:-}" "$HOME/.local/state")/audiowatch
    daemon_log=$state_folder/daemon.log
}
find_places

build_log=$cache_folder/build.log
demo_folder=$cache_folder/demo

# Where scripts/install puts things unless it is told otherwise.
install_prefix=$HOME/.local
install_bin=$install_prefix/bin

# What a release build makes. Tests of the scripts have a debug build installed instead.
release_folder=${AUDIOWATCH_BUILD:-$repository/.build/release}
program=$release_folder/audiowatch
helper=$release_folder/audiowatch-probe
tray=$release_folder/audiowatch-tray

# The nearest folder that exists already, at or above a path: df needs one.
existing_parent() {
    local path=$1
    while [ ! -d "$path" ]; do path=$(dirname -- "$path"); done
    printf '%s' "$path"
}
