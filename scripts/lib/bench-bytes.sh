# shellcheck shell=bash
# How many bytes of each new file are read, by strace of a first scan.

bench_bytes() {
    if ! traceable; then
        skipped "bytes read of a new file" "$untraceable"
        return
    fi
    local folder=$work/bytes wanted=400
    say "bytes: a first scan of $wanted files, traced"
    mkdir -p -- "$folder"
    distinct_sizes "$wanted" "$folder"
    forget_everything
    configure "$folder"
    strace -f -y -qq -o "$work/trace" -e trace=read,readv,pread64,preadv,preadv2,sendfile,copy_file_range,splice \
        "$program" scan --wait >>"$measure_log" 2>&1 || failed "audiowatch scan --wait"
    read_of_each "$folder" >"$work/bytes.list"
    report "bytes read of a new file, files" measured="$(wc -l <"$work/bytes.list")" unit=files
    report "bytes read of a new file, median" measured="$(percentile 50 <"$work/bytes.list")" unit=bytes most=262144
    report "bytes read of a new file, p95" measured="$(percentile 95 <"$work/bytes.list")" unit=bytes most=1048576
    report "bytes read of a new file, most" measured="$(percentile 100 <"$work/bytes.list")" unit=bytes
    rm -rf -- "$folder"
}

# distinct_sizes COUNT INTO: files of the library, no two of one size. Only files of one size can have a
# fingerprint in common, so none of these is ever digested: all that is read is read for being new.
distinct_sizes() {
    local number=0 path kilobytes step all
    all=$(find "$corpus" -type f -size +1k -printf '%s\n' | sort -u | wc -l)
    step=$((all / $1 > 0 ? all / $1 : 1))
    while IFS= read -r -d '' path; do
        path=${path#* }
        number=$((number + 1))
        if [ $((number % step)) != 0 ]; then continue; fi
        # Plain names: strace shortens long ones.
        cp -- "$path" "$2/$number.${path##*.}"
    done < <(find "$corpus" -type f -size +1k \( -iname '*.wav' -o -iname '*.aif*' -o -iname '*.flac' -o -iname '*.mp3' \
        -o -iname '*.ogg' -o -iname '*.m4a' -o -iname '*.aac' -o -iname '*.wma' \) -printf '%s %p\0' |
        sort -z -n -u -k1,1)
}

# read_of_each FOLDER: the bytes read of each file below it, one number a line.
read_of_each() {
    awk -v folder="<$1/" '
        / = [0-9]+$/ && (at = index($0, folder)) {
            file = substr($0, at, index(substr($0, at), ">"))
            bytes[file] += substr($0, match($0, /[0-9]+$/))
        }
        END { for (file in bytes) print bytes[file] }' "$work/trace"
}
