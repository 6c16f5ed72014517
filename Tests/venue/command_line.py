#!/usr/bin/env python3
"""What the program says of itself and how it ends: help, exit codes, a stop on request, a restart."""

import contextlib
import http.client
import itertools
import os
import signal
import subprocess
import tempfile
import threading
import time

from venue import PROGRAM, Checks, Refused, Venue


def ends(checks, name, code, words, *arguments):
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=60)
    said = done.stdout + done.stderr
    checks.that(done.returncode == code and words in said, f"command_line.{name}",
                f"ended with {done.returncode}, expected {code} and {words!r}:\n{said[:600]}")


@contextlib.contextmanager
def patched(**variables):
    """Sets variables of the environment for a while."""
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def damage(venue):
    """Changes one byte in the middle of what the log has acknowledged."""
    segment = sorted(venue.data.glob("*.journal"))[0]
    with open(segment, "r+b") as file:
        file.seek(600)
        byte = file.read(1)
        file.seek(600)
        file.write(bytes([byte[0] ^ 1]))


def closed_streams(checks):
    """A venue whose standard streams are closed writes nothing that is meant for people into its log."""
    with tempfile.TemporaryDirectory() as scratch:
        data, ready = os.path.join(scratch, "data"), os.path.join(scratch, "ready.json")
        line = f'exec "{PROGRAM}" serve --port 0 --quiet-market --data "{data}" --ready-file "{ready}" <&- >&- 2>&-'
        process = subprocess.Popen(["/bin/sh", "-c", line])
        while not os.path.exists(ready) and process.poll() is None:
            time.sleep(0.02)
        process.terminate()
        checks.equal(process.wait(120), 0, "command_line.ends_without_standard_streams")
        ends(checks, "log_is_whole_without_standard_streams", 0, "", "audit", data)


def stops_in_order(checks):
    """Of orders in flight while the venue is stopped, each that is in the log was answered."""
    with Venue("--quiet-market") as venue:
        answered = set()

        def trade(number):
            client = venue.client(number % 2)
            for count in itertools.count():
                name = f"{number}/{count}"
                try:
                    client.place(side="Buy", orderQty=100, price=60_000, clOrdID=name, timeInForce="ImmediateOrCancel")
                    answered.add(name)
                except Refused as refusal:
                    if refusal.status == 503:
                        return
                except (OSError, http.client.HTTPException):
                    return

        traders = [threading.Thread(target=trade, args=(number,)) for number in range(8)]
        for trader in traders:
            trader.start()
        while len(answered) < 400 and venue.process.poll() is None:
            time.sleep(0.01)
        checks.equal(venue.stop(), 0, "command_line.stops_under_load")
        for trader in traders:
            trader.join()
        venue.start()
        kept = set()
        for number in (0, 1):
            start = 0
            while page := venue.client(number).get("/order", count=500, start=start, columns="clOrdID"):
                kept |= {row["clOrdID"] for row in page}
                start += len(page)
        checks.equal(sorted(kept - answered), [], "command_line.who_was_heard_is_answered")
        checks.equal(sorted(answered - kept), [], "command_line.who_was_answered_is_kept")


def foreign_files(checks):
    """Statistics that cannot be read keep no venue from starting, and somebody's directory is not deleted as history."""
    with Venue("--quiet-market") as venue:
        venue.stop()
        (venue.data / "keys.used.json").write_text("")
        venue.start()
        checks.that("holds no uses of keys" in venue.said(), "command_line.starts_without_uses_of_keys", venue.said())
        venue.stop()
        for file in venue.data.glob("history.sqlite*"):
            file.unlink()
        precious = venue.data / "history.sqlite" / "precious.txt"
        precious.parent.mkdir()
        precious.touch()
        ends(checks, "history_is_a_directory", 1, "is a directory", "serve", "--port", "0", "--data", venue.data)
        checks.that(precious.exists(), "command_line.somebodys_directory_stays")


