#!/usr/bin/env python3
"""Kills the venue with signal 9 at random moments under load, and holds it to everything it acknowledged.

APUS_CRASH_ROUNDS says how often (200), APUS_CRASH_SEED which moments and orders (random, printed).
"""

import datetime
import http.client
import os
import pathlib
import random
import threading
import time

from venue import ROOT, Checks, Refused, Venue

ROUNDS = int(os.environ.get("APUS_CRASH_ROUNDS", "200"))
SEED = int(os.environ.get("APUS_CRASH_SEED", random.SystemRandom().randrange(1 << 32)))
DEBUG = pathlib.Path(os.environ.get("APUS_DEBUG_PROGRAM", ROOT / ".build" / "debug" / "apus"))
HANDS = 3  # connections of each customer, each with a request in flight
STAKE = 1_000_000_000
MIDDLE = 65_000


class Trader:
    """A customer who places, amends and cancels as fast as answers come, and keeps what was acknowledged."""

    def __init__(self, venue, number, side, seed):
        self.venue, self.number, self.side, self.seed = venue, number, side, seed
        self.acknowledged = {}  # clOrdID -> the newest row the venue has answered with
        self.touched = set()  # orders with a request whose answer never came
        self.lock, self.threads, self.faults = threading.Lock(), [], []

    def begin(self):
        for hand in range(HANDS):
            thread = threading.Thread(target=self.trade, args=(hand,))
            thread.start()
            self.threads.append(thread)

    def join(self):
        for thread in self.threads:
            thread.join()

    def trade(self, hand):
        chance, client, mine, count = random.Random(f"{self.seed}/{hand}"), self.venue.client(self.number), [], 0
        try:
            while True:
                if mine and chance.random() < 0.45:
                    name = mine.pop(chance.randrange(len(mine)))
                    self.change(client, chance, name)
                else:
                    count += 1
                    name = f"{self.seed}/{hand}/{count}"
                    self.attempt(name, lambda: client.place(
                        side=self.side, orderQty=100 * chance.randint(1, 20), clOrdID=name,
                        price=MIDDLE + chance.randint(-6, 6) / 2))
                    mine.append(name)
        except (OSError, http.client.HTTPException):
            pass  # the venue is gone, as it should be
        except Exception as fault:
            self.faults.append(repr(fault))

    def change(self, client, chance, name):
        if chance.random() < 0.3:
            body = {"origClOrdID": name, "leavesQty": 100 * chance.randint(1, 30)}
            self.attempt(name, lambda: client.call("PUT", "/order", body))
        else:
            self.attempt(name, lambda: client.call("DELETE", "/order", {"clOrdID": name})[0])

    def attempt(self, name, request):
        """Sends a request about an order and keeps its answer; an order whose request got none may be anything."""
        with self.lock:
            self.touched.add(name)
        try:
            row = request()
        except Refused as refusal:
            if refusal.status not in (400, 404):
                raise
            row = None
        with self.lock:
            self.touched.discard(name)
            if row is not None and "error" not in row:
                self.acknowledged[name] = row


FINAL = {"Filled", "Canceled"}


class Books:
    """What the customers have, computed from the fills the venue has shown, never from its own sums."""

    def __init__(self):
        self.quantity, self.cash, self.seen = [0, 0], [STAKE, STAKE], set()

    def add(self, number, fills):
        for fill in fills:
            self.seen.add(fill["execID"])
            sign = 1 if fill["side"] == "Buy" else -1
            self.quantity[number] += sign * fill["lastQty"]
            self.cash[number] -= fill["execCost"] + fill["execComm"]


def everything(client, path, **query):
    """All rows of a table that pages, newest first."""
    rows = []
    while True:
        page = client.get(path, count=500, start=len(rows), reverse=True, **query)
        rows += page
        if len(page) < 500:
            return rows


def check_orders(trader, rows, fills):
    """What contradicts the answers the trader got."""
    found, names = [], {}
    for row in rows:
        if row["clOrdID"] in names:
            found.append(f"{row['clOrdID']} is there twice")
        names[row["clOrdID"]] = row
    filled = {}
    for fill in fills:
        filled[fill["orderID"]] = filled.get(fill["orderID"], 0) + fill["lastQty"]
    for name, answer in trader.acknowledged.items():
        row = names.get(name)
        if row is None:
            found.append(f"{name} was acknowledged and is lost")
            continue
        if row["orderID"] != answer["orderID"] or row["cumQty"] < answer["cumQty"]:
            found.append(f"{name} was {answer} and is {row}")
        # A filled order lives again when it is given more, and such a request may have been under way.
        if answer["ordStatus"] in FINAL and name not in trader.touched and (row["ordStatus"], row["cumQty"]) != (answer["ordStatus"], answer["cumQty"]):
            found.append(f"{name} was over as {answer} and is {row}")
        if row["ordStatus"] == "Canceled" and answer["ordStatus"] != "Canceled" and name not in trader.touched:
            found.append(f"{name} was canceled though nobody asked")
    for row in rows:
        if row["cumQty"] != filled.get(row["orderID"], 0):
            found.append(f"{row['clOrdID']} has filled {row['cumQty']}, its executions say {filled.get(row['orderID'], 0)}")
    return found


def check_accounts(venue, books):
    found = []
    for number in (0, 1):
        client = venue.client(number)
        quantity = sum(row["currentQty"] for row in client.get("/position"))
        balance = client.get("/user/margin")["walletBalance"]
        if quantity != books.quantity[number]:
            found.append(f"customer {number} holds {quantity}, the fills say {books.quantity[number]}")
        if quantity == 0 and balance != books.cash[number]:
            found.append(f"customer {number}'s wallet holds {balance}, the fills say {books.cash[number]}")
    return found


