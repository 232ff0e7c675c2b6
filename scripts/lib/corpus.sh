# shellcheck shell=bash
# A library to measure with: from the generator when it is at hand, else made here with ffmpeg.

# The generator of realistic libraries: $AUDIOWATCH_CORPUS, or beside the checkout.
corpus_generator() {
    local one
    for one in "${AUDIOWATCH_CORPUS:-}" "$repository/../shared/corpus/make_corpus.py"; do
        if [ -n "$one" ] && [ -f "$one" ] && command -v python3 >/dev/null 2>&1; then
            printf '%s' "$one"
            return 0
        fi
    done
    return 1
}

# make_corpus FOLDER FILES: makes it once; a finished one is used again.
make_corpus() {
    local folder=$1 files=$2 generator
    [ ! -f "$folder.complete" ] || return 0
    rm -rf -- "$folder"
    mkdir -p -- "$(dirname -- "$folder")"
    say "making a library of $files files in $folder (once)"
    if generator=$(corpus_generator); then
        python3 "$generator" "$folder" -n "$files" >"$folder.log" 2>&1 ||
            die "the generator failed, see $folder.log"
    else
        make_plain_corpus "$folder" "$files"
    fi
    touch -- "$folder.complete"
}

# Files of many lengths in four formats, each different from every other, a tenth of them copied.
make_plain_corpus() {
    local folder=$1 files=$2 bases i base target extension size
    bases=$(mktemp -d)
    for i in {0..39}; do
        extension=$(pick "$i" wav flac mp3 aif)
        ffmpeg -v error -nostdin -y -f lavfi \
            -i "anoisesrc=c=pink:a=0.3:seed=$((i + 1)):r=$(pick "$((i / 4))" 44100 48000 96000),aformat=channel_layouts=$(pick "$((i / 2))" mono stereo)" \
            -t "$((1 + i * i / 200)).$((i % 10))" "$bases/$i.$extension" || die "ffmpeg could not make $i.$extension"
    done
    for ((i = 0; i < files; i++)); do
        base=$((i % 40))
        extension=$(pick "$base" wav flac mp3 aif)
        target=$folder/$((i % 97))/$((i % 13))/sound-$i.$extension
        mkdir -p -- "${target%/*}"
        if [ $((i % 10)) = 9 ]; then
            cp -- "$previous" "${target%.*}.${previous##*.}"
            continue
        fi
        cp -- "$bases/$base.$extension" "$target"
        # Eight bytes near the end make it another sound; no header stands there.
        size=$(stat -c %s -- "$target")
        printf '%08d' "$i" | dd of="$target" bs=1 seek=$((size - 2000)) conv=notrunc status=none
        previous=$target
    done
    rm -r -- "$bases"
}

# pick N WORD…: the word at N, counted round.
pick() {
    local n=$1
    shift
    n=$((n % $# + 1))
    printf '%s' "${!n}"
}
