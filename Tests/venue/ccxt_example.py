#!/usr/bin/env python3
"""A trader's first minutes with ccxt, as the README shows them, against a venue of its own."""

import ccxt

from venue import Checks, Venue


def trade(url, key, secret):
    """Places, amends and cancels an order, buys and sells at the market, and reads what came of it."""
    exchange = ccxt.bitmex({"apiKey": key, "secret": secret})
    exchange.urls["api"] = {"public": url, "private": url}

    market = exchange.load_markets()["BTC/USD:BTC"]
    bid = exchange.fetch_ticker(market["symbol"])["bid"]

    order = exchange.create_order(market["symbol"], "limit", "buy", 100, bid * 0.99 // 1)
    order = exchange.edit_order(order["id"], market["symbol"], "limit", "buy", 200, bid * 0.98 // 1)
    resting = exchange.fetch_open_orders(market["symbol"])
    canceled = exchange.cancel_order(order["id"], market["symbol"])

    fill = exchange.create_order(market["symbol"], "market", "buy", 100)
    position = exchange.fetch_positions([market["symbol"]])[0]
    balance = exchange.fetch_balance()
    return market, resting, canceled, fill, position, balance


def main():
    checks = Checks()
    with Venue() as venue:
        market, resting, canceled, fill, position, balance = trade(venue.url, *venue.keys[0])
    checks.that(market["inverse"] and market["swap"], "ccxt.loads_the_market", str(market)[:300])
    checks.equal([order["info"]["orderQty"] for order in resting], [200], "ccxt.amends")
    checks.equal(canceled["status"], "canceled", "ccxt.cancels")
    checks.equal((fill["status"], fill["info"]["cumQty"]), ("closed", 100), "ccxt.fills")
    checks.equal((position["side"], position["contracts"]), ("long", 100), "ccxt.reads_the_position")
    checks.that(9.9 < balance["total"]["BTC"] < 10, "ccxt.reads_the_balance", str(balance["total"]))
    checks.finish()


if __name__ == "__main__":
    main()
