#!/usr/bin/env python3
"""Whoever follows a table has it: image plus changes equal a fresh image, under load, after reconnects, read slowly.

Two customers trade as fast as they are answered while clients come, go, read late and subscribe anew. When the trading
pauses, each client's copy of each table must be what somebody gets who comes only now, and what REST answers.
"""

import hashlib
import hmac
import json
import random
import sys
import threading
import time

from venue import Checks, Venue, WebSocket

EXACT = ["instrument", "orderBookL2:XBTUSD", "orderBookL2_25:XBTUSD", "orderBook10:XBTUSD", "position", "margin", "wallet"]
# Tables that only grow: an image holds their latest rows.
GROWING = ["trade:XBTUSD", "quote:XBTUSD", "execution", "transact", "funding", "settlement", "insurance"]
TOPICS = EXACT + GROWING + ["order", "liquidation", "tradeBin1m:XBTUSD", "quoteBin1m:XBTUSD"]


class Copy:
    """A client's tables, kept by the messages alone."""

    def __init__(self, venue, number, checks):
        self.checks, self.rows, self.keys = checks, {}, {}
        self.socket = WebSocket(venue.realtime)
        key, secret = venue.keys[number]
        expires = int(time.time()) + 3_600
        signature = hmac.new(secret.encode(), f"GET/realtime{expires}".encode(), hashlib.sha256).hexdigest()
        self.socket.send({"op": "authKeyExpires", "args": [key, expires, signature]})
        self.socket.send({"op": "subscribe", "args": TOPICS})

    def place(self, table, row):
        return tuple(row[key] for key in self.keys[table])

    def take(self, message):
        if not isinstance(message, dict) or "table" not in message:
            if isinstance(message, dict) and "error" in message:
                self.checks.that(False, "replica.refused", str(message)[:300])
            return
        table, action, data = message["table"], message["action"], message["data"]
        if action == "partial":
            self.keys[table] = message["keys"]
            self.rows[table] = {self.place(table, row): row for row in data} if message["keys"] else list(data)
            return
        rows = self.rows.get(table)
        if rows is None:
            self.checks.that(False, f"replica.{table}.change_before_image")
        elif not self.keys[table]:
            rows += data
        else:
            self.change(table, action, data, rows)

    def change(self, table, action, data, rows):
        for row in data:
            key = self.place(table, row)
            if action == "insert":
                if key in rows:
                    self.checks.that(False, f"replica.{table}.insert_of_a_row_that_is_there", str(row)[:300])
                rows[key] = row
            elif key not in rows:
                # Closed orders are in no image, yet may still be told of.
                if table != "order":
                    self.checks.that(False, f"replica.{table}.{action}_of_no_row", str(row)[:300])
            elif action == "update":
                rows[key] = rows[key] | row
            else:
                del rows[key]

    def catch_up(self):
        """Reads on until a pong, before which everything comes that was under way."""
        for _ in range(2):
            self.socket.send("ping")
            while (message := self.socket.receive()) != "pong":
                self.take(message)
        return self

    def read(self, count):
        for _ in range(count):
            self.take(self.socket.receive())

    def all(self, topic):
        table = topic.split(":")[0]
        rows = self.rows.get(table, {})
        return list(rows.values()) if isinstance(rows, dict) else rows


def as_text(rows):
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


def is_open(row):
    return row["ordStatus"] in ("New", "PartiallyFilled")


def differences(copy, fresh):
    """The tables in which a copy is not what a newcomer gets."""
    found = [topic for topic in EXACT if as_text(copy.all(topic)) != as_text(fresh.all(topic))]
    for topic in GROWING:
        new, own = fresh.all(topic), copy.all(topic)
        if any(row not in own for row in new):
            found.append(topic)
    if as_text(filter(is_open, copy.all("order"))) != as_text(filter(is_open, fresh.all("order"))):
        found.append("order")
    return found


