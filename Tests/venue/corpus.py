#!/usr/bin/env python3
"""Requests and frames that break the protocols: each ends with the right status or code, and nothing else happens.

A case is a name, the bytes, and what ends the connection: an HTTP status or a set of them (0 for no answer at all), or
the code of a WebSocket's last frame. After all of them the venue is as it was: its rows, its log, its open files.
"""

import json
import os
import socket
import struct
import time

from venue import Checks, Venue

ORDER = b'{"symbol":"XBTUSD","side":"Buy","orderQty":100,"price":60000}'


def get(line=b"GET /api/v1 HTTP/1.1", *headers, host=b"Host: a", end=b"\r\n"):
    lines = [line, *([host] if host else []), *headers, b"", b""]
    return end.join(lines)


def post(*headers, body=b""):
    return get(b"POST /api/v1/order HTTP/1.1", *headers) + body


def chunked(body):
    return post(b"Transfer-Encoding: chunked", body=body)


# What two servers in a row could understand differently.
SMUGGLING = [
    ("length_and_chunks", post(b"Content-Length: 5", b"Transfer-Encoding: chunked", body=b"0\r\n\r\n"), 400),
    ("chunks_and_length", post(b"Transfer-Encoding: chunked", b"Content-Length: 5", body=b"0\r\n\r\n"), 400),
    ("two_lengths", post(b"Content-Length: 0", b"Content-Length: 5", body=b"hello"), 400),
    ("two_lengths_alike", post(b"Content-Length: 5", b"Content-Length: 5", body=b"hello"), 400),
    ("length_list", post(b"Content-Length: 5, 5", body=b"hello"), 400),
    ("length_with_plus", post(b"Content-Length: +5", body=b"hello"), 400),
    ("length_below_zero", post(b"Content-Length: -5", body=b"hello"), 400),
    ("length_in_hex", post(b"Content-Length: 0x5", body=b"hello"), 400),
    ("length_empty", post(b"Content-Length:", body=b"hello"), 400),
    ("length_in_words", post(b"Content-Length: five", body=b"hello"), 400),
    ("length_fraction", post(b"Content-Length: 5.0", body=b"hello"), 400),
    ("length_with_blank_inside", post(b"Content-Length: 1 1", body=b"hello"), 400),
    ("length_of_twenty_digits", post(b"Content-Length: 18446744073709551621", body=b"hello"), 400),
    ("length_in_other_digits", post("Content-Length: ٥".encode(), body=b"hello"), 400),
    ("blank_before_colon_of_length", post(b"Content-Length : 5", body=b"hello"), 400),
    ("blank_before_colon_of_chunks", post(b"Transfer-Encoding : chunked", body=b"0\r\n\r\n"), 400),
    ("tab_before_colon", post(b"Transfer-Encoding\t: chunked", body=b"0\r\n\r\n"), 400),
    ("chunks_of_another_kind", post(b"Transfer-Encoding: xchunked", body=b"0\r\n\r\n"), 400),
    ("chunks_and_identity", post(b"Transfer-Encoding: chunked, identity", body=b"0\r\n\r\n"), 400),
    ("identity", post(b"Transfer-Encoding: identity", body=b""), 400),
    ("gzip_and_chunks", post(b"Transfer-Encoding: gzip, chunked", body=b"0\r\n\r\n"), 400),
    ("two_transfer_encodings", post(b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked", body=b"0\r\n\r\n"), 400),
    ("chunks_behind_a_control", post(b"Transfer-Encoding: \x0bchunked", body=b"0\r\n\r\n"), 400),
    ("chunks_in_quotes", post(b'Transfer-Encoding: "chunked"', body=b"0\r\n\r\n"), 400),
    ("chunks_in_old_http", get(b"POST /api/v1/order HTTP/1.0", b"Transfer-Encoding: chunked") + b"0\r\n\r\n", 400),
    ("empty_transfer_encoding", post(b"Transfer-Encoding:", body=b""), 400),
    ("folded_header", get(b"GET /api/v1 HTTP/1.1", b"X-A: b\r\n c"), 400),
    ("folded_first_header", b"GET /api/v1 HTTP/1.1\r\n Host: a\r\n\r\n", 400),
    ("folded_chunks", post(b"Transfer-Encoding:\r\n chunked", body=b"0\r\n\r\n"), 400),
    ("bare_line_feeds", get(end=b"\n") + b"\r\n\r\n", 400),
    ("bare_carriage_returns", get(end=b"\r") + b"\r\n\r\n", 400),
    ("carriage_return_in_header", get(b"GET /api/v1 HTTP/1.1", b"X-A: b\rTransfer-Encoding: chunked"), 400),
    ("line_feed_in_header", get(b"GET /api/v1 HTTP/1.1", b"X-A: b\nTransfer-Encoding: chunked"), 400),
    ("zero_in_header", get(b"GET /api/v1 HTTP/1.1", b"X-A: b\x00c"), 400),
    ("delete_in_header", get(b"GET /api/v1 HTTP/1.1", b"X-A: b\x7fc"), 400),
    ("header_without_colon", get(b"GET /api/v1 HTTP/1.1", b"X-A"), 400),
    ("header_without_name", get(b"GET /api/v1 HTTP/1.1", b": b"), 400),
    ("header_name_with_blank", get(b"GET /api/v1 HTTP/1.1", b"X A: b"), 400),
    ("header_name_with_bracket", get(b"GET /api/v1 HTTP/1.1", b"X(A): b"), 400),
    ("header_name_not_ascii", get(b"GET /api/v1 HTTP/1.1", "Xé: b".encode()), 400),
    ("known_header_not_text", get(b"GET /api/v1 HTTP/1.1", b"Content-Type: \xff\xfe"), 400),
    ("second_request_hidden", post(b"Content-Length: 5", b"Transfer-Encoding: chunked", body=b"0\r\n\r\n") + get(), 400),
]

CHUNKS = [
    ("chunk_size_in_words", chunked(b"five\r\nhello\r\n0\r\n\r\n"), 400),
    ("chunk_size_with_prefix", chunked(b"0x5\r\nhello\r\n0\r\n\r\n"), 400),
    ("chunk_size_below_zero", chunked(b"-5\r\nhello\r\n0\r\n\r\n"), 400),
    ("chunk_size_with_plus", chunked(b"+5\r\nhello\r\n0\r\n\r\n"), 400),
    ("chunk_size_behind_blank", chunked(b" 5\r\nhello\r\n0\r\n\r\n"), 400),
    ("chunk_size_before_blank", chunked(b"5 \r\nhello\r\n0\r\n\r\n"), 400),
    ("chunk_size_empty", chunked(b"\r\nhello\r\n0\r\n\r\n"), 400),
    ("chunk_size_of_nine_digits", chunked(b"000000005\r\nhello\r\n0\r\n\r\n"), 400),
    ("chunk_size_too_large", chunked(b"FFFFFFFF\r\nhello"), 413),
    ("chunk_line_without_return", chunked(b"5\nhello\r\n0\r\n\r\n"), 400),
    ("chunk_longer_than_said", chunked(b"4\r\nhello\r\n0\r\n\r\n"), 400),
    ("chunk_without_its_end", chunked(b"5\r\nhello0\r\n\r\n"), 400),
    ("chunk_ends_with_line_feed", chunked(b"5\r\nhello\n0\r\n\r\n"), 400),
    ("chunk_extension_too_long", chunked(b"5;" + b"a" * 300 + b"\r\nhello\r\n0\r\n\r\n"), 400),
    ("chunk_extension_with_return", chunked(b"5;a\rb\r\nhello\r\n0\r\n\r\n"), 400),
    ("trailer", chunked(b"5\r\nhello\r\n0\r\nX-A: b\r\n\r\n"), 400),
    ("chunks_too_large_together", chunked(b"8000\r\n" + b"a" * 0x8000 + b"\r\n8000\r\n" + b"a" * 0x8000 + b"\r\n1\r\n"), 413),
]

LINES = [
    ("not_http", b"HELLO\r\n\r\n", 400),
    ("only_blanks", b"   \r\n\r\n", 400),
    ("empty_line_first", b"\r\n" + get(), 400),
    ("no_version", b"GET /api/v1\r\nHost: a\r\n\r\n", 400),
    ("very_old_http", b"GET /api/v1 HTTP/0.9\r\nHost: a\r\n\r\n", 505),
    ("newer_http", b"GET /api/v1 HTTP/1.2\r\nHost: a\r\n\r\n", 505),
    ("http_2_preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 505}),
    ("version_in_small_letters", b"GET /api/v1 http/1.1\r\nHost: a\r\n\r\n", 400),
    ("version_with_rest", b"GET /api/v1 HTTP/1.1 x\r\nHost: a\r\n\r\n", 400),
    ("version_with_zeros", b"GET /api/v1 HTTP/01.1\r\nHost: a\r\n\r\n", 400),
    ("unknown_method", b"BREW /api/v1 HTTP/1.1\r\nHost: a\r\n\r\n", 501),
    ("method_in_small_letters", b"get /api/v1 HTTP/1.1\r\nHost: a\r\n\r\n", 501),
    ("no_method", b" /api/v1 HTTP/1.1\r\nHost: a\r\n\r\n", {400, 501}),
    ("connect", b"CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", {400, 501}),
    ("trace", b"TRACE /api/v1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 405),
    ("tabs_for_blanks", b"GET\t/api/v1\tHTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("two_blanks", b"GET  /api/v1 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("target_with_blank", b"GET /api /v1 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("target_with_zero", b"GET /api\x00/v1 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("target_not_ascii", "GET /é HTTP/1.1\r\nHost: a\r\n\r\n".encode(), 400),
    ("target_with_fragment", b"GET /api/v1#a HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("target_of_another_host", b"GET http://b/api/v1 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("target_is_a_star", b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("target_is_no_path", b"GET api/v1 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("line_too_long", b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
    ("hello_of_tls", bytes.fromhex("160301020001000001fc0303") + bytes(range(0, 256)) + b"\r\n\r\n", 400),
    ("banner_of_ssh", b"SSH-2.0-x\r\n\r\n", 400),
    ("zeros", b"\x00" * 64 + b"\r\n\r\n", 400),
    ("no_host", get(host=None), 400),
    ("two_hosts", get(b"GET /api/v1 HTTP/1.1", b"Host: b"), 400),
    ("empty_host", get(host=b"Host:"), 400),
    ("host_with_blank", get(host=b"Host: a b"), 400),
    ("host_with_path", get(host=b"Host: a/b"), 400),
    ("host_with_user", get(host=b"Host: b@a"), 400),
    ("header_too_long", get(b"GET /api/v1 HTTP/1.1", b"X-A: " + b"b" * 9_000), 431),
    ("too_many_headers", get(b"GET /api/v1 HTTP/1.1", *[b"X-%d: a" % number for number in range(65)]), 431),
    ("headers_too_long_together", get(b"GET /api/v1 HTTP/1.1", *[b"X-%d: " % n + b"a" * 8_000 for n in range(5)]), 431),
    ("headers_without_end", b"GET /api/v1 HTTP/1.1\r\n" + b"X-A: b\r\n" * 5_000, 431),
    ("body_too_long", post(b"Content-Length: 65537"), 413),
    ("body_of_petabytes", post(b"Content-Length: 100000000000000000"), 413),
    ("unknown_expectation", post(b"Expect: miracles", b"Content-Length: 2", body=b"{}"), 417),
    ("two_keys", get(b"GET /api/v1/order HTTP/1.1", b"api-key: a", b"api-key: b"), 400),
    ("two_signatures", get(b"GET /api/v1/order HTTP/1.1", b"api-signature: a", b"API-Signature: b"), 400),
    ("two_expiries", get(b"GET /api/v1/order HTTP/1.1", b"api-expires: 1", b"api-expires: 2"), 400),
    ("two_content_types", get(b"GET /api/v1/order HTTP/1.1", b"Content-Type: a", b"Content-Type: b"), 400),
]

# A good order, cut: nothing may be made of it.
WHOLE = post(b"Content-Type: application/json", b"Content-Length: %d" % len(ORDER), body=ORDER)
CUT = [(f"cut_after_{count}", WHOLE[:count], {0, 400, 408})
       for count in (1, 3, 8, 20, 27, 29, 40, 60, 80, len(WHOLE) - len(ORDER) - 1, len(WHOLE) - len(ORDER), len(WHOLE) - 1)]

# Bodies of signed requests that are no order: refused, and the connection goes on.
BODIES = [
    ("nothing", b""), ("open_object", b'{"symbol":"XBTUSD"'), ("open_text", b'{"symbol":"XBTUSD'), ("trailing_comma", b'{"a":1,}'),
    ("comment", b'{"a":1/**/}'), ("single_quotes", b"{'a':1}"), ("not_a_number", b'{"orderQty":NaN}'),
    ("infinity", b'{"orderQty":Infinity}'), ("leading_zero", b'{"orderQty":0100}'), ("leading_plus", b'{"orderQty":+1}'),
    ("bare_fraction", b'{"orderQty":.5}'), ("open_exponent", b'{"orderQty":1e}'), ("number_of_100_digits", b'{"orderQty":%s}' % (b"1" * 100)),
    ("beyond_all_numbers", b'{"symbol":"XBTUSD","orderQty":1e400,"price":60000}'), ("lone_surrogate", b'{"symbol":"\\ud800"}'),
    ("control_in_text", b'{"symbol":"X\x01"}'), ("zero_in_text", b'{"symbol":"X\x00"}'), ("not_utf8", b'{"symbol":"\xc3\x28"}'),
    ("overlong_utf8", b'{"symbol":"\xc0\xaf"}'), ("byte_order_mark", b'\xef\xbb\xbf{"symbol":"XBTUSD"}'), ("unknown_escape", b'{"symbol":"\\x41"}'),
    ("short_escape", b'{"symbol":"\\u12"}'), ("named_twice", b'{"symbol":"XBTUSD","symbol":"XBTUSD"}'), ("two_values", b"{} {}"),
    ("deep_lists", b"[" * 5_000), ("deep_objects", b'{"a":' * 5_000), ("many_members", b"{%s}" % b",".join(b'"a%d":1' % n for n in range(500))),
    ("only_null", b"null"), ("only_true", b"true"), ("list_of_lists", b"[[],[]]"), ("long_text", b'{"symbol":"%s"}' % (b"a" * 60_000)),
]
FORMS = [("bad_percent", b"symbol=%zz"), ("open_percent", b"symbol=%"), ("percent_not_utf8", b"symbol=%c3%28"), ("named_twice", b"symbol=a&symbol=b"),
         ("percent_zero", b"symbol=%00"), ("only_signs", b"&&==&&")]


def frame(first, payload=b"", masked=True, length=None):
    """A frame as it is: also with a length that is not its payload's, written in so many bytes."""
    mask = b"\x12\x34\x56\x78"
    bit = 0x80 if masked else 0
    if length is not None:
        head = bytes([first]) + length
    elif len(payload) < 126:
        head = bytes([first, bit | len(payload)])
    elif len(payload) < 1 << 16:
        head = bytes([first, bit | 126]) + struct.pack(">H", len(payload))
    else:
        head = bytes([first, bit | 127]) + struct.pack(">Q", len(payload))
    return head + (mask + bytes(b ^ mask[i & 3] for i, b in enumerate(payload)) if masked else payload)


def goodbye(code, reason=b""):
    return frame(0x88, struct.pack(">H", code) + reason)


NOT_TEXT = {
    "continuation_alone": b"\x80", "two_bytes_cut": b"\xc3", "three_bytes_cut": b"\xe2\x82", "four_bytes_cut": b"\xf0\x9f\x98", "overlong_two": b"\xc0\xaf",
    "overlong_three": b"\xe0\x80\xaf", "overlong_four": b"\xf0\x80\x80\xaf", "surrogate": b"\xed\xa0\x80", "surrogate_pair": b"\xed\xa0\xbd\xed\xb8\x80",
    "beyond_unicode": b"\xf4\x90\x80\x80", "five_bytes": b"\xf8\x88\x80\x80\x80", "fe": b"\xfe", "ff": b"\xff", "text_then_bad": b"hello \xc3\x28 there",
    "overlong_zero": b"\xc0\x80",
}
FRAMES = (
    [(f"reserved_bit_{bit:02x}", frame(0x81 | bit, b"ping"), 1002) for bit in (0x40, 0x20, 0x10, 0x70)]
    + [(f"unknown_kind_{kind}", frame(0x80 | kind), 1002) for kind in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15)]
    + [(f"no_mask_{kind:02x}", frame(kind, b"ping", masked=False), 1002) for kind in (0x81, 0x82, 0x88, 0x89, 0x8A)]
    + [(f"half_a_control_{kind:x}", frame(kind), 1002) for kind in (0x08, 0x09, 0x0A)]
    + [(f"long_control_{kind:x}", frame(kind, b"a" * 126), 1002) for kind in (0x88, 0x89, 0x8A)]
    + [(f"not_utf8.{name}", frame(0x81, text), 1007) for name, text in NOT_TEXT.items()]
    + [(f"goodbye_{code}", goodbye(code), 1002) for code in (0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535)]
    + [(f"goodbye_{code}_back", goodbye(code, b"bye"), code) for code in (1000, 1001, 1002, 1003, 1007, 1011, 1012, 3000, 4999)]
    + [
        ("binary", frame(0x82, b"\x01\x02"), 1003),
        ("continuation_of_nothing", frame(0x80, b"ping"), 1002),
        ("open_continuation_of_nothing", frame(0x00, b"ping"), 1002),
        ("text_in_text", frame(0x01, b"pi") + frame(0x81, b"ng"), 1002),
        ("binary_in_text", frame(0x01, b"pi") + frame(0x82, b"ng"), {1002, 1003}),
        ("not_utf8_over_two_frames", frame(0x01, b"\xc3") + frame(0x80, b"\x28"), 1007),
        ("length_in_two_bytes_too_many", frame(0x81, b"ping", length=b"\xfe\x00\x04"), 1002),
        ("length_in_eight_bytes_too_many", frame(0x81, b"ping", length=b"\xff" + struct.pack(">Q", 4)), 1002),
        ("length_65535_in_eight_bytes", frame(0x81, b"", length=b"\xff" + struct.pack(">Q", 65_535)), 1002),
        ("length_beyond_31_bits", frame(0x81, b"", length=b"\xff" + struct.pack(">Q", 1 << 31)), 1009),
        ("length_beyond_62_bits", frame(0x81, b"", length=b"\xff" + struct.pack(">Q", 1 << 62)), 1009),
        ("length_with_highest_bit", frame(0x81, b"", length=b"\xff" + struct.pack(">Q", (1 << 63) + 4)), 1009),
        ("length_of_all_ones", frame(0x81, b"", length=b"\xff" * 9), 1009),
        ("frame_too_long", frame(0x81, b"a" * 65_537), 1009),
        ("message_too_long", frame(0x01, b"a" * 65_536) + frame(0x00, b"a" * 65_536) + frame(0x80, b"a"), 1009),
        ("goodbye_of_one_byte", frame(0x88, b"\x03"), 1002),
        ("goodbye_in_no_text", goodbye(1000, b"\xc3\x28"), 1007),
        ("empty_goodbye", frame(0x88), 1000),
        ("goodbye_then_more", frame(0x88) + frame(0x81, b"ping"), 1000),
        ("flood_of_pings", frame(0x89, b"x") * 200, 1008),
        ("flood_of_pongs", frame(0x8A) * 200, 1008),
        ("flood_of_nonsense", frame(0x81, b"{") * 150, 1008),
        ("flood_of_unknown_tables", frame(0x81, b'{"op":"subscribe","args":"nothing"}') * 150, 1008),
        ("flood_of_topics", frame(0x81, json.dumps({"op": "subscribe", "args": ["nothing"] * 200}).encode()), 1008),
        ("http_over_websocket", get(), 1002),
    ]
)
HANDSHAKES = [
    ("no_nonce", [b"Sec-WebSocket-Version: 13"], 400),
    ("short_nonce", [b"Sec-WebSocket-Key: c2hvcnQ=", b"Sec-WebSocket-Version: 13"], 400),
    ("nonce_is_no_base64", [b"Sec-WebSocket-Key: !!!!!!!!!!!!!!!!!!!!!!==", b"Sec-WebSocket-Version: 13"], 400),
    ("no_websocket_version", [b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="], 400),
    ("old_websocket_version", [b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", b"Sec-WebSocket-Version: 8"], 400),
    ("two_nonces", [b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="] * 2 + [b"Sec-WebSocket-Version: 13"], 400),
    ("body", [b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", b"Sec-WebSocket-Version: 13", b"Content-Length: 1"], 400),
    ("unknown_key", [b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", b"Sec-WebSocket-Version: 13", b"api-key: a", b"api-expires: 4000000000",
                     b"api-signature: " + b"0" * 64], 401),
    ("expired_key", [b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", b"Sec-WebSocket-Version: 13", b"api-key: a", b"api-expires: 1",
                     b"api-signature: " + b"0" * 64], 400),
]
# Frames cut short, after which the client goes: the venue just lets go.
HALVES = [frame(0x81, b"ping")[:count] for count in (1, 2, 3, 5, 7)] + [frame(0x81, b"a" * 60_000)[:30_000], frame(0x01, b"half a message")]


class Corpus:
    def __init__(self, venue, checks):
        self.venue, self.checks, self.count = venue, checks, 0
        self.place = (venue.client().host, venue.client().port)
        self.process = f"/proc/{venue.process.pid}"

    def connect(self, data):
        wire = socket.create_connection(self.place, timeout=20)
        try:
            wire.sendall(data)
        except ConnectionError:
            pass  # refused before all of it was read
        return wire

    def rest(self, wire):
        """Everything until the venue ends the connection; nothing is closed by us before."""
        data = b""
        try:
            while more := wire.recv(65_536):
                data += more
        except TimeoutError:
            return None
        except ConnectionError:
            pass
        finally:
            wire.close()
        return data

    def ends(self, name, found, expected):
        self.count += 1
        expected = expected if isinstance(expected, set) else {expected}
        self.checks.that(found in expected, f"corpus.{name}", f"ended with {found}, expected {sorted(expected)}")

    def http(self, name, data, expected):
        wire = self.connect(data)
        if name.startswith("cut_"):
            wire.shutdown(socket.SHUT_WR)
        answer = self.rest(wire)
        status = None if answer is None else int(answer.split()[1]) if answer.startswith(b"HTTP/1.1 ") else 0 if not answer else answer
        self.ends(name, status, expected)
        self.checks.that((answer or b"").count(b"HTTP/1.1 ") <= 1, f"corpus.{name}.one_answer", repr(answer)[:200])

    def handshake(self, headers, target=b"/realtime"):
        return self.connect(get(b"GET %s HTTP/1.1" % target, b"Upgrade: websocket", b"Connection: Upgrade", *headers))

    def frames(self, name, data, expected, target=b"/realtime"):
        wire = self.handshake([b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", b"Sec-WebSocket-Version: 13"], target)
        try:
            wire.sendall(data)
        except ConnectionError:
            pass
        self.ends(name, self.code(self.rest(wire)), expected)

    def code(self, answer):
        """The code of the frame that ends the connection."""
        if answer is None or b"\r\n\r\n" not in answer:
            return None
        rest, code = answer.partition(b"\r\n\r\n")[2], None
        while len(rest) >= 2:
            length, head = rest[1] & 127, 2
            if length == 126:
                (length,), head = struct.unpack(">H", rest[2:4]), 4
            elif length == 127:
                (length,), head = struct.unpack(">Q", rest[2:10]), 10
            if rest[0] & 15 == 8:
                (code,) = struct.unpack(">H", rest[head:head + 2])
            rest = rest[head + length:]
        return code

    def body(self, name, body, content_type):
        client, target = self.venue.client(0), "/api/v1/order"
        headers = client.headers("POST", target, body) | {"Content-Type": content_type}
        self.ends(name, client.send("POST", target, body, headers)[0], {400})
        self.ends(f"{name}.goes_on", client.send("GET", "/api/v1")[0], 200)
        client.connection.close()

    def state(self):
        """All rows that orders could change, and how many requests reached the engine."""
        rows = {}
        for number in (0, 1):
            client = self.venue.client(number)
            for path in ("/order", "/execution", "/position", "/user/wallet", "/user/walletHistory"):
                rows[number, path] = client.get(path)
            client.connection.close()
        client = self.venue.client()
        for path in ("/trade", "/orderBook/L2?symbol=XBTUSD&depth=0"):
            rows[path] = client.get(path)
        client.connection.close()
        return rows

    def files(self):
        return len(os.listdir(f"{self.process}/fd"))

    def memory(self):
        with open(f"{self.process}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


def all_of(corpus):
    for name, data, status in SMUGGLING + CHUNKS + LINES + CUT:
        corpus.http(name, data, status)
    for name, body in BODIES:
        corpus.body(f"json.{name}", body, "application/json")
    for name, body in FORMS:
        corpus.body(f"form.{name}", body, "application/x-www-form-urlencoded")
    for name, headers, status in HANDSHAKES:
        wire = corpus.handshake(headers)
        wire.sendall(b"a") if name == "body" else None
        wire.settimeout(20)
        corpus.ends(f"handshake.{name}", int(wire.recv(65_536).split()[1]), status)
        wire.close()
    for name, data, code in FRAMES:
        corpus.frames(f"frame.{name}", data, code)
    for name, data, code in FRAMES[:30]:
        corpus.frames(f"stream.{name}", data, code, b"/realtimemd")
    for number, half in enumerate(HALVES):
        wire = corpus.handshake([b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", b"Sec-WebSocket-Version: 13"])
        wire.sendall(half)
        wire.shutdown(socket.SHUT_WR)
        corpus.ends(f"half_a_frame_{number}", corpus.rest(wire) is not None, True)


def main():
    checks = Checks()
    with Venue("--quiet-market") as venue:
        corpus = Corpus(venue, checks)
        venue.client(0).place(side="Buy", orderQty=100, price=60_000)
        before, files = corpus.state(), corpus.files()
        all_of(corpus)
        memory = corpus.memory()
        all_of(Corpus(venue, Quiet(checks)))
        grown = corpus.memory() - memory
        checks.that(grown < 16_384, "corpus.memory_does_not_grow", f"a second round took {grown} kB more")
        began = time.monotonic()
        while corpus.files() > files and time.monotonic() - began < 120:
            time.sleep(0.05)
        checks.that(corpus.files() <= files, "corpus.no_file_stays_open", f"{corpus.files()} are open, {files} were")
        checks.equal(venue.metric("apus_sockets"), 0, "corpus.no_socket_stays")
        checks.equal(venue.metric("apus_subscriptions"), 0, "corpus.no_subscription_stays")
        checks.that(corpus.state() == before, "corpus.no_row_has_changed")
        checks.that(corpus.count >= 150, "corpus.is_large", f"{corpus.count} cases")
        print(f"{corpus.count} cases", flush=True)
        checks.equal(venue.stop(), 0, "corpus.ends_with_code_0")
        checks.equal(venue.asked(), {"place order": 1}, "corpus.the_log_did_not_grow")
    checks.finish()


class Quiet:
    """The checks of a second round, of which only failures are told."""

    def __init__(self, checks):
        self.checks = checks

    def that(self, is_so, name, reason=""):
        return is_so or self.checks.that(False, f"{name} again", reason)


if __name__ == "__main__":
    main()
