"""Holds a catalogue against the list of a generated library.

usage: bench-corpus.py CATALOGUE-FOLDER LIBRARY LIST

A length is true when a decoder makes that many samples. The list has the length of the sound before it was encoded;
an MP3 or ADTS stream without a header says nothing of its encoder's padding, which every player plays. Where
catalogue and list are more than 5 ms apart, ffmpeg decodes the file and its samples are counted.

Prints lines of name, value and target, separated by tabs; a target `example` marks one mistake in words.
Nothing here is the daemon's own code: names are folded, and near duplicates grouped, from the rule's words.
"""
import base64
import collections
import json
import os
import sqlite3
import subprocess
import sys
import unicodedata

SPAN = 0.5  # seconds that a member of a near group may be longer than the shortest
ROUNDING = 1e-6
APART = 0.005  # seconds between catalogue and list from which a decoder is asked


def as_bytes(value):
    return value if isinstance(value, bytes) else value.encode()


def base_name(path):
    name = os.path.basename(path)
    dot = name.rfind(b".")
    stem = (name[:dot] if dot > 0 else name).decode("utf-8", "replace")
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", stem).casefold())


def near_groups(members):
    """members: (base name, duration, content). Groups as sets of contents."""
    names = collections.defaultdict(list)
    for name, duration, content in members:
        names[name].append((duration, content))
    groups = set()
    for same in names.values():
        same.sort()
        start = 0
        while start < len(same):
            end = start
            while end < len(same) and same[end][0] - same[start][0] <= SPAN + ROUNDING:
                end += 1
            if end - start > 1:
                groups.add(frozenset(content for _, content in same[start:end]))
            start = end
    return groups


def off(found, truth):
    return found is None or abs(found - truth) > max(0.06, 0.02 * truth)


def decoded(path, rate):
    """Seconds that a decoder makes of a file; None where it cannot."""
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", path, "-map", "0:a:0", "-ac", "1", "-f", "s16le", "-"]
    samples = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    return len(samples) / 2 / rate if samples else None


class Catalogue:
    def __init__(self, folder):
        names = [n for n in os.listdir(folder) if n.endswith(".db")]
        self.db = sqlite3.connect(os.path.join(folder, names[0]))
        self.db.text_factory = bytes
        self.rows = {}  # content: (path of its primary file, duration, rate, channels, bits, format)
        self.content = {}  # path: content
        columns = "id, path, duration_secs, sample_rate, channels, bit_depth, format"
        for row in self.db.execute(f"SELECT {columns} FROM audio_files WHERE deleted = 0"):
            path = as_bytes(row[1])
            self.rows[row[0]] = (path,) + row[2:]
            self.content[path] = row[0]
        for content, path in self.db.execute("SELECT original_id, duplicate_path FROM duplicate_paths"):
            self.content[as_bytes(path)] = content
        self.problems = collections.defaultdict(set)
        for folder, name, kind in self.db.execute(
            "SELECT d.path, p.name, p.kind FROM problems p JOIN directory_paths d ON d.id = p.directory_id"
        ):
            if name is not None:
                self.problems[as_bytes(folder) + b"/" + as_bytes(name)].add(kind.decode())
        self.near = collections.defaultdict(set)
        for content, leader in self.db.execute("SELECT content_id, leader_id FROM near"):
            self.near[leader].add(content)
        (self.estimated,) = self.db.execute(
            "SELECT count(*) FROM contents WHERE estimated = 1 AND present > 0"
        ).fetchone()


