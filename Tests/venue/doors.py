#!/usr/bin/env python3
"""Keys on the command line and on disk, the venue's limits, what it tells of itself, and what its log lines never say."""

import hashlib
import hmac
import json
import subprocess
import tempfile
import time

from venue import PROGRAM, Checks, Client, Refused, Venue, WebSocket


def apus(*arguments):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=60)
    return done.returncode, (done.stdout + done.stderr).strip()


def refusal(call):
    """The status of a refusal and its reason, or 200."""
    try:
        call()
    except Refused as refused:
        return refused.status, refused.body["error"].get("reason")
    return 200, None


def soon(check, wait=120):
    end = time.monotonic() + wait
    while not check():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def keys(checks):
    with Venue("--quiet-market", "--log", "json", "--log-level", "debug") as venue:
        data = venue.data
        stored = json.loads((data / "keys.json").read_text())
        secrets = [secret for _, secret in venue.keys]
        checks.that(all("apiSecret" not in key for key in stored), "doors.secrets_are_sealed", str(stored)[:300])
        checks.equal((data / "keys.seal").stat().st_mode & 0o777, 0o600, "doors.seal_is_the_owners")
        code, said = apus("key", "add", data, "--account", 2, "--label", "bot", "--permission", "orderCancel", "--cidr", "127.0.0.0/8")
        checks.equal(code, 0, "doors.key_is_made")
        key, _, secret = said.partition("  secret ")
        secrets.append(secret)
        bot = Client(venue.url, key, secret)
        checks.that(soon(lambda: refusal(lambda: bot.get("/order"))[0] == 200), "doors.running_venue_takes_it_up")
        checks.equal(refusal(lambda: bot.place(orderQty=100, price=60_000)), (403, "permission"), "doors.permission")
        checks.equal(refusal(lambda: bot.call("DELETE", "/order/all")), (200, None), "doors.may_cancel")
        realtime = WebSocket(venue.realtime)
        expires = int(time.time()) + 60

        signature = hmac.new(secret.encode(), f"GET/realtime{expires}".encode(), hashlib.sha256).hexdigest()
        realtime.send({"op": "authKeyExpires", "args": [key, expires, signature]})
        realtime.until(lambda message: isinstance(message, dict) and message.get("success"))
        checks.equal(apus("key", "disable", data, key[:8])[0], 0, "doors.key_is_disabled")
        checks.that(soon(lambda: refusal(lambda: bot.get("/order")) == (401, "disabled")), "doors.disabled")
        try:
            realtime.until(lambda message: False)
        except ConnectionError as ended:
            checks.that("\\x03\\xf0" in str(ended), "doors.its_connection_ends_with_1008", str(ended))
        apus("key", "enable", data, key)
        checks.that(soon(lambda: refusal(lambda: bot.get("/order"))[0] == 200), "doors.enabled_again")
        code, said = apus("key", "add", data, "--cidr", "10.0.0.0/8", "--cidr", "2001:db8::/32")
        away, _, secret = said.partition("  secret ")
        secrets.append(secret)
        client = Client(venue.url, away, secret)
        checks.that(soon(lambda: refusal(lambda: client.get("/order")) == (403, "address")), "doors.address")
        code, said = apus("key", "add", data, "--expires", "2020-01-01")
        past, _, secret = said.partition("  secret ")
        secrets.append(secret)
        client = Client(venue.url, past, secret)
        checks.that(soon(lambda: refusal(lambda: client.get("/order")) == (401, "expired")), "doors.expired")
        subaccount(checks, venue, data)
        checks.equal(refusal(lambda: Client(venue.url, "nobody", "x").get("/order")), (401, "unknown"), "doors.unknown")
        canary = "canary-secret-0123456789"
        forged = Client(venue.url, venue.keys[0][0], canary)
        checks.equal(refusal(lambda: forged.get("/order")), (401, "signature"), "doors.signature")
        forged.headers = lambda *_: {"api-key": canary, "api-expires": "4000000000", "api-signature": canary}
        forged.send("POST", f"/api/v1/order?secret={canary}", canary.encode())
        forged.send("GET", "/api/v1/order", headers={"api-signature": canary})
        status, health = venue.client().send("GET", "/healthz")
        checks.equal((status, json.loads(health)["state"]), (200, "open"), "doors.healthz")
        metrics = venue.client().send("GET", "/metrics")[1].decode()
        checks.that('apus_refusals_total{status="403",reason="address"}' in metrics, "doors.metrics_count_refusals", metrics[:500])
        listed = apus("key", "list", data)[1]
        checks.equal(apus("key", "remove", data, past)[0], 0, "doors.key_is_removed")
        checks.that(soon(lambda: refusal(lambda: client.get("/order")) == (401, "unknown")), "doors.removed")
        checks.equal(venue.stop(), 0, "doors.ends_with_code_0")
        lines = (venue.directory / "output.txt").read_text()
        structured = [json.loads(line) for line in lines.splitlines() if line.startswith("{")]
        checks.that(any(line["message"] == "key refused" and line["reason"] == "address" for line in structured),
                    "doors.refusals_are_logged", lines[-500:])
        # The start prints the customers' keys for the person who started it; no log line and no page may.
        logged = "\n".join(line for line in lines.splitlines() if line.startswith("{")) + metrics + listed
        checks.equal([secret for secret in secrets + [canary, signature] if secret in logged], [], "doors.no_secret_is_told")
        venue.start()
        checks.equal(len(venue.keys), 2, "doors.only_the_customers_keys_are_shown_again")
        checks.equal([secret for secret in secrets[2:] if secret in venue.said()], [], "doors.a_secret_is_told_once")
        venue.stop()
        used = apus("key", "list", data)[1]
        checks.that("last used" in used and "from 127.0.0.1" in used, "doors.last_use_is_kept", used)


