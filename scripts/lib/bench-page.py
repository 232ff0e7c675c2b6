"""Measures the page in a headless Chromium: address, process of the daemon, rounds, name of the source to listen to.

Prints name, value, unit and target of each figure, with tabs between them.
"""
import json
import subprocess
import sys
import time
import urllib.request

page, daemon, rounds, source = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]

WORDS = ["kick", "snare 909", "vocal take", "pad dir:vol", "format:flac", "crème", "marigold vox"]

# Noted before the page's own scripts run: when rows are there, when sounds are heard, when answers are painted.
OBSERVER = """
window.noted = {rows: 0, heard: 0, key: 0, painted: []};
addEventListener('keydown', () => { noted.key = performance.now(); }, true);
const look = () => {
  if (!noted.rows && document.querySelector('.row:not(.blank):not([hidden])') &&
      document.getElementById('live')?.dataset.state === 'live') noted.rows = performance.now();
  const audio = document.getElementById('audio');
  if (audio && !audio.paused && audio.currentTime > (noted.after ?? 0) && !noted.heard && noted.key) noted.heard = performance.now();
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


class Browser:
    def __init__(self):
        self.driver = subprocess.Popen(
            ["chromedriver", "--port=19517"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.root = "http://127.0.0.1:19517/session"
        for _ in range(100):
            try:
                urllib.request.urlopen("http://127.0.0.1:19517/status").read()
                break
            except OSError:
                time.sleep(0.1)
        options = {"args": ["--headless", "--no-sandbox", "--disable-gpu", "--mute-audio", "--window-size=1280,800"]}
        answer = self.ask("", {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}})
        self.root += "/" + answer["sessionId"]
        self.ask("/goog/cdp/execute", {"cmd": "Page.addScriptToEvaluateOnNewDocument", "params": {"source": OBSERVER}})

    def ask(self, path, body):
        request = urllib.request.Request(
            self.root + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
        return json.load(urllib.request.urlopen(request, timeout=120))["value"]

    def value(self, script, *arguments):
        return self.ask("/execute/sync", {"script": script, "args": list(arguments)})

    def until(self, expression, *arguments):
        for _ in range(600):
            if self.value("return Boolean(%s)" % expression, *arguments):
                return
            time.sleep(0.02)
        raise SystemExit("the page never came to " + expression)

    def press(self, key):
        actions = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self.ask("/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def open(self, address):
        self.ask("/url", {"url": "about:blank"})
        self.ask("/goog/cdp/execute", {"cmd": "Network.clearBrowserCache", "params": {}})
        self.ask("/url", {"url": address})
        self.until("window.noted?.rows")

    def close(self):
        try:
            urllib.request.urlopen(urllib.request.Request(self.root, method="DELETE"), timeout=10).read()
        except OSError:
            pass
        self.driver.kill()


def percentile(numbers, share):
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def tell(name, value, unit, most=""):
    print(name, "%.4g" % value if isinstance(value, float) else value, unit, most, sep="\t", flush=True)


def first_look(browser):
    paints, rows, sizes = [], [], []
    for _ in range(3 * rounds):
        browser.open(page)
        paints.append(browser.value("return performance.getEntriesByName('first-contentful-paint')[0].startTime"))
        rows.append(browser.value("return noted.rows"))
        time.sleep(1)
        sizes.append(browser.value(
            "return [...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')]"
            ".reduce((sum, one) => sum + one.transferSize, 0)"))
    tell("first paint, p95", percentile(paints, 0.95), "ms", 300)
    tell("rows there and live, p95", percentile(rows, 0.95), "ms", 500)
    tell("bytes before scrolling", max(sizes), "bytes", 150000)


def typing(browser):
    """From the key to the frame in which its answer is painted."""
    times = []
    for word in WORDS * rounds:
        browser.value("document.getElementById('search').focus(); document.getElementById('search').select()")
        for letter in word:
            browser.value("""
                noted.answered = 0;
                const list = document.querySelector('.list');
                const field = document.getElementById('search');
                window.waiting?.disconnect();
                field.addEventListener('input', () => {
                  const began = noted.key;
                  const wait = () => {
                    if (list.ariaBusy === 'true') { requestAnimationFrame(wait); return; }
                    requestAnimationFrame(() => { noted.answered = performance.now() - began; });
                  };
                  setTimeout(wait);
                }, { once: true });
            """)
            browser.press(letter)
            browser.until("noted.answered")
            times.append(browser.value("return noted.answered"))
    tell("key to painted result, p50", percentile(times, 0.5), "ms")
    tell("key to painted result, p95", percentile(times, 0.95), "ms", 120)


def heard(browser, key, after=0):
    browser.value("noted.heard = 0; noted.key = 0; noted.after = arguments[0]", after)
    browser.press(key)
    browser.until("noted.heard")
    return browser.value("return noted.heard - noted.key")


def listening(browser):
    down = "\ue015"
    for format in ["wav", "aiff"]:
        browser.open(page + "#/?q=source:%s short format:%s&sort=name" % (source, format))
        browser.until("document.querySelectorAll('.row:not(.blank):not([hidden])').length > 10")
        times = []
        for _ in range(12 * rounds):
            times.append(heard(browser, down))
            time.sleep(0.4)
            if len(times) % 40 == 0:
                browser.press("\ue011")
        tell("arrow to first sound, loaded ahead, %s, p95" % format, percentile(times[1:], 0.95), "ms", 80)
        browser.open(page + "#/?q=source:%s short format:%s&sort=name" % (source, format))
        browser.until("document.querySelectorAll('.row:not(.blank):not([hidden])').length > 10")
        times = []
        for _ in range(4 * rounds):
            # Seven rows away nothing was loaded.
            for _ in range(6):
                browser.value("document.querySelector('.list').focus()")
            times.append(heard(browser, "\ue00f" if len(times) % 4 < 2 else "\ue00e"))
            time.sleep(0.3)
        tell("page key to first sound, not loaded, %s, p95" % format, percentile(times[1:], 0.95), "ms", 200)


def sent():
    with open("/proc/%d/io" % daemon) as file:
        return int(next(line for line in file if line.startswith("wchar")).split()[1])


def seeking(browser):
    for format, most in [("wav", 150), ("aiff", 300)]:
        times, amounts = [], []
        for _ in range(2 * rounds):
            browser.open(page + "#/?q=source:%s hour format:%s&sort=name" % (source, format))
            heard(browser, "\ue015")
            time.sleep(0.5)
            before = sent()
            times.append(heard(browser, "5", 1800))
            time.sleep(2)
            amounts.append((sent() - before) / 1e6)
        tell("middle of an hour, %s, p95" % format, percentile(times, 0.95), "ms", most)
        tell("sent in the 2 s after, %s" % format, percentile(amounts, 0.5), "MB")


browser = Browser()
try:
    first_look(browser)
    typing(browser)
    listening(browser)
    seeking(browser)
finally:
    browser.close()
