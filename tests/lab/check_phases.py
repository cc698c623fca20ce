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

ALL = ("submit", "doorbell", "service", "dispatch", "wakeup")
# The call brings the reply.
CALL = ("submit", "service")
POLLED = ("submit", "doorbell", "service")
SERVICE_NS = 57000 - 20000
DOORBELL_NS = 9000
BUSY_NS = 300000
# The timer's interrupt, and the way back to the caller.
WAKEUP_NS = 10000
# udelay() never ends early, and overshoots by no more than a turn of its loop.
SPIN_NS = 200
# Modules and BPF programs are loaded anew for each measurement, to other addresses, some of
# which take more instructions. Of six with equal parameters the median of the polled
# mailbox's doorbell was in three neighbouring buckets of 8 ns.
ANEW_NS = 16


def read(directory, name, expected):
    """
    Returns the phases of the load's message, which must be those expected. Their sums
    must be exact.
    """
    with open(os.path.join(directory, name + ".report")) as f:
        report = json.load(f)
    with open(os.path.join(directory, name + ".json")) as f:
        truth = json.load(f)
    phases = {s["phase"]: s for s in report["series"]
              if s["message_name"] == "SENSOR_READING_GET"}
    assert set(phases) - {"answer"} == {*expected, "total"}, \
        f"{name}: {sorted(phases)}"
    for phase in phases:
        assert phases[phase]["count"] == truth["total"]["count"], (name, phase)
    off = phases["total"]["sum_ns"] - sum(phases[p]["sum_ns"] for p in expected)
    assert off == 0, f"{name}: the phases are {off} ns off their total"
    assert not report["anomalies"], report["anomalies"]
    # A channel that is locked cannot reorder.
    assert "virtio" in phases["total"]["transport"] \
        or not report["counters"]["out_of_order"], name
    histograms = load(os.path.join(directory, name + ".scmi"))
    for phase, s in phases.items():
        s["buckets"] = histograms[s["protocol"], s["message"], phase]
    return phases


def moved(before, after, cause, by_ns, over_ns=0):
    """Checks that only phase @cause has changed, by @by_ns to @by_ns + @over_ns."""
    for phase in before:
        if phase in ("total", "answer"):
            continue
        was, now = before[phase]["p50_ns"], after[phase]["p50_ns"]
        print(f"{cause}: {phase} {was} -> {now}")
        by, over = (by_ns, over_ns) if phase == cause else (0, 0)
        off = over // 2 if phase == cause else ANEW_NS
        assert has_rank(after[phase]["buckets"], 500, was + by + over // 2,
                        off, after[phase]["count"] // 20), \
            f"{phase} should be {was + by}"


def check_early(before, early):
    """
    Checks a load whose interrupts came before the call returned: the firmware's
    20 us are service, as if the interrupt came later, and there is no doorbell.
    """
    print("early:", {p: early[p]["p50_ns"] for p in ALL})
    assert early["doorbell"]["max_ns"] == 0
    for phase in ("submit", "dispatch"):
        was, now = before[phase]["p50_ns"], early[phase]["p50_ns"]
        print(f"early: {phase} {was} -> {now}")
        assert has_rank(early[phase]["buckets"], 500, was, 0,
                        early[phase]["count"] // 20), f"{phase} {was} -> {now}"
    # The call itself costs the rest: the way into the firmware and back.
    assert 20000 <= early["service"]["p50_ns"] <= 20000 + 2000
    assert early["wakeup"]["min_ns"] > 0


def main():
    directory, transport = sys.argv[1:]
    call = transport in ("smc", "optee", "optee-smt")
    phases = (CALL if call else POLLED if transport == "mailbox-polled"
              else ALL)
    before = read(directory, "before", phases)
    moved(before, read(directory, "service", phases), "service", SERVICE_NS)
    # A longer call is all service if it brings the reply.
    moved(before, read(directory, "doorbell", phases),
          "service" if call else "doorbell", DOORBELL_NS, SPIN_NS)

    if transport.startswith("optee"):
        # Asleep until a thread of the TEE is free, in the call.
        moved(before, read(directory, "busy", phases), "service", BUSY_NS,
              WAKEUP_NS)

    alone = read(directory, "alone", phases)
    threads = read(directory, "threads", phases)
    grown = {p: threads[p]["mean_ns"] - alone[p]["mean_ns"] for p in phases}
    total = threads["total"]["mean_ns"] - alone["total"]["mean_ns"]
    print("eight threads:", {p: round(ns) for p, ns in grown.items()})
    if call or "virtio" not in transport:
        # The channel carries one message at a time, so the others wait.
        assert grown["submit"] > 0.9 * total
    else:
        # The device has all messages at the same time.
        assert grown["submit"] < 0.2 * alone["total"]["mean_ns"]
    if transport == "smc-irq":
        check_early(before, read(directory, "early", phases))


if __name__ == "__main__":
    main()