def rest_differences(venue, number, fresh):
    """The tables in which REST says something else than a fresh image."""
    client, found = venue.client(number), []
    pairs = [("/orderBook/L2?symbol=XBTUSD&depth=0", "orderBookL2"), ("/position", "position"), ("/user/margin?currency=all", "margin"),
             ("/user/wallet?currency=all", "wallet"), ("/instrument/activeAndIndices", "instrument")]
    for path, table in pairs:
        own = {json.dumps(row, sort_keys=True) for row in fresh.all(table)}
        rows = client.get(path)
        # The list of instruments leaves out those that are not traded any more.
        if any(json.dumps(row, sort_keys=True) not in own for row in rows) or (table != "instrument" and len(rows) != len(own)):
            found.append(f"REST {table}")
    return found


def trade(venue, number, dice, until):
    """Orders around a price that wanders, some taken, some changed, some canceled."""
    client, placed = venue.client(number), 0
    # The slowest of those who watch are let go when they are 4 MiB behind: at this pace they never are.
    while not until.wait(0.01):
        price = 65_000 + dice.randrange(-40, 41) + (placed // 50) % 60
        size = 100 * dice.randrange(1, 9) * dice.choice((1, -1))
        kind = dice.randrange(20)
        try:
            if kind == 0:
                client.call("DELETE", "/order/all", {"symbol": "XBTUSD"})
            elif kind == 1:
                client.place(orderQty=size, ordType="Market")
            elif kind == 2:
                client.call("POST", "/position/leverage", {"symbol": "XBTUSD", "leverage": dice.randrange(0, 10)})
            elif kind == 3:
                client.place(orderQty=size, stopPx=price + (200 if size > 0 else -200), ordType="Stop", execInst="LastPrice")
            else:
                client.place(orderQty=size, price=price)
        except Exception as refused:  # refusals belong to trading
            if "Refused" not in type(refused).__name__:
                raise
        placed += 1


def settle(venue, copies, checks, name):
    """Waits until nothing is under way any more, and compares; time alone may change rows meanwhile."""
    found = ["nothing compared"]
    for _ in range(20):
        fresh = {number: Copy(venue, number, checks).catch_up() for number in (0, 1)}
        found = [f"{place}:{topic}" for place, (number, copy) in enumerate(copies)
                 for topic in differences(copy.catch_up(), fresh[number])]
        found += [f"{number}:{topic}" for number in (0, 1) for topic in rest_differences(venue, number, fresh[number])]
        for one in fresh.values():
            one.socket.close()
        if not found:
            break
    checks.equal(found, [], name)


def main():
    seconds, checks, dice = float(sys.argv[1]) if len(sys.argv) > 1 else 4, Checks(), random.Random(7)
    with Venue("--quiet-market") as venue:
        copies = [(number, Copy(venue, number, checks)) for number in (0, 1)]
        for round_ in range(3):
            over = threading.Event()
            traders = [threading.Thread(target=trade, args=(venue, number, random.Random(10 * round_ + number), over)) for number in (0, 1)]
            for trader in traders:
                trader.start()
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                # Some come, some go, some read a little; the first ones read nothing until the end.
                if len(copies) < 8:
                    copies.append((number := dice.randrange(2), Copy(venue, number, checks)))
                elif dice.randrange(4) == 0:
                    copies.pop(dice.randrange(2, len(copies)))[1].socket.close()
                for _, copy in copies[2:]:
                    copy.read(dice.randrange(0, 60))
            over.set()
            for trader in traders:
                trader.join()
            settle(venue, copies, checks, f"replica.round_{round_}")
            checks.that(len(copies[0][1].all("trade")) > 10, f"replica.round_{round_}.traded")
        print(f"{sum(len(copy.rows) for _, copy in copies)} tables, {len(copies[0][1].all('trade'))} trades", flush=True)
    checks.finish()


if __name__ == "__main__":
    main()
