#!/usr/bin/env python3
"""The bare book beside the plain C reference of the benchmark kit, in alternating rounds on the same flows.

    scripts/beside_reference.py KIT [--rounds N] [--scenario mixed] [--resting 1000,10000,1000000]

KIT is the kit's directory. What counts is the median over the rounds of our time divided by the reference's in the
same round; the whole engine's ratio to the bare book is printed beside it.
"""

import argparse
import os
import pathlib
import re
import statistics
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]


def build(kit, place):
    subprocess.run(["cc", "-O2", "-o", place / "gen", kit / "flow/gen.c"], check=True)
    subprocess.run(["c++", "-std=c++17", "-O3", "-march=native", "-DNDEBUG", "-I", kit, "-o", place / "ref",
                    kit / "ref_c.cpp"], check=True)


def figure(pattern, command):
    # A large book is offered large pages, which ours asks for itself.
    environment = os.environ | {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
    text = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
    return float(re.search(pattern, text).group(1))


def compare(place, flow, rounds):
    ours = [ROOT / "bin/apus", "bench", "flow", flow]
    theirs = [place / "ref", flow, "reps=1", "mode=thr"]
    bare, reference = [], []
    for number in range(rounds):
        for turn in (number % 2, 1 - number % 2):
            if turn:
                bare.append(figure(r"bare book +([0-9.]+) ns a command", ours + ["--rounds", "1"]))
            else:
                reference.append(figure(r"cpu_ns/cmd med ([0-9.]+)", theirs))
    whole = figure(r"ratio +([0-9.]+)", ours + ["--margin", "--rounds", "3"])
    ratio = statistics.median(b / r for b, r in zip(bare, reference))
    print(f"{flow.stem:22} book {statistics.median(bare):6.1f} ns, reference {statistics.median(reference):6.1f} ns, "
          f"ratio {ratio:.2f}; whole engine {whole:.2f} times the book", flush=True)


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("kit", type=pathlib.Path)
    words.add_argument("--rounds", type=int, default=5)
    words.add_argument("--scenario", default="mixed,movers")
    words.add_argument("--resting", default="1000,10000,1000000")
    chosen = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="apus-flows-") as directory:
        place = pathlib.Path(directory)
        build(chosen.kit.resolve(), place)
        for scenario in chosen.scenario.split(","):
            for resting in chosen.resting.split(","):
                flow = place / f"{scenario}-{resting}.xflow"
                subprocess.run([place / "gen", scenario, flow, f"target={resting}", "ids=scrambled"], check=True,
                               stdout=subprocess.DEVNULL)
                compare(place, flow, chosen.rounds)
                flow.unlink()


if __name__ == "__main__":
    main()
