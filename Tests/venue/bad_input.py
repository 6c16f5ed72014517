#!/usr/bin/env python3
"""Everything a client can get wrong: the documented status and text each time, and not one entry in the log."""

import hashlib
import hmac
import json
import socket
import time

from venue import Checks, Venue, WebSocket

ORDER = {"symbol": "XBTUSD", "side": "Buy", "orderQty": 100, "price": 60000}
NOBODY = "00000000-0000-4000-8000-000000000000"

# What an order says wrongly, and the refusal; texts in spec order: name, change of a good order, status, message.
ORDERS = [
    ("unknown_symbol", {"symbol": "NOPE"}, 400, "Invalid symbol"),
    ("symbol_is_a_number", {"symbol": 5}, 400, "Invalid symbol"),
    ("no_symbol", {"symbol": None}, 400, "Invalid symbol"),
    ("unknown_side", {"side": "Hold"}, 400, "Invalid side"),
    ("price_off_the_tick", {"price": 60000.05}, 400, "Invalid price tickSize"),
    ("price_is_text", {"price": "high"}, 400, "Invalid price"),
    ("price_is_zero", {"price": 0}, 400, "Invalid price"),
    ("price_below_zero", {"price": -1}, 400, "Invalid price"),
    ("price_too_high", {"price": 10_000_000}, 400, "Invalid price"),
    ("price_is_a_list", {"price": [1]}, 400, "Invalid price"),
    ("quantity_off_the_lot", {"orderQty": 150}, 400, "Invalid orderQty"),
    ("quantity_is_zero", {"orderQty": 0}, 400, "Invalid orderQty"),
    ("quantity_too_large", {"orderQty": 100_000_000}, 400, "Invalid orderQty"),
    ("quantity_is_a_fraction", {"orderQty": 100.5}, 400, "orderQty is invalid"),
    ("quantity_is_text", {"orderQty": "many"}, 400, "orderQty is invalid"),
    ("unknown_type", {"ordType": "Maybe"}, 400, "Unsupported ordType"),
    ("unknown_time_in_force", {"timeInForce": "Forever"}, 400, "Unsupported timeInForce"),
    ("unknown_instruction", {"execInst": "Please"}, 400, "Unsupported execInst"),
    ("name_too_long", {"clOrdID": "x" * 37}, 400, "Invalid clOrdID"),
]

# Bodies that are no order at all.
BODIES = [
    ("malformed_json", b'{"symbol":', 400, "Malformed request"),
    ("trailing_data", b'{"symbol":"XBTUSD"} {}', 400, "Malformed request"),
    ("name_given_twice", b'{"symbol":"XBTUSD","symbol":"XBTUSD"}', 400, "Malformed request"),
    ("nested_too_deep", b'{"a":' * 200 + b"1" + b"}" * 200, 400, "Malformed request"),
    ("number_beyond_all", b'{"symbol":"XBTUSD","side":"Buy","orderQty":100,"price":1e400}', 400, "Invalid price"),
    ("not_text", b"\xff\xfe\x00", 400, "Malformed request"),
    ("a_list", b"[1,2]", 400, "Malformed request"),
]

# Requests about what is not there: name, verb, path, body, status, message.
UNKNOWN = [
    ("cancel_unknown_order", "DELETE", "/order", {"orderID": NOBODY}, 404, "Not Found"),
    ("cancel_no_order_id", "DELETE", "/order", {"orderID": "five"}, 404, "Not Found"),
    ("amend_unknown_order", "PUT", "/order", {"orderID": NOBODY, "price": 60000}, 400, "Invalid orderID"),
    ("amend_unknown_name", "PUT", "/order", {"origClOrdID": "nobody's", "price": 60000}, 400, "Invalid origClOrdID"),
    ("leverage_is_text", "POST", "/position/leverage", {"symbol": "XBTUSD", "leverage": "much"}, 400, "Invalid leverage"),
    ("leverage_too_high", "POST", "/position/leverage", {"symbol": "XBTUSD", "leverage": 1000}, 400, "Invalid leverage"),
    ("leverage_of_unknown", "POST", "/position/leverage", {"symbol": "NOPE", "leverage": 5}, 400, "Invalid symbol"),
    ("timeout_is_text", "POST", "/order/cancelAllAfter", {"timeout": "soon"}, 400, "timeout is invalid"),
    ("unknown_path", "GET", "/nothing", None, 404, "Not Found"),
    ("count_is_text", "GET", "/trade?symbol=XBTUSD&count=many", None, 400, "count is invalid"),
    ("filter_is_no_json", "GET", "/order?filter=%7Bopen", None, 400, "filter values are not valid"),
]


