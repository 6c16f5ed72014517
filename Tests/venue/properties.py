#!/usr/bin/env python3
"""Thousands of requests made up from the venue's own contract: no failure of the server, no answer outside the contract.

Schemathesis reads the contract that the venue serves, in both forms, and signs what it sends.
"""

import os
import pathlib
import re
import subprocess
import sys

from venue import ROOT, Checks, Venue

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
HERE = pathlib.Path(__file__).parent


def run(venue, document, program):
    """The last lines that it says, and whether all went well."""
    (key, secret) = venue.keys[0]
    environment = os.environ | {
        "APUS_API_KEY": key, "APUS_API_SECRET": secret, "SCHEMATHESIS_HOOKS": "signing", "PYTHONPATH": str(HERE),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [
        program, "run", f"{venue.url}/api/explorer/{document}", "--url", f"{venue.url}/api/v1",
        "--phases", "examples,coverage,fuzzing,stateful", "--max-examples", "10", "--seed", "1", "--checks", CHECKS,
        "--generation-database", "none", "--max-failures", "500",
    ]
    done = subprocess.run(
        command, cwd=venue.directory, env=environment, capture_output=True, text=True, timeout=3_600)
    return done.returncode == 0, done.stdout + done.stderr


def main():
    program = ROOT / ".venv-properties" / "bin" / "schemathesis"
    if not program.exists():
        sys.exit("there is no .venv-properties: run scripts/need first")
    checks = Checks()
    with Venue("--quiet-market", "--no-rate-limits") as venue:
        alice, bob = venue.client(0), venue.client(1)
        bob.place(side="Sell", orderQty=300, price=65_000)
        alice.place(side="Buy", orderQty=200, price=65_000)
        alice.place(side="Buy", orderQty=100, price=60_000)
        for document in sys.argv[1:] or ["swagger.json", "openapi.json"]:
            is_well, words = run(venue, document, program)
            found = re.search(r"(\d+) generated", words)
            if not checks.that(is_well and found, document, "" if is_well else "see below"):
                print(words)
            elif found:
                print(f"   {found.group(1)} requests")
        checks.that(venue.process.poll() is None, "the venue is still there")
    checks.finish()


if __name__ == "__main__":
    main()
