"""Odd audio files, and a catalogue held against ffprobe.

usage: bench-odd.py make FOLDER
       bench-odd.py compare CATALOGUE-FOLDER FOLDER…

`make` writes files that sound libraries rarely hold, with what is installed of sox, flac, lame and ffmpeg, and
some byte by byte. A file's true length in milliseconds, as a decoder plays it, is in its name: `4000ms 8 channels.wav`;
`0ms` where a claim is so absurd that none is to be believed (a sample a second), and a problem says so.

`compare` asks ffprobe of every catalogued file below the folders, and prints lines of name, value and target,
separated by tabs; a target `example` marks one difference in words. Lengths are compared with the one in the
name, where there is one: ffprobe guesses some.
"""
import concurrent.futures
import json
import os
import re
import shutil
import sqlite3
import struct
import subprocess
import sys

# name, length in ms, ending, command. Files of 1 Hz are long enough not to be passed over for their size.
SOX = [
    ("1 Hz", 0, "wav", "-r 1 -b 16 {out} synth 2000 sine 0.1"),
    ("3 Hz float", 0, "wav", "-r 3 -b 32 -e floating-point {out} synth 2000 sine 0.1"),
    ("192 kHz", 2000, "wav", "-r 192000 -b 24 -c 2 {out} synth 2 pinknoise"),
    ("384 kHz", 1500, "wav", "-r 384000 -b 32 -c 2 {out} synth 1.5 sine 440"),
    ("8 channels", 2000, "wav", "-r 96000 -b 24 -c 8 {out} synth 2 pinknoise"),
    ("32 channels", 1000, "wav", "-r 48000 -b 16 -c 32 {out} synth 1 sine 440"),
    ("unsigned", 2000, "wav", "-r 11025 -b 8 {out} synth 2 sine 440"),
    ("mu-law", 2000, "wav", "-r 8000 -e mu-law {out} synth 2 sine 440"),
    ("double", 2000, "wav", "-r 44100 -b 64 -e floating-point {out} synth 2 sine 440"),
    ("192 kHz", 2000, "aiff", "-r 192000 -b 24 -c 2 {out} synth 2 pinknoise"),
    ("8 channels", 2000, "aiff", "-r 44100 -b 16 -c 8 {out} synth 2 pinknoise"),
    ("1 Hz", 0, "aiff", "-r 1 -b 16 {out} synth 2000 sine 0.1"),
    ("1 Hz", 0, "au", "-r 1 -b 16 {out} synth 2000 sine 0.1"),
    ("float", 2000, "au", "-r 96000 -b 32 -e floating-point {out} synth 2 sine 440"),
    ("192 kHz", 2000, "w64", "-r 192000 -b 24 -c 2 {out} synth 2 pinknoise"),
    ("mono", 2000, "caf", "-r 22050 -b 16 {out} synth 2 sine 440"),
    ("low", 2000, "ogg", "-r 8000 {out} synth 2 sine 440"),
]
FLAC = [
    ("192 kHz 8 channels", 2000, "-r 192000 -b 24 -c 8", "-8 --lax"),
    ("no seek table", 3000, "-r 44100 -b 16 -c 2", "-0 --no-seektable --no-padding"),
    ("small blocks", 2000, "-r 48000 -b 16 -c 1", "-b 16 --lax"),
    ("large blocks", 2000, "-r 44100 -b 24 -c 2", "-b 65535 --lax"),
    ("8 bit", 2000, "-r 8000 -b 8 -c 1", "-5"),
    ("1 Hz", 0, "-r 1 -b 16 -c 1", "-5 --lax"),
    ("655350 Hz", 1000, "-r 655350 -b 16 -c 1", "-5 --lax"),
]
LAME = [
    ("V0", 3000, "-r 44100 -c 2", "-V 0"), ("V9", 3000, "-r 44100 -c 2", "-V 9"),
    ("abr", 3000, "-r 48000 -c 2", "--abr 190"), ("24 kbit", 3000, "-r 8000 -c 1", "-b 24 --resample 8"),
    # Its frames have no room for the header that tells of the padding.
    ("8 kbit", 3168, "-r 8000 -c 1", "-b 8 --resample 8"),
    ("without header", 3000, "-r 44100 -c 2", "-b 320 -t"), ("22 kHz", 3000, "-r 22050 -c 1", "-b 64"),
    ("large tag", 3000, "-r 44100 -c 2", "-V 2 --tt title --ty 2001 --pad-id3v2-size 300000"),
    ("error protection", 3000, "-r 44100 -c 2", "-b 128 -p"),
]


