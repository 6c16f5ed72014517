"""Opens the page of a running venue in a browser and checks that the market on it is alive.

    python check_page.py http://127.0.0.1:8080 --screenshots FOLDER [--quiet-market]

Needs Chromium and the Python package playwright. Prints `ok NAME` or `FAIL NAME reason` per
check, then `N passed, N failed`; the exit status is 1 if anything failed.
"""

import argparse
import pathlib
import shutil
import sys
import urllib.parse

from playwright.sync_api import TimeoutError as NotInTime
from playwright.sync_api import sync_playwright

WAIT = 20_000  # milliseconds for anything the market has to do by itself
WIDE, NARROW = (1440, 900), (360, 800)

BOOK = """() => {
  const prices = (id) => [...document.querySelectorAll(`#${id} tr td:first-child`)]
    .map((cell) => cell.textContent.replaceAll(',', '')).filter(Boolean).map(Number);
  return { asks: prices('asks'), bids: prices('bids') };
}"""

BOTH_SIDES = """() => ['asks', 'bids'].every((id) =>
  document.querySelectorAll(`#${id} tr td:first-child:not(:empty)`).length > 1)"""

COLOURS = """() => {
  const canvas = document.getElementById('chart');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size;
}"""

OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  const wide = [...document.querySelectorAll('body *')].filter((element) =>
    element.getBoundingClientRect().right > width + 0.5 && !element.closest('pre, .scroll'));
  return { beyond: document.documentElement.scrollWidth - width, wide: wide.map((element) => element.outerHTML.slice(0, 60)) };
}"""

CLIPPED = """() => [...document.querySelectorAll('td, dd, h1, h2, .last, .connection')]
  .filter((element) => element.clientWidth && element.scrollWidth > element.clientWidth + 1)
  .map((element) => element.textContent)"""


class Report:
    """Counts what held and what did not."""

    def __init__(self):
        self.passed, self.failed = 0, 0

    def check(self, name, held, reason=""):
        print(f"ok {name}" if held else f"FAIL {name} {reason}", flush=True)
        self.passed, self.failed = self.passed + bool(held), self.failed + (not held)

    def within(self, name, wait):
        """A check that something happens in time."""
        try:
            wait()
            self.check(name, True)
        except NotInTime as late:
            self.check(name, False, str(late).splitlines()[0])


class Watched:
    """A page whose errors and requests are noted, and whose socket can be cut when that is asked for."""

    def __init__(self, browser, base, size, scheme, cuttable=False):
        self.base, self.errors, self.foreign, self.sockets = base, [], [], []
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
        self.page = context.new_page()
        self.page.on("console", lambda line: line.type == "error" and self.errors.append(line.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.note(request.url))
        if cuttable:
            self.page.route_web_socket("**/realtime", self.relay)
        self.policy = self.page.goto(base).headers.get("content-security-policy", "")

    def note(self, url):
        if urllib.parse.urlsplit(url).netloc != urllib.parse.urlsplit(self.base).netloc:
            self.foreign.append(url)

    def relay(self, socket):
        self.sockets.append(socket)
        socket.connect_to_server()

    def connected(self, state="live"):
        self.page.wait_for_selector(f"#connection[data-state={state}]", timeout=WAIT)

    def changes(self, selector):
        """Waits until the text of an element differs from what it is now."""
        before = self.page.text_content(selector)
        script = "([selector, before]) => document.querySelector(selector).textContent !== before"
        self.page.wait_for_function(script, arg=[selector, before], timeout=WAIT)


def check_live_market(report, watched):
    page = watched.page
    report.within("book has both sides", lambda: page.wait_for_function(BOTH_SIDES, timeout=WAIT))
    report.within("trades are listed", lambda: page.wait_for_selector("#trades tr", timeout=WAIT))
    report.within("book moves", lambda: watched.changes("#ladder"))
    report.within("trades arrive", lambda: watched.changes("#trades tr:first-child"))
    book = page.evaluate(BOOK)
    levels = book["asks"] + book["bids"]
    report.check("book descends in price and is not crossed", levels == sorted(set(levels), reverse=True), levels)
    last = page.text_content("#last-price")
    report.check("last price is shown", last[:1].isdigit(), last)
    report.within("chart draws candles", lambda: page.wait_for_function(f"({COLOURS})() > 20", timeout=WAIT))


def check_quiet_market(report, watched):
    page = watched.page
    report.within("an empty book says so", lambda: page.wait_for_selector("#book-empty:not([hidden])", timeout=WAIT))
    report.check("no trade is shown", page.locator("#trades tr").count() == 0)


def check_figures(report, watched):
    page = watched.page
    report.check("symbol and state are shown", page.text_content("#symbol") and page.text_content("#state"))
    mark = page.text_content("#mark")
    report.check("mark price is shown", mark[:1].isdigit(), mark)
    clipped = page.evaluate(CLIPPED)
    report.check("no figure is cut off", not clipped, clipped)


def check_keyboard(report, watched):
    page = watched.page
    page.focus("input[name=interval]:checked")
    page.keyboard.press("ArrowRight")
    report.check("arrow key changes the candle length", page.input_value("input[name=interval]:checked") == "60000")
    page.keyboard.press("ArrowLeft")
    page.focus("#chart")
    newest = page.text_content("#legend [data-field=time]")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function("(newest) => document.querySelector('#legend [data-field=time]').textContent < newest", arg=newest)
    report.check("arrow keys walk the candles", True)
    page.keyboard.press("Escape")


def check_return(report, browser, options):
    watched = Watched(browser, options.base, WIDE, "dark", cuttable=True)
    watched.connected()
    watched.sockets[-1].close(code=1012)
    report.within("a cut connection is shown", lambda: watched.connected("reconnecting"))
    report.within("the page comes back by itself", lambda: watched.connected("live"))
    report.check("over a second socket", len(watched.sockets) == 2, len(watched.sockets))
    if not options.quiet_market:
        report.within("book moves again", lambda: watched.changes("#ladder"))


def check_wide(report, browser, options):
    watched = Watched(browser, options.base, WIDE, "dark")
    report.within("connection is live", watched.connected)
    market = check_quiet_market if options.quiet_market else check_live_market
    market(report, watched)
    check_figures(report, watched)
    check_keyboard(report, watched)
    strict = "default-src 'none'" in watched.policy and "unsafe" not in watched.policy
    report.check("policy allows nothing inline and nothing foreign", strict, watched.policy)
    report.check("no console error", not watched.errors, watched.errors)
    report.check("nothing from another origin", not watched.foreign, watched.foreign)


def check_layout(report, browser, options, size, scheme):
    name = f"{size[0]}-{scheme}"
    watched = Watched(browser, options.base, size, scheme)
    watched.connected()
    if not options.quiet_market:
        watched.page.wait_for_function(BOTH_SIDES, timeout=WAIT)
        watched.changes("#trades")
    found = watched.page.evaluate(OVERFLOW)
    report.check(f"no horizontal overflow at {name}", found["beyond"] <= 0 and not found["wide"], found)
    clipped = watched.page.evaluate(CLIPPED)
    report.check(f"no figure is cut off at {name}", not clipped, clipped)
    report.check(f"no console error at {name}", not watched.errors, watched.errors)
    watched.page.screenshot(path=options.screenshots / f"{name}.png")
    watched.page.screenshot(path=options.screenshots / f"{name}-whole.png", full_page=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("base", help="for example http://127.0.0.1:8080")
    parser.add_argument("--screenshots", type=pathlib.Path, required=True, help="folder for the pictures")
    parser.add_argument("--quiet-market", action="store_true", help="the venue runs with --quiet-market")
    parser.add_argument("--chromium", default=shutil.which("chromium"), help="the browser's program")
    options = parser.parse_args()
    options.screenshots.mkdir(parents=True, exist_ok=True)
    report = Report()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
        check_wide(report, browser, options)
        check_return(report, browser, options)
        for size in (WIDE, NARROW):
            for scheme in ("dark", "light"):
                check_layout(report, browser, options, size, scheme)
        browser.close()
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
