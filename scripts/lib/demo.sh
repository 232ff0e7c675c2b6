# shellcheck shell=bash
# A small library of real audio to try audiowatch on, with a configuration, a catalogue and a port of its own.

demo_port=8788
# Raise it when the library below changes: an older one is then made anew.
demo_version=2

# Points every place at the demo, for this script and what it starts.
enter_demo() {
    export XDG_CONFIG_HOME=$demo_folder/config XDG_DATA_HOME=$demo_folder/data
    export XDG_STATE_HOME=$demo_folder/state XDG_RUNTIME_DIR=$demo_folder/run
    # A socket's path has at most 107 bytes.
    if [ ${#XDG_RUNTIME_DIR} -gt 80 ]; then XDG_RUNTIME_DIR=/tmp/audiowatch-demo-$(id -u); fi
    default_port=$demo_port
    find_places
}

make_demo() {
    mkdir -p -- "$demo_folder" "$(dirname -- "$config_file")"
    (umask 077 && mkdir -p -- "$XDG_RUNTIME_DIR")
    if [ "$(cat -- "$demo_folder/version" 2>/dev/null)" != "$demo_version" ]; then
        rm -rf -- "$demo_folder/library"
        make_demo_library "$demo_folder/library"
        printf '%s\n' "$demo_version" >"$demo_folder/version"
    fi
    [ -e "$config_file" ] || write_demo_config
    write_demo_command
}

write_demo_config() {
    cat >"$config_file" <<TOML
# The demo's configuration; yours would be ~/.config/audiowatch/config.toml.
[server]
port = $demo_port

[sources.demo]
path = "$(toml_text "$demo_folder/library")"
TOML
}

toml_text() {
    local text=${1//\\/\\\\}
    printf '%s' "${text//\"/\\\"}"
}

# The program with the demo's places: DEMO/audiowatch search kick
write_demo_command() {
    {
        printf '#!/usr/bin/env bash\n# audiowatch on the demo library.\n'
        printf 'export XDG_CONFIG_HOME=%q XDG_DATA_HOME=%q XDG_STATE_HOME=%q XDG_RUNTIME_DIR=%q\n' \
            "$XDG_CONFIG_HOME" "$XDG_DATA_HOME" "$XDG_STATE_HOME" "$XDG_RUNTIME_DIR"
        printf 'exec %q "$@"\n' "$program"
    } >"$demo_folder/audiowatch"
    chmod +x -- "$demo_folder/audiowatch"
}

# One ffmpeg run a file; $1 the file, $2 seconds, $3 what it sounds like, the rest ffmpeg's options.
encode() {
    local file=$1 seconds=$2 sound=$3
    shift 3
    mkdir -p -- "$(dirname -- "$file")"
    ffmpeg -v error -nostdin -y -f lavfi -i "$sound" -t "$seconds" "$@" "$file" ||
        die "ffmpeg could not make ${file##*/} for the demo."
}

# About forty files: drums, loops, vocals, whole songs, in many formats, with copies and near copies among them. They
# have attacks and tails: a waveform should look like one.
make_demo_library() {
    local to=$1 i note
    local hit="volume='exp(-9*t)':eval=frame" beat="volume='0.15+exp(-6*mod(t,0.5))':eval=frame"
    for i in 1 2 3 4 5 6; do
        encode "$to/Drums/Kicks/Kick 0$i.wav" 0.$((3 + i)) \
            "aevalsrc=0.9*exp(-$((5 + i))*t)*sin(2*PI*($((40 + 6 * i))*t-4*exp(-40*t))):s=44100" -c:a pcm_s24le
        encode "$to/Drums/Hats/hat_0$i.wav" 0.$((1 + i)) "anoisesrc=c=white:a=0.7:seed=$i:r=48000,$hit" -c:a pcm_s16le
    done
    encode "$to/Drums/Snares/Snare Tight.aif" 0.4 "anoisesrc=c=pink:a=0.9:seed=21:r=44100,$hit"
    encode "$to/Drums/Snares/Snare Room.aif" 0.9 "anoisesrc=c=pink:a=0.9:seed=22:r=96000,volume='exp(-5*t)':eval=frame"
    for note in Am:220 Cmaj:262 Dm:294 F#min:370; do
        encode "$to/Loops/120bpm/Pad Loop 120bpm ${note%%:*}.flac" 4 \
            "sine=f=${note#*:}:b=4:r=44100,volume=5,$beat" -ac 2 -metadata "title=Pad ${note%%:*}"
    done
    encode "$to/Loops/174bpm/Break 174bpm.ogg" 5.5 \
        "anoisesrc=c=pink:a=0.9:seed=31:r=44100,volume='exp(-14*mod(t,0.1724))':eval=frame" -c:a libvorbis
    encode "$to/Loops/174bpm/Reese 174bpm.opus" 5.5 "sine=f=55:b=3:r=48000,volume=5,tremolo=f=1.45:d=0.8" -c:a libopus
    for i in 1 2 3 4; do
        encode "$to/Vocals/Take $i.wav" $((2 + i)).5 \
            "sine=f=$((180 + 20 * i)):b=2:r=48000,vibrato,volume=4,tremolo=f=0.$((4 + i)):d=0.9" -c:a pcm_f32le
    done
    encode "$to/Vocals/Ümlaut – köln (final).m4a" 3 "sine=f=233:r=44100,volume=5,tremolo=f=1:d=0.7" -c:a aac
    for i in 1 2 3; do
        encode "$to/Songs/Night Bus/0$i Stop $i.mp3" $((8 + 3 * i)) "sine=f=$((110 * i)):b=5:r=44100,volume=3,$beat" \
            -c:a libmp3lame -b:a 128k -metadata "title=Stop $i" -metadata "artist=Night Bus" -metadata "album=Lines"
    done
    encode "$to/Songs/Night Bus/04 Last Stop.wma" 7 "sine=f=330:r=44100,volume=5,tremolo=f=0.3:d=0.9" -c:a wmav2
    encode "$to/Field/rain.caf" 6 "anoisesrc=c=brown:seed=41:r=48000,tremolo=f=0.2:d=0.6" -c:a pcm_s16le
    encode "$to/Field/rain long.w64" 9 "anoisesrc=c=brown:seed=42:r=48000,tremolo=f=0.2:d=0.4" -c:a pcm_s16le
    # Exact copies, under other names and in other folders.
    mkdir -p -- "$to/Old Projects/Track 7/Samples"
    cp -- "$to/Drums/Kicks/Kick 01.wav" "$to/Old Projects/Track 7/Samples/kick.wav"
    cp -- "$to/Drums/Kicks/Kick 01.wav" "$to/Old Projects/Track 7/Samples/Kick 01.wav"
    cp -- "$to/Vocals/Take 2.wav" "$to/Old Projects/Track 7/Samples/Take 2 copy.wav"
    cp -- "$to/Songs/Night Bus/01 Stop 1.mp3" "$to/Old Projects/01 Stop 1.mp3"
    # Near copies: the same name and length, other bytes.
    encode "$to/Vocals/Take 3.mp3" 5.5 "sine=f=240:b=2:r=48000,vibrato,volume=4" -c:a libmp3lame -b:a 192k
    encode "$to/Old Projects/Track 7/Samples/hat_02.flac" 0.3 "anoisesrc=c=white:a=0.7:seed=2:r=48000,$hit"
    # What no tool should trip over: a text that says it is audio.
    printf 'This is no audio, whatever its name says. %.0s' {1..60} >"$to/Field/notes.wav"
}
