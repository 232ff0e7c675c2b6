"""Slow and greedy clients at a daemon's page, and how long honest ones wait beside them."""

import argparse
import json
import os
import resource
import socket
import sys
import threading
import time

HOST = "127.0.0.1"
ASKED = b"GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def connect(port, receives=None):
    client = socket.socket()
    if receives:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receives)
    client.settimeout(30)
    client.connect((HOST, port))
    return client


def ask(port, target):
    """Status and body of one request on a connection of its own."""
    with connect(port) as client:
        client.sendall(ASKED % target)
        answer = b""
        while more := client.recv(1 << 16):
            answer += more
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), body


def memory(pid):
    """Private memory of the daemon in MB: what the kernel would get back if it ended."""
    with open(f"/proc/{pid}/smaps_rollup") as file:
        lines = {line.split(":")[0]: line for line in file if ":" in line}
    return sum(int(lines[key].split()[1]) for key in ("Private_Dirty", "Private_Clean")) / 1024


def open_files(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def waits(port, count):
    """Milliseconds that each of so many honest requests took, in turn of every kind."""
    result = []
    for number in range(count):
        target = [b"/api/status", b"/", b"/api/files?q=long", b"/api/stats"][number % 4]
        start = time.perf_counter()
        status, _ = ask(port, target)
        result.append((time.perf_counter() - start) * 1000)
        if status != 200:
            sys.exit(f"an honest request was answered by {status}")
    return sorted(result)


def p99(times):
    return times[min(len(times) - 1, len(times) * 99 // 100)]


class Greedy:
    """All of them at once, until they are let go of."""

    def __init__(self, port, sound):
        self.port = port
        self.ends = threading.Event()
        self.kept = []
        self.refused = self.streams = 0
        self.threads = []
        for number in range(500):
            self.keep(b"" if number % 2 else b"GET /api/status HTT")
        for _ in range(200):
            self.listen()
        stalled = connect(port, receives=4096)
        stalled.sendall(ASKED % sound)
        self.stalled = stalled
        self.start(self.crawl)
        self.start(self.pour)

    def start(self, work):
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        self.threads.append(thread)

    def keep(self, text):
        client = connect(self.port)
        if text:
            client.sendall(text)
        self.kept.append(client)

    def listen(self):
        client = connect(self.port)
        client.sendall(b"GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        status = client.recv(1 << 12).split()[1:2]
        if status == [b"200"]:
            self.streams += 1
        elif status == [b"503"]:
            self.refused += 1
        self.kept.append(client)

    def crawl(self):
        """A header that comes letter by letter, again and again."""
        self.crawled = 0
        while not self.ends.is_set():
            with connect(self.port) as client:
                try:
                    client.sendall(b"GET /api/status HTTP/1.1\r\nHost: localhost\r\nX: ")
                    while not self.ends.wait(0.2):
                        client.sendall(b"a")
                except OSError:
                    self.crawled += 1

    def pour(self):
        """A body that never ends, as fast as it is taken."""
        self.poured = 0
        piece = b"10000\r\n" + b" " * 65536 + b"\r\n"
        while not self.ends.is_set():
            with connect(self.port) as client:
                try:
                    client.sendall(
                        b"POST /api/scan HTTP/1.1\r\nHost: localhost\r\nX-Audiowatch: 1\r\n"
                        b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                    )
                    while not self.ends.wait(0.02):
                        client.sendall(piece)
                        self.poured += 65536
                except OSError:
                    self.ends.wait(1)

    def leave(self):
        self.ends.set()
        for client in self.kept + [self.stalled]:
            client.close()
        for thread in self.threads:
            thread.join(5)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--pid", type=int, required=True)
    parser.add_argument("--stall", type=int, required=True)
    options = parser.parse_args()
    port, pid = options.port, options.pid
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))

    sound = None
    for _ in range(600):
        try:
            hits = json.loads(ask(port, b"/api/files?q=long")[1])["hits"]
            if hits and hits[0].get("id"):
                sound = b"/audio/%d" % hits[0]["id"]
                break
        except OSError:
            pass
        time.sleep(0.1)
    if not sound:
        sys.exit("the daemon has not catalogued its file within a minute")

    waits(port, 400)
    before, files_before = memory(pid), open_files(pid)
    baseline = [waits(port, 500)]
    greedy = Greedy(port, sound)
    beside, most, end = [], before, time.monotonic() + options.stall
    while True:
        beside.append(waits(port, 500))
        most = max(most, memory(pid))
        if time.monotonic() > end:
            break
    greedy.leave()
    time.sleep(1)
    baseline.append(waits(port, 500))
    files_after = open_files(pid)

    quiet = p99(sorted(sum(baseline, [])))
    loud = p99(sorted(sum(beside, [])))
    grown = most - before
    print(f"honest requests: p99 {quiet:.1f} ms alone, {loud:.1f} ms beside the greedy ({loud / quiet:.2f} x)")
    print(f"memory: {before:.1f} MB before, {grown:+.1f} MB at the most")
    print(f"streams of events: {greedy.streams} served, {greedy.refused} refused")
    print(f"headers letter by letter: {greedy.crawled} ended by the server; body without end: {greedy.poured >> 20} MB")
    print(f"open files: {files_before} before, {files_after} after")
    faults = []
    if loud > 2 * quiet:
        faults.append("honest requests wait more than twice as long")
    if grown > 32:
        faults.append("memory has grown by more than 32 MB")
    if greedy.streams != 32 or greedy.refused != 168:
        faults.append("not 32 streams were served and 168 refused")
    if options.stall > 12 and not greedy.crawled:
        faults.append("a header that comes letter by letter is waited for")
    if files_after > files_before + 4:
        faults.append("connections stay open")
    for fault in faults:
        print(f"✘ {fault}")
    sys.exit(1 if faults else 0)


main()