def subaccount(checks, venue, data):
    """A customer opens an account of its own under hers, the operator gives it a key, and it trades with her money."""
    alice = venue.client(0)
    opened = alice.call("POST", "/user/addSubaccount", {"accountName": "grid"})
    code, said = apus("key", "add", data, "--account", opened["id"], "--permission", "order")
    checks.equal(code, 0, "doors.key_of_a_subaccount_is_made")
    key, _, secret = said.strip().partition("  secret ")
    grid = Client(venue.url, key, secret)
    checks.that(soon(lambda: refusal(lambda: grid.get("/order"))[0] == 200), "doors.subaccount_is_let_in")
    checks.equal(refusal(lambda: grid.place(orderQty=100, price=60_000))[0], 400, "doors.subaccount_has_no_money")
    alice.call("POST", "/user/walletTransfer", {"currency": "XBt", "amount": 50_000_000, "targetAccountId": opened["id"]})
    order = grid.place(orderQty=100, price=60_000)
    checks.equal(order["account"], opened["id"], "doors.subaccount_trades")
    checks.equal(grid.get("/user/margin")["walletBalance"], 50_000_000, "doors.subaccount_has_what_it_was_given")
    grid.call("DELETE", "/order/all")
    checks.that(apus("key", "add", data, "--account", 16)[0] != 0, "doors.nobody_else_gets_a_key")


def old_file(checks):
    """A key file from before there was a seal is read, and sealed."""
    with tempfile.TemporaryDirectory(prefix="apus-test-") as directory:
        with Venue("--quiet-market", directory=directory) as venue:
            venue.stop()
            path = venue.data / "keys.json"
            plain = [{"account": 1, "name": "alice", "apiKey": "k" * 24, "apiSecret": "s" * 48},
                     {"account": 2, "name": "bob", "apiKey": "b" * 24, "apiSecret": "t" * 48}]
            path.write_text(json.dumps(plain))
            (venue.data / "keys.seal").unlink()
            venue.start()
            checks.equal(venue.keys[0], ("k" * 24, "s" * 48), "doors.old_keys_are_kept")
            checks.equal(refusal(lambda: venue.client(0).place(orderQty=100, price=60_000))[0], 200, "doors.old_keys_may_all")
            checks.that("s" * 48 not in path.read_text(), "doors.old_secrets_are_sealed")
            venue.stop()
            (venue.data / "keys.seal").write_text("0" * 64)
            code, said = apus("serve", "--port", "0", "--quiet-market", "--data", venue.data)
            checks.that(code == 1 and "keys.seal" in said, "doors.another_seal_opens_nothing", said)
            (venue.data / "keys.seal").unlink()
            code, said = apus("serve", "--port", "0", "--quiet-market", "--data", venue.data)
            checks.that(code == 1 and "is missing" in said, "doors.no_seal_opens_nothing", said)


def until_refused(ask, limit):
    """The statuses of requests up to the first that comes too early, or of so many: allowances grow again meanwhile."""
    statuses = []
    while 429 not in statuses and len(statuses) < limit:
        statuses.append(ask())
    return statuses


def limits(checks):
    with Venue("--quiet-market", "--limits", "2026") as venue:
        stranger = venue.client()
        statuses = until_refused(lambda: stranger.send("GET", "/api/v1")[0], 300)
        checks.that(statuses[:30] == [200] * 30 and 429 in statuses, "doors.thirty_a_minute_without_a_key", str(statuses))
        alice = venue.client(0)
        # Fewer than the requests of all kinds that she may make in a minute.
        statuses = until_refused(lambda: refusal(lambda: alice.place(orderQty=100, price=60_000))[0], 100)
        checks.that(statuses[:10] == [200] * 10 and 429 in statuses, "doors.ten_orders_a_second", str(statuses))
        placed = statuses.count(200)
        checks.that(soon(lambda: refusal(lambda: alice.get("/order"))[0] == 200), "doors.reading_goes_on")
        checks.equal(len(alice.get("/order", filter={"open": True})), placed, "doors.refused_orders_do_not_exist")
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump([{"from": "2015-01-01", "anonymous": {"requests": 5, "seconds": 3_600}}], file)
        file.flush()
        with Venue("--quiet-market", "--limits", file.name) as venue:
            stranger = venue.client()
            statuses = [stranger.send("GET", "/api/v1")[0] for _ in range(7)]
            checks.equal(statuses, [200] * 5 + [429] * 2, "doors.limits_of_a_file")
    checks.equal(apus("serve", "--port", "0", "--limits", "/nowhere")[0], 1, "doors.no_such_limits")


def main():
    checks = Checks()
    keys(checks)
    old_file(checks)
    limits(checks)
    checks.finish()


if __name__ == "__main__":
    main()
