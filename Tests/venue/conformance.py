#!/usr/bin/env python3
"""Unmodified third-party BitMEX clients against one quiet venue, three times in a row: what one leaves behind disturbs none.

conformance-absent.txt lists the checks of what the venue does not have yet, with the reason. A check outside the list
must pass and one on it must fail, so the list only gets shorter. Run it with the interpreter of .venv.
"""

import os
import pathlib
import re
import subprocess
import sys

from venue import ROOT, SHARED, Checks, Venue, skip

# How many checks each has.
WANTED = {"ccxt_sync": 83, "bitmex_ws": 33, "ws_protocol": 24, "bravado_bitmex": 59}
TURNS = 3
KIT = SHARED / "conformance"
ABSENT = pathlib.Path(__file__).with_name("conformance-absent.txt")


def absent():
    """Script and check, and why the check fails today; a check that ends with `*` stands for all that begin so."""
    lines = [line for line in ABSENT.read_text().splitlines() if line and not line.startswith("#")]
    return {tuple(line.split(None, 2)[:2]): line.split(None, 2)[2] for line in lines}


def reason(expected, script, check):
    for (where, name), text in expected.items():
        if where == script and (check == name or name.endswith("*") and check.startswith(name[:-1])):
            return (where, name), text
    return None, None


def run(venue, script, python):
    (key, secret), (maker_key, maker_secret) = venue.keys
    environment = os.environ | {
        "APUS_REST_URL": venue.url, "APUS_WS_URL": venue.realtime, "APUS_API_KEY": key, "APUS_API_SECRET": secret,
        "APUS_MAKER_KEY": maker_key, "APUS_MAKER_SECRET": maker_secret, "PYTHONDONTWRITEBYTECODE": "1",
        "APUS_WAIT": "60",  # seconds until what must come is missed
    }
    done = subprocess.run(
        [python, KIT / f"{script}.py"], cwd=KIT, env=environment, capture_output=True, text=True, timeout=3_600)
    lines = re.findall(r"^(ok|FAIL) (\S+) ?(.*)$", done.stdout, re.MULTILINE)
    if not re.search(r"^\d+ passed, \d+ failed$", done.stdout, re.MULTILINE):
        lines.append(("FAIL", "runs_to_its_end", done.stderr[-500:].replace("\n", " ")))
    return lines


def trade_once(venue):
    """Two trades that leave everybody flat: a market that has never traded has no last price to show."""
    alice, bob = venue.client(0), venue.client(1)
    for buyer, seller in ((alice, bob), (bob, alice)):
        seller.place(side="Sell", orderQty=100, price=65_000)
        buyer.place(side="Buy", orderQty=100, price=65_000)


def judge(checks, expected, met, script, lines, turn):
    for verdict, check, words in lines:
        entry, why = reason(expected, script, check)
        if verdict == "ok":
            passes = entry is None or entry[1].endswith("*")
            checks.that(passes, f"{script}.{check}", "passes now: take it off conformance-absent.txt")
        elif entry:
            met.add(entry)
            print(f"absent {script}.{check}: {why}", flush=True)
        else:
            checks.that(False, f"{script}.{check}", f"in turn {turn}: {words}")
    passed = sum(verdict == "ok" for verdict, _, _ in lines)
    known = sum(reason(expected, script, check)[0] is not None for _, check, _ in lines)
    checks.that(
        passed >= WANTED[script] - known, f"{script}.all_of_them",
        f"in turn {turn} {passed} checks passed, not {WANTED[script]}")


def main():
    if not KIT.exists():
        skip(f"there are no client harnesses at {KIT}")
    python = ROOT / ".venv" / "bin" / "python"
    if not python.exists():
        sys.exit("there is no .venv: run scripts/need first")
    checks, expected, met = Checks(), absent(), set()
    scripts = sys.argv[1:] or list(WANTED)
    with Venue("--quiet-market", "--no-rate-limits") as venue:
        trade_once(venue)
        for turn in range(1, TURNS + 1):
            for script in scripts:
                judge(checks, expected, met, script, run(venue, script, python), turn)
            print(f"turn {turn} of {TURNS} is over", flush=True)
    for entry in expected.keys() - met:
        if entry[0] in scripts:
            checks.that(False, f"{entry[0]}.{entry[1]}", "is on conformance-absent.txt, but never failed")
    checks.finish()


if __name__ == "__main__":
    main()
