#!/usr/bin/env python3
"""A venue lives through a noon with funding: profits move into wallets, fundings are paid, and history has all of it."""

import time

from venue import Checks, Venue

NOON = "2026-11-30T12:00:00.000Z"


def waits_for_funding(venue, limit=300):
    """Whether the venue has told of the noon's funding."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        if venue.process.poll() is not None:
            return False
        rows = venue.client().get("/funding", symbol="XBTUSD", count=1, reverse=True)
        if rows and rows[0]["timestamp"].endswith("T12:00:00.000Z"):
            return True
        # Slowly enough for the limits of visitors.
        time.sleep(2.5)
    return False


def account(client):
    """What an account is told of its past, and of its wallet."""
    return [client.get(path) for path in ("/execution", "/order", "/user/walletHistory", "/user/wallet")]


def noon_with_positions(checks):
    with Venue("--quiet-market", "--at", "2026-11-30T11:59:40Z") as venue:
        alice, bob = venue.client(0), venue.client(1)
        price = alice.get("/instrument", symbol="XBTUSD")[0]["markPrice"]
        alice.place(side="Buy", orderQty=1000, price=round(price))
        bob.place(side="Sell", orderQty=1000, price=round(price))
        checks.that(waits_for_funding(venue), "noon.venue_lives", venue.said())
        changes = [row for row in alice.get("/user/walletHistory", count=10) if row["transactType"] != "UnrealisedPNL"]
        kinds = [row["transactType"] for row in changes]
        checks.equal(sorted(kinds), ["Deposit", "Funding", "RealisedPNL"], "noon.wallet_history")
        paid = [row for row in alice.get("/execution/tradeHistory", symbol="XBTUSD") if row["execType"] == "Funding"]
        # The payment has the moment at which it was made: a machine that is busy at noon makes it a little later.
        is_once = len(paid) == 1 and NOON <= paid[0]["timestamp"] < NOON.replace("12:00", "12:01")
        checks.that(is_once, "noon.execution_of_the_funding", paid)
        names = [row["transactID"] for row in changes]
        one = alice.get("/user/walletHistory", count=10, filter={"transactID": names[0]})
        checks.equal([row["transactID"] for row in one], names[:1], "noon.found_by_name")
        summary = alice.get("/user/walletSummary", currency="XBt")
        summed = {row["transactType"]: row["amount"] for row in summary}
        told = sum(row["amount"] for row in changes)
        checks.equal(summed["Total"], told + summed.get("UnrealisedPNL", 0), "noon.summary")
        before = account(alice)
        venue.kill()
        venue.start()
        alice = venue.client(0)
        after = account(alice)
        checks.that(before == after, "noon.same_after_a_crash", f"{before}\n{after}")
        # A funding at noon belongs to the day that begins, and a wallet's amount is that of the day that ended.
        swept = next(row["walletBalance"] for row in changes if row["transactType"] == "RealisedPNL")
        checks.equal(swept, after[3]["amount"], "noon.wallet_is_what_the_day_left")
        checks.equal(venue.stop(), 0, "noon.ends")
        for file in venue.data.glob("history.sqlite*"):
            file.unlink()
        venue.start()
        alice = venue.client(0)
        made_anew = account(alice)
        checks.that(before == made_anew, "noon.same_when_made_anew", f"{before}\n{made_anew}")
        checks.equal(venue.stop(), 0, "noon.ends_again")
        checks.that("All is well" in venue.apus("audit", venue.data).stdout, "noon.audit")


def noon_of_a_crowd(checks, listing, day):
    with Venue("--listing", listing, "--at", f"{day}T11:59:45Z") as venue:
        checks.that(waits_for_funding(venue), f"noon.crowd_of_{listing}", venue.said())
        venue.kill()
        venue.start()
        checks.that(venue.client().get("/trade", symbol="XBTUSD", count=5), f"noon.crowd_of_{listing}_again")


def main():
    checks = Checks()
    noon_with_positions(checks)
    noon_of_a_crowd(checks, "2026", "2026-11-30")
    noon_of_a_crowd(checks, "2019-03-26", "2019-03-27")
    checks.finish()


if __name__ == "__main__":
    main()
