#!/usr/bin/env python3
"""BitMEX's own market maker, unmodified, quotes on a living market; and its ancestors of 2019 do, who send bulk orders.

The bot is told the address and its key in its settings file and nothing else. Its packages lie apart in .venv-makers,
because it wants an older websocket client than the others.
"""

import json
import pathlib
import signal
import subprocess
import sys
import time
import urllib.parse

from venue import ROOT, Checks, Refused, Venue

PAIRS = 3
SETTINGS = """
BASE_URL = "{url}/api/v1/"
API_KEY = "{key}"
API_SECRET = "{secret}"
DRY_RUN = False
ORDER_PAIRS = 3
LOOP_INTERVAL = 1
API_REST_INTERVAL = 1
WATCHED_FILES = []
"""


def quotes(client):
    return client.get("/order", filter={"open": True}, count=500)


def wait(is_so, seconds):
    """Whether it becomes so in time."""
    end = time.monotonic() + seconds
    while not (done := is_so()) and time.monotonic() < end:
        time.sleep(0.2)
    return done


def hear_control_c():
    """Whoever starts the tests in the background has taught them not to hear it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def official_bot(checks, venue, python):
    place = pathlib.Path(venue.directory) / "bot"
    place.mkdir()
    key, secret = venue.keys[0]
    (place / "settings.py").write_text(SETTINGS.format(url=venue.url, key=key, secret=secret))
    with open(place / "output.txt", "wb") as output:
        bot = subprocess.Popen(
            [python, "-c", "from market_maker import market_maker; market_maker.run()"], cwd=place, stdout=output,
            stderr=output, preexec_fn=hear_control_c)
        client = venue.client(0)
        quoting = wait(lambda: len(quotes(client)) == 2 * PAIRS or bot.poll() is not None, 300)
        said = lambda: (place / "output.txt").read_text(errors="replace")[-800:].replace("\n", " ")
        checks.that(quoting and bot.poll() is None, "bot.quotes_on_both_sides", said())
        sides = sorted(order["side"] for order in quotes(client))
        checks.equal(sides, ["Buy"] * PAIRS + ["Sell"] * PAIRS, "bot.has_its_pairs_open")
        # As with Control-C: it takes its orders back.
        bot.send_signal(signal.SIGINT)
        try:
            bot.wait(120)
        except subprocess.TimeoutExpired:
            bot.kill()
            bot.wait()
        checks.that(wait(lambda: not quotes(client), 120), "bot.takes_its_quotes_back", said())


def bulk_bot(checks, venue):
    """The requests of a bot of 2019, with a JSON body and as a form."""
    client = venue.client(1)
    mark = client.get("/instrument", symbol="XBTUSD")[0]["markPrice"]
    low, high = round(mark * 0.98), round(mark * 1.02)
    new = [{"symbol": "XBTUSD", "side": side, "orderQty": 100, "price": price, "clOrdID": f"mm_bitmex_{side}",
            "execInst": "ParticipateDoNotInitiate"} for side, price in (("Buy", low), ("Sell", high))]
    placed = client.call("POST", "/order/bulk", {"orders": new})
    checks.equal([row["ordStatus"] for row in placed], ["New", "New"], "bulk.places")
    changes = [{"orderID": row["orderID"], "orderQty": 200, "price": row["price"], "side": row["side"]} for row in placed]
    body = urllib.parse.urlencode({"orders": json.dumps(changes)}).encode()
    headers = client.headers("PUT", "/api/v1/order/bulk", body) | {"Content-Type": "application/x-www-form-urlencoded"}
    status, answer = client.send("PUT", "/api/v1/order/bulk", body, headers)
    checks.equal((status, [row["leavesQty"] for row in json.loads(answer)]), (200, [200, 200]), "bulk.amends_by_a_form")
    try:
        client.call("POST", "/order/bulk", {"orders": new[:1]})
        checks.that(False, "bulk.knows_its_names", "took a name twice")
    except Refused as refused:
        checks.equal((refused.status, refused.body["error"]["message"]), (400, "Duplicate clOrdID"), "bulk.knows_its_names")
    canceled = client.call("DELETE", "/order", {"orderID": [row["orderID"] for row in placed]})
    checks.equal([row["ordStatus"] for row in canceled], ["Canceled", "Canceled"], "bulk.cancels")
    try:
        client.call("PUT", "/order/bulk", {"orders": changes})
        checks.that(False, "bulk.says_that_orders_are_closed", "amended what was canceled")
    except Refused as refused:
        checks.equal(refused.body["error"]["message"], "Invalid ordStatus", "bulk.says_that_orders_are_closed")


def typed_bot(checks, venue):
    """A client that reckons in doubles, and sends forms with times as people write them."""
    client = venue.client(1)
    price = round(client.get("/instrument", symbol="XBTUSD")[0]["markPrice"] * 0.98)
    order = client.place(orderQty=100, price=float(price))
    amended = client.call("PUT", "/order", {"orderID": order["orderID"], "price": price + 0.99999999999})
    checks.equal(amended["price"], price + 1, "doubles.mean_the_tick_beside_them")
    for condition in ({"startTime": "2019-01-01 00:00:00"}, {"timestamp.hh": "00"}, {"timestamp.month": "2019-03"}):
        checks.that(isinstance(client.get("/order", filter=condition), list), f"filter.{next(iter(condition))}")
    client.call("DELETE", "/order/all")


def main():
    python = ROOT / ".venv-makers" / "bin" / "python"
    if not python.exists():
        sys.exit("there is no .venv-makers: run scripts/need first")
    checks = Checks()
    for listing in ("2019-03-26", "2026"):
        with Venue("--no-rate-limits", "--listing", listing) as venue:
            official_bot(checks, venue, python)
            if listing == "2019-03-26":
                bulk_bot(checks, venue)
            else:
                typed_bot(checks, venue)
    checks.finish()


if __name__ == "__main__":
    main()
