#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""check_phases.py DIR TRANSPORT

Checks the files that tests/lab/guest/phases.sh wrote to DIR: a change of one cause
must change the median of its phase by the same amount, within a bucket, and of no
other phase: the changed value has a rank of 45 to 55 % afterwards.
"""
import json
import os
import sys

from ranks import has_rank, load

PHASES = ("submit", "doorbell", "service", "dispatch", "wakeup")
SERVICE_NS = 57000 - 20000
DOORBELL_NS = 9000
# udelay() never ends early, and overshoots by no more than a turn of its loop.
SPIN_NS = 200


def read(directory, name):
    """Returns the phases of the load's message. Their sums must be exact."""
    with open(os.path.join(directory, name + ".report")) as f:
        report = json.load(f)
    with open(os.path.join(directory, name + ".json")) as f:
        truth = json.load(f)
    phases = {s["phase"]: s for s in report["series"]
              if s["message_name"] == "SENSOR_READING_GET"}
    assert set(PHASES) <= set(phases), f"{name}: only {sorted(phases)}"
    for phase in PHASES + ("total",):
        assert phases[phase]["count"] == truth["total"]["count"], (name, phase)
    off = phases["total"]["sum_ns"] - sum(phases[p]["sum_ns"] for p in PHASES)
    assert off == 0, f"{name}: the phases are {off} ns off their total"
    histograms = load(os.path.join(directory, name + ".scmi"))
    for phase, s in phases.items():
        s["buckets"] = histograms[s["protocol"], s["message"], phase]
    return phases


def moved(before, after, cause, by_ns, over_ns=0):
    """Checks that only phase @cause has changed, by @by_ns to @by_ns + @over_ns."""
    for phase in PHASES:
        was, now = before[phase]["p50_ns"], after[phase]["p50_ns"]
        print(f"{cause}: {phase} {was} -> {now}")
        by, over = (by_ns, over_ns) if phase == cause else (0, 0)
        assert has_rank(after[phase]["buckets"], 500, was + by + over // 2,
                        over // 2, after[phase]["count"] // 20), \
            f"{phase} should be {was + by}"


def main():
    directory, transport = sys.argv[1:]
    before = read(directory, "before")
    moved(before, read(directory, "service"), "service", SERVICE_NS)
    moved(before, read(directory, "doorbell"), "doorbell", DOORBELL_NS,
          SPIN_NS)

    alone, threads = read(directory, "alone"), read(directory, "threads")
    grown = {p: threads[p]["mean_ns"] - alone[p]["mean_ns"] for p in PHASES}
    total = threads["total"]["mean_ns"] - alone["total"]["mean_ns"]
    print("eight threads:", {p: round(ns) for p, ns in grown.items()})
    if transport == "mailbox":
        # The channel carries one message at a time, so the others wait.
        assert grown["submit"] > 0.9 * total
    else:
        # The device has all messages at the same time.
        assert grown["submit"] < 0.2 * alone["total"]["mean_ns"]


if __name__ == "__main__":
    main()
