#!/usr/bin/env python3
"""A recorded market played through the venue: every recorded best quote and every trade, read over our WebSocket."""

import datetime
import json

from venue import SHARED, Checks, Venue, WebSocket, skip

TAPE = SHARED / "data" / "inverse-perp-btcusd-l2-20240808.csv"
LOT = 100  # one recorded contract is one lot of the 2026 listing
LAST = 30_000.1  # a price at which nothing was recorded
PLAYS = 5


def recorded():
    """When the tape starts, and its steps in order: book events with the quote they must lead to, and trades."""
    start, steps = None, []
    for line in TAPE.read_text().splitlines():
        fields = line.split(",")
        if line.startswith("# start_ms="):
            start = int(line.split()[1].partition("=")[2])
        elif fields[0] in ("P", "E"):
            steps.append(["book", int(fields[1]), None])
        elif fields[0] == "T":
            steps.append(["trade", int(fields[1]), fields[2:5]])
        elif fields[0] == "Q":
            steps[-1][2] = tuple(int(field) for field in fields[1:5])
    return start, steps


class Side:
    """The levels of one side by price, and the best of them."""

    def __init__(self, better):
        self.better, self.levels, self.price = better, {}, None

    def set(self, price, size):
        self.levels[price] = size
        self.price = price if self.price is None else self.better(price, self.price)

    def remove(self, price):
        del self.levels[price]
        if price == self.price:
            self.price = self.better(self.levels) if self.levels else None

    @property
    def best(self):
        return (self.price, self.levels.get(self.price))


class Book:
    """A book kept as a client keeps it: partial, then inserts, updates and deletes by id."""

    def __init__(self):
        self.sides, self.prices = {"Buy": Side(max), "Sell": Side(min)}, {}

    def take(self, message):
        for row in message["data"]:
            side, key = self.sides[row["side"]], (row["side"], row["id"])
            if message["action"] == "delete":
                side.remove(self.prices.pop(key))
            else:
                price = self.prices.setdefault(key, row.get("price"))
                side.set(price, row["size"])

    @property
    def best(self):
        return self.sides["Buy"].best + self.sides["Sell"].best


def listen(venue):
    """Every message of the run; nothing is parsed before the end, so that this client reads as fast as it can."""
    realtime = WebSocket(venue.realtime)
    realtime.send({"op": "subscribe", "args": ["orderBookL2:XBTUSD", "quote:XBTUSD", "trade:XBTUSD"]})
    realtime.socket.settimeout(1)
    chunks = [realtime.buffer]
    while True:
        try:
            chunks.append(realtime.socket.recv(1 << 20))
        except TimeoutError:
            if "The tape is over" in venue.said():
                break
            continue
        if not chunks[-1]:
            break
    # An order after all others: who is told of it has been told of everything.
    venue.client(0).place(side="Buy", orderQty=LOT, price=LAST)
    realtime.socket.settimeout(300)
    end, mark = b"", f'"price":{LAST}'.encode()
    while chunks[-1] and mark not in end:
        chunks.append(realtime.socket.recv(1 << 20))
        end = end[-len(mark):] + chunks[-1]
    realtime.buffer = b""
    return messages(b"".join(chunks))


def messages(data):
    """The text messages in the bytes of a WebSocket connection."""
    at = 0
    while at < len(data):
        code, length, head = data[at] & 15, data[at + 1] & 127, 2
        if length >= 126:
            head = 4 if length == 126 else 10
            length = int.from_bytes(data[at + 2:at + head], "big")
        if code == 1:
            yield json.loads(data[at + head:at + head + length])
        at += head + length


def moment(text):
    return int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000 + 0.5)


def play(venue):
    """What our book's best was after each change of it, with the venue's time, and all trades.

    None when this client was too slow to be told everything one by one.
    """
    told = listen(venue)
    if venue.metric("apus_messages_merged_total") or venue.metric("apus_sockets_cut_total"):
        return None
    book, states, trades, agreed = Book(), [], [], True
    for message in told:
        if "table" not in message:
            continue
        if message["table"] == "orderBookL2":
            book.take(message)
        elif message["table"] == "trade" and message["action"] == "insert":
            trades += message["data"]
        elif message["table"] == "quote" and message["action"] == "insert":
            row = message["data"][-1]
            if None in (row["bidPrice"], row["askPrice"]):
                continue
            quote = (row["bidPrice"], row["bidSize"], row["askPrice"], row["askSize"])
            agreed = agreed and quote == book.best
            states.append((moment(row["timestamp"]), quote))
    return states, trades, agreed


def matched(quotes, states):
    """How many recorded quotes are what our book said at that event, in order."""
    count, at = 0, 0
    for time, quote in quotes:
        for index in range(at, len(states)):
            since, state = states[index]
            if since > time:
                break
            holds = index + 1 == len(states) or states[index + 1][0] >= time
            if holds and state == quote:
                count, at = count + 1, index
                break
    return count


def main():
    if not TAPE.exists():
        skip(f"there is no recorded market at {TAPE}")
    start, steps = recorded()
    checks = Checks()
    for _ in range(PLAYS):
        with Venue("--tape", TAPE, "--speed", "0", "--tape-wait") as venue:
            told = play(venue)
        if told:
            break
        print("read too slowly: the tape is played again", flush=True)
    if not checks.that(told, "tape.reads_fast_enough", f"too slow {PLAYS} times"):
        checks.finish()
    states, trades, agreed = told
    # Our time never goes back; the recorded streams differ by a few milliseconds.
    now, quotes, printed = 0, [], []
    for kind, offset, content in steps:
        now = max(now, start + offset)
        if kind == "book" and content:
            bid, bid_size, ask, ask_size = content
            quotes.append((now, (bid / 10, bid_size * LOT, ask / 10, ask_size * LOT)))
        elif kind == "trade":
            side, price, size = content
            printed.append(({"B": "Buy", "S": "Sell"}[side], int(price) / 10, int(size) * LOT))
    checks.that(agreed, "tape.quote_table_is_the_book")
    checks.equal(matched(quotes, states), len(quotes), f"tape.best_quotes {len(quotes)}")
    checks.equal(len(trades), len(printed), f"tape.trades {len(printed)}")
    found = [(row["side"], row["price"], row["size"]) for row in trades]
    checks.that(found == printed, "tape.trades_as_recorded")
    checks.finish()


if __name__ == "__main__":
    main()