class Refusals:
    """Sends what is wrong and holds the answers against what is documented."""

    def __init__(self, venue, checks):
        self.venue, self.checks, self.client = venue, checks, venue.client(0)

    def expect(self, name, answer, status, message):
        code, text = answer
        try:
            found = json.loads(text)["error"]["message"]
        except (ValueError, KeyError, TypeError):
            found = text[:200]
        is_so = code == status and isinstance(found, str) and found.startswith(message)
        self.checks.that(is_so, f"bad_input.{name}", f"is {code} {found!r}, expected {status} {message!r}")

    def send(self, verb, path, body, headers=None):
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        return self.client.send(verb, "/api/v1" + path, data, headers)

    def orders(self):
        for name, change, status, message in ORDERS:
            order = {field: value for field, value in (ORDER | change).items() if value is not None}
            self.expect(name, self.send("POST", "/order", order), status, message)
        for name, body, status, message in BODIES:
            self.expect(name, self.send("POST", "/order", body), status, message)
        for name, verb, path, body, status, message in UNKNOWN:
            self.expect(name, self.send(verb, path, body), status, message)

    def keys(self):
        body, path = json.dumps(ORDER).encode(), "/api/v1/order"
        good = self.client.headers("POST", path, body)
        late = self.client.headers("POST", path, body, expires=int(time.time()) - 60)
        other = good | {"api-signature": self.client.headers("POST", path, b"{}")["api-signature"]}
        cases = [
            ("no_key", {"Content-Type": "application/json"}, 401, "Authorization Required"),
            ("unknown_key", good | {"api-key": "A" * 24}, 401, "Invalid API Key."),
            ("forged_signature", good | {"api-signature": "0" * 64}, 401, "Signature not valid."),
            ("signature_of_another_body", other, 401, "Signature not valid."),
            ("signature_no_hexadecimal", good | {"api-signature": "signed"}, 401, "Signature not valid."),
            ("expired", late, 400, "This request has expired - `expires` is in the past."),
            ("no_expiry", {name: value for name, value in good.items() if name != "api-expires"}, 400, "expires is missing"),
            ("expiry_no_number", good | {"api-expires": "tomorrow"}, 400, "expires is invalid"),
        ]
        for name, headers, status, message in cases:
            self.expect(name, self.send("POST", "/order", body, headers), status, message)

    def transport(self):
        self.expect("body_too_large", self.raw(b"POST /api/v1/order HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n"
                                               + b" " * 70000), 413, "Request body is too large")
        self.expect("line_too_long", self.raw(b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: a\r\n\r\n"), 414,
                    "Request line is too long")
        many = b"".join(b"X-%d: 1\r\n" % number for number in range(80))
        self.expect("too_many_headers", self.raw(b"GET / HTTP/1.1\r\nHost: a\r\n" + many + b"\r\n"), 431,
                    "Request headers are too large")
        self.expect("two_lengths", self.raw(b"POST /api/v1/order HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n"
                                            b"Content-Length: 3\r\n\r\n{}"), 400, "Malformed request")
        self.expect("length_and_chunks", self.raw(b"POST /api/v1/order HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n"
                                                  b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400, "Malformed request")
        self.expect("not_http", self.raw(b"HELLO\r\n\r\n"), 400, "Malformed request")

    def raw(self, data):
        """Sends bytes as they are; returns the status and the body."""
        with socket.create_connection((self.client.host, self.client.port), timeout=20) as connection:
            try:
                connection.sendall(data)
            except ConnectionError:
                pass  # the venue may refuse before it has read everything
            answer = b""
            while True:
                try:
                    more = connection.recv(65_536)
                except ConnectionError:
                    break
                if not more:
                    break
                answer += more
                head, found, body = answer.partition(b"\r\n\r\n")
                if found and b"}" in body:
                    break
        head, _, body = answer.partition(b"\r\n\r\n")
        return (int(head.split()[1]) if head else 0), body

    def realtime(self):
        expires = int(time.time()) + 60
        key, secret = self.venue.keys[0]
        late = int(time.time()) - 60
        signed = hmac.new(secret.encode(), f"GET/realtime{late}".encode(), hashlib.sha256).hexdigest()
        cases = [
            ("unknown_table", {"op": "subscribe", "args": ["nothing"]}, 400, "Unknown table"),
            ("private_table", {"op": "subscribe", "args": ["order"]}, 401, "User requested an account-locked subscription"),
            ("unknown_operation", {"op": "dance"}, 400, ""),
            ("malformed", "{", 400, ""),
            ("arguments_no_list", {"op": "subscribe", "args": {"a": 1}}, 400, ""),
            ("forged", {"op": "authKeyExpires", "args": [key, expires, "0" * 64]}, 401, "Signature not valid."),
            ("unknown_key", {"op": "authKeyExpires", "args": ["A" * 24, expires, "0" * 64]}, 401, "Invalid API Key."),
            ("expired", {"op": "authKeyExpires", "args": [key, late, signed]}, 400, "This request has expired"),
        ]
        for name, message, status, words in cases:
            realtime = WebSocket(self.venue.realtime)
            realtime.send(message)
            answer = realtime.until(lambda frame: isinstance(frame, dict) and "info" not in frame)
            is_so = answer.get("status") == status and str(answer.get("error", "")).startswith(words)
            self.checks.that(is_so, f"bad_input.realtime.{name}", f"is {answer}, expected {status} {words!r}")
            realtime.close()


def main():
    checks = Checks()
    with Venue("--quiet-market", "--no-rate-limits") as venue:
        venue.stop()
        before = venue.commands()
        venue.start()
        refusals = Refusals(venue, checks)
        refusals.orders()
        refusals.keys()
        refusals.transport()
        refusals.realtime()
        checks.equal(venue.stop(), 0, "bad_input.ends_with_code_0")
        checks.that(before, "bad_input.the_log_has_a_beginning")
        checks.equal(venue.commands(), before, "bad_input.the_log_did_not_grow")
    checks.finish()


if __name__ == "__main__":
    main()