class Comparison:
    def __init__(self, catalogue, root, entries):
        self.catalogue = catalogue
        self.entries = entries
        self.lines = []
        self.examples = []
        for entry in entries:
            entry["path"] = root + b"/" + base64.b64decode(entry["p"])
        kinds = ("unique", "dup", "dup-first", "near", "collide")
        self.valid = [e for e in entries if e["kind"] in kinds]

    def say(self, name, value, target=""):
        self.lines.append((name, value, target))

    def example(self, name, entry_or_path, words):
        path = entry_or_path["path"] if isinstance(entry_or_path, dict) else entry_or_path
        if sum(e[0] == name for e in self.examples) < 3:
            self.examples.append((name, f"{path.decode('utf-8', 'replace')!r} {words}"))

    def lengths(self):
        """Puts the length that plays in place of the one that was encoded."""
        asked = {}
        for entry in self.valid:
            content = self.catalogue.content.get(entry["path"])
            duration, rate = self.catalogue.rows.get(content, (None,) * 3)[1:3]
            if duration is None or not rate or abs(duration - entry["dur"]) <= APART:
                continue
            if content not in asked:
                asked[content] = decoded(entry["path"], entry["rate"])
            entry["dur"] = asked[content] or entry["dur"]
        self.say("contents whose length a decoder was asked for", len(asked))

    def presence(self):
        self.say("audio in the library", len(self.valid))
        missing = [e for e in self.valid if e["path"] not in self.catalogue.content]
        for entry in missing:
            self.example("audio not catalogued", entry, entry["kind"])
        self.say("audio not catalogued", len(missing), 0)
        for kind in ("excluded", "noise", "appledouble", "symlink"):
            found = [e for e in self.entries if e["kind"] == kind and e["path"] in self.catalogue.content]
            for entry in found:
                self.example(f"{kind} catalogued", entry, "")
            self.say(f"{kind} catalogued", len(found), 0)

    def exact(self):
        truth = collections.defaultdict(set)
        found = collections.defaultdict(set)
        for entry in self.valid:
            truth[entry["cid"]].add(entry["path"])
            if entry["path"] in self.catalogue.content:
                found[self.catalogue.content[entry["path"]]].add(entry["path"])
        expected = {frozenset(paths) for paths in truth.values() if len(paths) > 1}
        groups = {frozenset(paths) for paths in found.values() if len(paths) > 1}
        self.say("exact groups right", len(expected & groups), len(expected))
        self.say("exact groups wrong", len(groups - expected), 0)
        for paths in list(groups - expected) + list(expected - groups):
            self.example("exact groups", min(paths), f"{len(paths)} files")
        pairs = collections.defaultdict(list)
        for entry in self.valid:
            if entry["kind"] == "collide":
                pairs[entry["group"]].append(self.catalogue.content.get(entry["path"]))
        right = sum(None not in pair and len(set(pair)) == len(pair) for pair in pairs.values())
        self.say("trap pairs told apart", right, len(pairs))

    def properties(self):
        durations = collections.Counter()
        wrong = collections.Counter()
        for entry in self.valid:
            row = self.catalogue.rows.get(self.catalogue.content.get(entry["path"]))
            if row is None:
                continue
            _, duration, rate, channels, bits, _ = row
            if off(duration, entry["dur"]):
                durations[entry["ext"]] += 1
                self.example("durations off", entry, f"{duration} s, truly {entry['dur']} s")
            for name, value, true in (
                ("sample rates", rate, entry["rate"]),
                ("channels", channels, entry["ch"]),
                ("bit depths", bits, entry["bits"] or None),
            ):
                if value != true:
                    wrong[name] += 1
                    self.example(f"{name} wrong", entry, f"{value}, truly {true}")
        self.say("durations off (60 ms, 2 %)", sum(durations.values()), 0)
        for name in ("sample rates", "channels", "bit depths"):
            self.say(f"{name} wrong", wrong[name], 0)
        self.say("contents with an estimated duration", self.catalogue.estimated)

    def near(self):
        truth, entries = {}, {}
        for entry in self.valid:
            content = self.catalogue.content.get(entry["path"])
            if content is not None:
                truth[content] = entry["dur"]
                entries[content] = entry
        found = {frozenset(group) for group in self.catalogue.near.values()}
        by_catalogue = [
            (base_name(row[0]), row[1], content)
            for content, row in self.catalogue.rows.items() if row[1] is not None]
        asked = set()
        while True:
            # What is broken has no true duration; only the catalogue's own is there.
            expected = near_groups(
                (base_name(row[0]), truth.get(content, row[1]), content)
                for content, row in self.catalogue.rows.items()
                if truth.get(content, row[1]) is not None)
            # Where some milliseconds decide who belongs together, those count that play.
            doubtful = {one for group in found ^ expected for one in group if one in entries} - asked
            if not doubtful:
                break
            asked |= doubtful
            for content in doubtful:
                entry = entries[content]
                truth[content] = decoded(entry["path"], entry["rate"]) or truth[content]
        self.say("near groups right", len(found & expected), len(expected))
        self.say("near groups wrong", len(found - expected), 0)
        own = near_groups(by_catalogue)
        self.say("near groups wrong by own durations", len(found ^ own), 0)
        for group in list(found ^ own)[:3]:
            self.example("near groups", self.catalogue.rows[min(group)][0], f"{len(group)} contents")
        for kind, groups in (("wrong", found - expected), ("missed", expected - found)):
            for group in groups:
                rows = [self.catalogue.rows[one] for one in group]
                lengths = [(row[1], truth.get(one), row[5]) for one, row in zip(group, rows)]
                words = f"own and true lengths: {sorted(lengths, key=repr)}"
                self.example(f"near groups {kind}", rows[0][0], words)

    def broken(self):
        mistakes = 0
        entries = [e for e in self.entries if e["kind"] == "broken"]
        for entry in entries:
            content = self.catalogue.content.get(entry["path"])
            row = self.catalogue.rows.get(content)
            problems = self.catalogue.problems.get(entry["path"], set())
            how = entry.get("broken")
            if how in ("empty", "header-only"):
                right = row is None and not problems
            elif how in ("text", "zeros", "random", "html"):
                right = row is not None and row[1:4] == (None, None, None) and problems == {"not-audio"}
            elif how == "wrong-ext":
                right = row is not None and row[5] == b"mp3" and "wrong-extension" in problems
            else:
                # Cut short: what is left plays, or the file is a problem.
                right = row is not None and (bool(problems) or row[1] is not None)
            if not right:
                mistakes += 1
                self.example("broken files", entry, f"{how}: {row and row[1:]} {problems}")
        self.say("broken files", len(entries))
        self.say("broken files mistaken", mistakes, 0)


def main():
    folder, library, manifest = sys.argv[1:]
    with open(manifest) as lines:
        entries = [json.loads(line) for line in lines]
    comparison = Comparison(Catalogue(folder), os.fsencode(os.path.realpath(library)), entries)
    comparison.presence()
    comparison.lengths()
    comparison.exact()
    comparison.properties()
    comparison.near()
    comparison.broken()
    for name, value, target in comparison.lines:
        print(name, value, target, sep="\t")
    for name, words in comparison.examples:
        print(name, words.replace("\t", " "), "example", sep="\t")


main()