def run(*words):
    """True when it did; what a program cannot make here is left out, and said."""
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if subprocess.run(words, **quiet).returncode == 0:
        return True
    print(f"left out: {' '.join(words)}", file=sys.stderr)
    return False


def made_by_programs(folder):
    if not shutil.which("sox"):
        print("sox is not installed: fewer odd files", file=sys.stderr)
        return
    for name, ms, ending, words in SOX:
        out = os.path.join(folder, f"{ms}ms sox {name}.{ending}")
        # The path has spaces: it takes its word's place after the split.
        run("sox", "-D", "-n", *[out if word == "{out}" else word for word in words.split()])
    for encoder, cases, ending in (("flac", FLAC, "flac"), ("lame", LAME, "mp3")):
        if not shutil.which(encoder):
            print(f"{encoder} is not installed: fewer odd files", file=sys.stderr)
            continue
        for name, ms, sound, words in cases:
            wave = os.path.join(folder, "wave.tmp")
            out = os.path.join(folder, f"{ms}ms {encoder} {name}.{ending}")
            length = str(ms // 1000 or 2000)
            if not run("sox", "-D", "-n", *sound.split(), "-t", "wav", wave, "synth", length, "sine", "0.4"):
                continue
            if encoder == "flac":
                run("flac", "-s", "-f", *words.split(), "-o", out, wave)
            else:
                run("lame", "--quiet", *words.split(), wave, out)
            os.remove(wave)


def wave_format(rate, channels, bits, kind=1):
    block = channels * bits // 8
    return struct.pack("<HHIIHH", kind, channels, rate, rate * block, block, bits)


def chunk(name, body, pad=True):
    return name + struct.pack("<I", len(body)) + body + (b"\0" if pad and len(body) % 2 else b"")


def noise(count):
    return bytes((i * 131 + (i >> 7) * 17) & 0xFF for i in range(count))


def made_by_hand(folder):
    def write(ms, name, data):
        with open(os.path.join(folder, f"{ms}ms hand {name}.wav"), "wb") as out:
            out.write(data)

    def riff(*chunks, size=None):
        body = b"WAVE" + b"".join(chunks)
        return b"RIFF" + struct.pack("<I", len(body) if size is None else size) + body

    fmt = chunk(b"fmt ", wave_format(8000, 1, 16))
    data = chunk(b"data", noise(32_000))
    write(2000, "junk before fmt", riff(chunk(b"JUNK", bytes(92)), fmt, data))
    write(2000, "odd chunk, padded", riff(fmt, chunk(b"note", b"odd"), data))
    write(2000, "odd data, padded", riff(chunk(b"fmt ", wave_format(8000, 1, 8)), chunk(b"data", noise(16_001)), chunk(b"LIST", b"INFOINAM\x04\0\0\0sine")))
    write(2000, "list behind data", riff(fmt, data, chunk(b"LIST", b"INFOINAM\x05\0\0\0sine\0\0")))
    write(2000, "two hundred chunks", riff(fmt, *(chunk(b"x%03d" % i, bytes(i)) for i in range(200)), data))
    write(2000, "large chunk before data", riff(fmt, chunk(b"bext", bytes(700_000)), data))
    write(2000, "stream, sizes unknown", riff(fmt, b"data\xff\xff\xff\xff" + noise(32_000), size=0xFFFF_FFFF))
    write(2000, "stream, sizes zero", b"RIFF\0\0\0\0WAVE" + fmt + b"data\0\0\0\0" + noise(32_000))
    extensible = wave_format(8000, 1, 16, 0xFFFE) + struct.pack("<HHI", 22, 16, 4)
    extensible += b"\x01\x00\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71"
    write(2000, "extensible", riff(chunk(b"fmt ", extensible), data))

    # Over 4 GB, all of it a hole: 192 kHz, eight channels, 32 bits; 6,144,000 bytes a second, 900 s.
    size = 900 * 6_144_000
    sizes = chunk(b"ds64", struct.pack("<QQQI", size + 80, size, 900 * 192_000, 0))
    head = b"RF64\xff\xff\xff\xffWAVE" + sizes + chunk(b"fmt ", wave_format(192_000, 8, 32)) + b"data\xff\xff\xff\xff"
    with open(os.path.join(folder, "900000ms hand RF64 over 4 GB.wav"), "wb") as out:
        out.write(head)
        out.write(noise(65_536))
        out.truncate(len(head) + size)


def asked(path):
    """What ffprobe says: rate, channels, bits, codec, seconds; None where it knows no audio."""
    command = ["ffprobe", "-v", "quiet", "-select_streams", "a:0", "-of", "json", "-show_entries",
               "stream=codec_name,sample_rate,channels,bits_per_sample,bits_per_raw_sample:format=duration", path]
    answer = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE).stdout
    try:
        answer = json.loads(answer)
        stream = answer["streams"][0]
    except (ValueError, KeyError, IndexError):
        return None
    number = lambda key: int(stream.get(key) or 0)
    seconds = answer.get("format", {}).get("duration")
    bits = number("bits_per_raw_sample") or number("bits_per_sample") or None
    return (number("sample_rate") or None, number("channels") or None, bits, stream.get("codec_name"),
            float(seconds) if seconds else None)