def main():
    checks = Checks()
    foreign_files(checks)
    closed_streams(checks)
    stops_in_order(checks)
    ends(checks, "help", 0, "apus serve", "--help")
    ends(checks, "help_names_exit_codes", 0, "the log is damaged", "--help")
    ends(checks, "help_of_serve", 0, "--quiet-market", "serve", "--help")
    ends(checks, "no_such_option", 64, "Unknown option", "serve", "--wrong")
    ends(checks, "no_such_port", 64, "no port", "serve", "--port", "99999")
    ends(checks, "no_such_time", 64, "is no time", "serve", "--at", "yesterday")
    ends(checks, "tape_or_quiet", 64, "not both", "serve", "--quiet-market", "--tape", "x")
    ends(checks, "no_such_tape", 1, "cannot open", "serve", "--port", "0", "--tape", "/nowhere")
    ends(checks, "no_such_directory", 1, "no directory", "replay", "/nowhere")
    ends(checks, "version", 0, "apus 0.", "--version")
    ends(checks, "no_pages", 1, "no index.html", "serve", "--port", "0", "--web", "/nowhere")
    ends(checks, "no_such_limits", 1, "none, 2019, 2026 or a file", "serve", "--port", "0", "--limits=-5")
    with tempfile.TemporaryDirectory() as scratch:
        limits = os.path.join(scratch, "limits.json")
        with open(limits, "w") as file:
            file.write('{"keyed": {"requests": -5, "seconds": 60}}')
        words = 'keyed is to be {"requests": 1 to 1000000, "seconds": 1 to 86400}'
        ends(checks, "negative_limits", 1, words, "serve", "--port", "0", "--limits", limits)
    with tempfile.TemporaryDirectory() as scratch, patched(TMPDIR=scratch):
        ends(checks, "no_such_host", 1, "cannot answer on", "serve", "--port", "0", "--host", "no.such.host.invalid")
        checks.equal(os.listdir(scratch), [], "command_line.a_venue_that_never_opened_leaves_nothing")
    ends(checks, "ready_file_nowhere", 1, "put files into", "serve", "--port", "0", "--ready-file", "/nowhere/ready")
    with tempfile.TemporaryDirectory() as empty:
        ends(checks, "no_log", 1, "there is no log", "audit", empty)
        checks.equal(os.listdir(empty), [], "command_line.no_log_is_made")
    with Venue("--listing", "2019-03-26", "--at", "2019-03-26T12:00:00Z") as venue:
        row = venue.client().get("/instrument", symbol="XBTUSD")[0]
        checks.equal((row["lotSize"], row["tickSize"]), (1, 0.5), "command_line.listing_of_2019")
        checks.that(row["timestamp"].startswith("2019-03-26T12:0"), "command_line.time_of_2019", row["timestamp"])
        page = venue.client().send("GET", "/")
        checks.that(page[0] == 200 and b"<html" in page[1].lower(), "command_line.serves_the_page", str(page)[:200])
        ends(checks, "in_use", 3, "in use", "serve", "--port", "0", "--data", venue.data)
        port = venue.url.rsplit(":", 1)[1]
        ends(checks, "port_in_use", 1, "in use by another program", "serve", "--port", port)
        ends(checks, "replay_in_use", 3, "in use", "replay", venue.data)
        mode = (venue.data / "keys.json").stat().st_mode & 0o777
        checks.equal(mode, 0o600, "command_line.secrets_are_the_owners")
        keys = venue.keys
        venue.process.send_signal(signal.SIGINT)
        checks.equal(venue.process.wait(30), 0, "command_line.interrupt_ends_with_0")
        venue.start()
        checks.that(venue.keys == keys, "command_line.keys_stay")
        depth = venue.client().get("/orderBook/L2", symbol="XBTUSD", depth=1)
        checks.equal(len(depth), 2, "command_line.market_lives_after_a_restart")
        checks.that("keeps them" not in venue.said(), "command_line.same_listing_is_no_news")
        checks.equal(venue.stop(), 0, "command_line.terminate_ends_with_0")
        with Venue("--listing", "2026", "--at", "2019-03-26T13:00:00Z", directory=venue.directory) as other:
            checks.that("keeps them" in other.said(), "command_line.other_listing_is_told", other.said())
        ends(checks, "replay_until", 0, "entry        5 of", "replay", venue.data, "--until", "5")
        ends(checks, "audit", 0, "All is well.", "audit", venue.data)
        ends(checks, "replay_until_never", 1, "the log ends at entry", "replay", venue.data, "--until", "99999999")
        (venue.data / "keys.json").chmod(0o644)
        ends(checks, "secrets_for_all", 1, "chmod 600", "serve", "--port", "0", "--data", venue.data)
        (venue.data / "keys.json").chmod(0o600)
        damage(venue)
        ends(checks, "damaged_serve", 2, "is damaged at byte", "serve", "--port", "0", "--data", venue.data)
        ends(checks, "damaged_audit", 2, "is damaged at byte", "audit", venue.data)
    here = subprocess.run([PROGRAM, "--help"], cwd="/", capture_output=True, env={"PATH": os.environ["PATH"]})
    checks.equal(here.returncode, 0, "command_line.runs_from_anywhere")
    checks.finish()


if __name__ == "__main__":
    main()
