#!/usr/bin/env python3
"""Our realtime frames beside those of a session recorded at the venue in July 2021.

The same topics are followed and the same things made to happen; members, keys, types, attributes, columns and the kinds
of values are compared for every table and action. Each difference is printed, and must stand in
docs/compatibility.md with its reason; what stands there must still be one.
"""

import json
import re

from venue import ROOT, SHARED, Checks, Venue, WebSocket, skip

SESSION = SHARED / "data" / "bitmex-ws-20210722.jsonl"
PAGE = ROOT / "docs" / "compatibility.md"
HEADING = "### Beside a recorded session"
TABLES = ["orderBookL2", "quote", "trade"]


def kind(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    return "time" if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value) else type(value).__name__


class Shape:
    """What the frames of one table and action, or of one kind of answer, look like."""

    def __init__(self):
        self.members, self.columns, self.kinds, self.heads = [], [], {}, {}

    def add(self, frame):
        self.members = list(frame)
        for name in ("keys", "types", "foreignKeys", "attributes"):
            if name in frame:
                self.heads[name] = frame[name]
        if "filter" in frame:
            self.heads["filter"] = sorted(frame["filter"])
        for row in frame.get("data", []):
            self.columns = list(row)
            for name, value in row.items():
                self.kinds.setdefault(name, set()).add(kind(value))


def shapes(frames):
    found = {}
    for frame in frames:
        if "table" in frame:
            name = f"{frame['table']} {frame['action']}"
        elif "info" in frame:
            name = "welcome"
        elif "success" in frame:
            name = "subscribe"
        else:
            continue
        found.setdefault(name, Shape()).add(frame)
    return found


def compared(name, ours, theirs):
    """How two shapes differ, one line for each fact."""
    def sets(what, mine, other):
        yield from (f"{name}: {what} {one} more" for one in mine if one not in other)
        yield from (f"{name}: {what} {one} less" for one in other if one not in mine)
        if [one for one in mine if one in other] != [one for one in other if one in mine]:
            yield f"{name}: {what}s in another order"

    yield from sets("member", ours.members, theirs.members)
    yield from sets("column", ours.columns, theirs.columns)
    for column in theirs.columns:
        mine, other = ours.kinds.get(column, set()), theirs.kinds[column]
        if mine and not mine <= other:
            yield f"{name}: column {column} is {' or '.join(sorted(mine))}, not {' or '.join(sorted(other))}"
    for head, other in theirs.heads.items():
        mine = ours.heads.get(head)
        if not isinstance(other, dict):
            if mine != other:
                yield f"{name}: {head} are {mine}, not {other}"
            continue
        yield from sets(f"{head} of", list(mine), list(other))
        for column in other:
            if column in mine and mine[column] != other[column]:
                yield f"{name}: {head} of {column} is {mine[column]}, not {other[column]}"


def our_frames():
    frames = []
    with Venue("--quiet-market", "--no-rate-limits") as venue:
        alice, bob = venue.client(0), venue.client(1)
        bob.place(side="Sell", orderQty=100, price=65_100)
        alice.place(side="Buy", orderQty=100, price=65_100)
        bob.place(side="Sell", orderQty=500, price=65_200)
        alice.place(side="Buy", orderQty=500, price=64_800)
        socket = WebSocket(venue.realtime)

        def until(table, action):
            while True:
                message = socket.receive()
                frames.append(message)
                if message.get("table") == table and message.get("action") == action:
                    return

        socket.send({"op": "subscribe", "args": [f"{table}:XBTUSD" for table in TABLES]})
        for table in TABLES:
            until(table, "partial")
        order = alice.place(side="Buy", orderQty=100, price=64_900)
        until("orderBookL2", "insert")
        alice.place(side="Buy", orderQty=100, price=64_900)
        until("orderBookL2", "update")
        bob.place(side="Buy", orderQty=500, price=65_200)
        alice.place(side="Buy", orderQty=200, price=65_200)
        alice.call("DELETE", "/order/all", {"symbol": "XBTUSD"})
        bob.call("DELETE", "/order/all", {"symbol": "XBTUSD"})
        assert order["ordStatus"] == "New"
        until("orderBookL2", "delete")
        bob.place(side="Sell", orderQty=100, price=65_100)
        alice.place(side="Buy", orderQty=100, price=65_100)
        until("trade", "insert")
        socket.close()
    return frames


def documented():
    """The differences that the page gives a reason for."""
    _, _, section = PAGE.read_text().partition(HEADING)
    section = section.split("\n## ")[0].split("\n### ")[0]
    return {match.group(1) for match in re.finditer(r"^\| `([^`]+)` \| \S.*\|$", section, re.MULTILINE)}


def main():
    if not SESSION.exists():
        skip(f"there is no recorded session at {SESSION}")
    theirs = shapes(json.loads(line)["msg"] for line in SESSION.open())
    ours = shapes(our_frames())
    checks, known, met = Checks(), documented(), set()
    for name, shape in theirs.items():
        if not checks.that(name in ours, f"{name} is told"):
            continue
        for difference in compared(name, ours[name], shape):
            print(f"   {difference}")
            met.add(difference)
            if difference not in known:
                checks.that(False, difference, "is not in docs/compatibility.md")
    for difference in known - met:
        checks.that(False, difference, "is in docs/compatibility.md and is none")
    checks.finish()


if __name__ == "__main__":
    main()