def made(roots):
    """Paths below the folders of files whose name tells their length."""
    return {os.path.join(folder, name) for root in roots for folder, _, names in os.walk(root.rstrip(b"/"))
            for name in names if re.match(rb"\d+ms ", name)}


def compare(catalogue, folders):
    name = next(n for n in os.listdir(catalogue) if n.endswith(".db"))
    db = sqlite3.connect(os.path.join(catalogue, name))
    db.text_factory = bytes
    query = """SELECT a.path, a.sample_rate, a.channels, a.bit_depth, c.codec, a.duration_secs
        FROM audio_files a JOIN contents c ON c.id = a.id WHERE a.deleted = 0"""
    rows = {}
    for row in db.execute(query):
        path = row[0] if isinstance(row[0], bytes) else row[0].encode()
        rows[path] = row[1:4] + (row[4].decode() if row[4] else None, row[5])
    problems = {}
    for folder, name, kind in db.execute("""SELECT d.path, p.name, p.kind FROM problems p
            JOIN directory_paths d ON d.id = p.directory_id WHERE p.name IS NOT NULL"""):
        problems.setdefault(folder + b"/" + name, set()).add(kind)
    roots = [os.path.realpath(os.fsencode(folder)) + b"/" for folder in folders]
    paths = [path for path in rows if any(path.startswith(root) for root in roots)]
    different = dict.fromkeys(("sample rates", "channels", "bit depths", "codecs"), 0)
    unread = guessed = off = held = 0
    examples = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, theirs in zip(paths, pool.map(asked, paths)):
            ours = rows[path]
            text = repr(path.decode("utf-8", "replace"))
            if theirs is None or theirs[0] is None:
                # No sound in it: nothing may be claimed of it either.
                if ours[0] is not None:
                    unread += 1
                    examples.append(("read, and not by ffprobe", f"{text}: {ours}"))
                continue
            told = re.match(r"(\d+)ms ", os.path.basename(path).decode("utf-8", "replace"))
            if not told and ours[0] is None and b"not-audio" in problems.get(path, ()):
                # Bytes by chance in which some demuxer without a header of its own sees frames.
                guessed += 1
                continue
            held += 1
            for kind, mine, other in zip(different, ours, theirs):
                if mine != other:
                    different[kind] += 1
                    examples.append((f"{kind} different", f"{text}: {mine}, ffprobe {other}"))
            if told:
                true = int(told[1]) / 1000
                if true == 0:
                    wrong = ours[4] is not None or b"suspect" not in problems.get(path, ())
                else:
                    wrong = ours[4] is None or abs(ours[4] - true) > max(0.06, 0.02 * true)
                if wrong:
                    off += 1
                    examples.append(("durations off", f"{text}: {ours[4]}, ffprobe {theirs[4]}"))
    print("files held against ffprobe", held, "", sep="\t")
    print("files made, and not catalogued", len(made(roots) - set(paths)), 0, sep="\t")
    print("read, and not by ffprobe", unread, 0, sep="\t")
    print("noise, in which ffprobe sees sound", guessed, "", sep="\t")
    for kind, count in different.items():
        print(f"{kind} different", count, 0, sep="\t")
    print("durations off (60 ms, 2 %) where known", off, 0, sep="\t")
    for kind, words in examples[:20]:
        print(kind, words.replace("\t", " "), "example", sep="\t")


if sys.argv[1] == "make":
    made_by_programs(sys.argv[2])
    made_by_hand(sys.argv[2])
else:
    compare(sys.argv[2], sys.argv[3:])