def take_fills(venue, books, since=None):
    """The executions since a moment (or all of them), each new one once."""
    found, fills, window = [], [[], []], {"startTime": since} if since else {}
    for number in (0, 1):
        rows = everything(venue.client(number), "/execution", filter={"execType": "Trade"}, **window)
        names = [row["execID"] for row in rows]
        if len(set(names)) != len(names):
            found.append("an execution is there twice")
        fills[number] = [row for row in rows if row["execID"] not in books.seen]
        books.add(number, fills[number])
    return found, fills


def flatten(venue, books):
    """Both leave the market: nothing open, and the two positions meet each other."""
    for number in (0, 1):
        venue.client(number).call("DELETE", "/order/all", {})
    quantity = books.quantity[0]
    if quantity:
        sides = ("Sell", "Buy") if quantity > 0 else ("Buy", "Sell")
        venue.client(0).place(side=sides[0], orderQty=abs(quantity), price=MIDDLE)
        venue.client(1).place(side=sides[1], orderQty=abs(quantity), price=MIDDLE)


def moment():
    """A time a little before now, as queries state it: the venue's clock is its own."""
    past = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=5)
    return past.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def round_of(venue, books, number, chance):
    """One life of the venue and what is left of it; returns what is wrong, the acknowledgements and the restart time."""
    sides = ("Buy", "Sell") if number % 2 else ("Sell", "Buy")
    since = moment()
    traders = [Trader(venue, who, sides[who], f"{number}/{who}") for who in (0, 1)]
    for trader in traders:
        trader.begin()
    time.sleep(chance.uniform(0.02, 0.25))
    venue.kill()
    for trader in traders:
        trader.join()
    restart = venue.start()
    found, fills = take_fills(venue, books, since)
    for who, trader in enumerate(traders):
        rows = everything(venue.client(who), "/order", startTime=since)
        rows = [row for row in rows if (row["clOrdID"] or "").startswith(f"{number}/")]
        found += trader.faults + check_orders(trader, rows, fills[who])
    found += check_accounts(venue, books)
    flatten(venue, books)
    found += take_fills(venue, books, since)[0]
    if books.quantity != [0, 0]:
        found.append(f"the customers hold {books.quantity} after they met")
    found += check_accounts(venue, books)
    return found, sum(len(trader.acknowledged) for trader in traders), restart


def check_whole(venue, books):
    """All there is at the end: what the rounds saw of it, and nothing besides."""
    fills = len(books.seen)
    found = take_fills(venue, books)[0]
    if len(books.seen) != fills:
        found.append(f"the rounds saw {fills} executions, there are {len(books.seen)}")
    for number in (0, 1):
        names = [row["orderID"] for row in everything(venue.client(number), "/order")]
        if len(set(names)) != len(names):
            found.append(f"an order of customer {number} is there twice")
    return found + check_accounts(venue, books)


def fingerprints(venue, program):
    """What two replays of the log by one program say."""
    lines = [venue.apus("replay", venue.data, program=program).stdout.splitlines() for _ in range(2)]
    return [line for run in lines for line in run if line.startswith("fingerprint")]


def check_log(checks, venue, name):
    """The log is whole, and every build reads the same from it."""
    audit = venue.apus("audit", venue.data)
    checks.that(audit.returncode == 0, f"{name}.audit", audit.stdout[-600:] + audit.stderr[-300:])
    found = fingerprints(venue, venue.program)
    if DEBUG.exists():
        found += fingerprints(venue, DEBUG)
    else:
        print(f"there is no {DEBUG}, so only the release program replays")
    checks.that(len(found) >= 2 and len(set(found)) == 1, f"{name}.same_fingerprint {len(found)} replays", str(found))


def rounds(checks):
    chance, books, restarts, acknowledged, wrong = random.Random(SEED), Books(), [], 0, 0
    with Venue("--quiet-market", "--no-rate-limits") as venue:
        for number in range(1, ROUNDS + 1):
            found, count, restart = round_of(venue, books, number, chance)
            restarts.append(restart)
            acknowledged += count
            for line in found[:5]:
                checks.that(False, f"crash.round_{number}", line)
            wrong += bool(found)
            if number % 10 == 0:
                print(f"round {number} of {ROUNDS}: {acknowledged} orders acknowledged", flush=True)
            if wrong >= 3:
                break
        whole = check_whole(venue, books)
        checks.that(not whole, "crash.whole", str(whole[:5]))
        checks.that(not wrong, f"crash.nothing_lost_or_doubled {ROUNDS} rounds, {acknowledged} orders, {len(books.seen)} fills")
        checks.that(acknowledged >= ROUNDS, "crash.under_load", f"only {acknowledged} orders were acknowledged")
        checks.that(max(restarts) < 3, f"crash.restart longest {max(restarts):.2f} s", "takes 3 s or more")
        checks.equal(venue.stop(), 0, "crash.ends_with_code_0")
        check_log(checks, venue, "crash")


def long_log(checks):
    """A restart with a million entries behind it."""
    with Venue("--quiet-market") as venue:
        venue.stop()
        made = venue.apus("bench", "fill", venue.data, "--entries", "1000000")
        checks.that(made.returncode == 0, "long_log.made", made.stderr[-300:])
        times = []
        for _ in range(3):
            times.append(venue.start())
            venue.kill()
        checks.that(max(times) < 3, f"long_log.restart {min(times):.2f} to {max(times):.2f} s", "takes 3 s or more")
        check_log(checks, venue, "long_log")


if __name__ == "__main__":
    print(f"APUS_CRASH_SEED={SEED}")
    checks = Checks()
    rounds(checks)
    long_log(checks)
    checks.finish()
