#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""check_truth.py REPORT.json TRUTH.json

Holds what scmi-perf measured against the load generator's own stamps of the
same transfers: same count, min and max apart by one and the same constant (the
probes' own cost between the two stamps, printed), every percentile within one
bucket after that constant is taken off. For deterministic runs.

Mixed work is held protocol by protocol. A phase that the load has no sample of
(a polled transfer has no reply of its own) must not be in the report.

An interrupt between the two stamps of an event is in one measurement and not in
the other. That happens to a handful of samples in a run, and moves a percentile
that a handful of samples decide. So where a percentile is further apart, the
profile beside TRUTH.json is asked for ranks: all but MISPLACED samples must lie
on the side of the load's value where they belong. How long an interrupt takes is
not for this to know, 16 us for one of Linux 6.1's; but it is in the sums, too, which
are exact. So a maximum may be off by what the sums are.
"""
import gzip
import json
import os
import sys

M = 7
# No probe is that slow; more would hide an error.
MAX_CONSTANT_NS = 400
# Samples with an interrupt between the stamps: a tick each 4 ms, some 300
# instructions between both pairs of stamps, make one in 13 ticks.
MISPLACED = 4
PERMILLE = {"p50_ns": 500, "p90_ns": 900, "p99_ns": 990, "p999_ns": 999}


def bucket(value):
    """Index of the log-linear bucket, by the definition in the design."""
    if value < 2 << M:
        return value
    msb = value.bit_length() - 1
    return ((msb - M + 1) << M) + ((value >> (msb - M)) & ((1 << M) - 1))


def ranks_agree(buckets, permille, value):
    """Whether the sample of this rank may be @value, see above."""
    count = sum(n for _, n in buckets)
    rank = -(-count * permille // 1000)
    below = sum(n for index, n in buckets if index < bucket(value) - 1)
    above = sum(n for index, n in buckets if index > bucket(value) + 1)
    return below < rank + MISPLACED and above <= count - rank + MISPLACED


def check(phase, measured, truth, buckets, spread=0):
    """@spread: how far a single value of @truth may be off by itself, in ns."""
    errors = []
    if measured["count"] != truth["count"]:
        errors.append(f"count {measured['count']}, load {truth['count']}")
    constant = measured["min_ns"] - truth["min_ns"]
    off = measured["max_ns"] - truth["max_ns"] - constant
    between = abs(measured["sum_ns"] - truth["sum_ns"]
                  - constant * truth["count"])
    if off and (abs(off) > between + spread + MAX_CONSTANT_NS
                or not ranks_agree(buckets, 1000, truth["max_ns"] + constant)):
        errors.append(
            f"min is off by {constant} ns, "
            f"max by {measured['max_ns'] - truth['max_ns']} ns, "
            f"the sum but for that by {between} ns")
    if abs(constant) > MAX_CONSTANT_NS:
        errors.append(f"the constant is {constant} ns")
    for p, permille in PERMILLE.items():
        if measured[p] is None:
            continue
        distance = bucket(measured[p]) - bucket(truth[p] + constant)
        if abs(distance) > 1 and not ranks_agree(buckets, permille,
                                                 truth[p] + constant):
            errors.append(f"{p} {measured[p]}, load {truth[p]}: "
                          f"{distance} buckets apart")
    print(f"{phase}: {measured['count']} samples, constant {constant} ns, "
          f"in the sum {between} ns besides, "
          f"p50 {measured['p50_ns']} ns, load's p50 {truth['p50_ns']} ns")
    for error in errors:
        print(f"{phase}: {error}")
    return not errors


def message(protocol, options):
    """What the load asks a protocol, see reference-transport/load/work.c."""
    if protocol == "clock" and "async" in options:
        return "CLOCK_RATE_SET"
    if protocol == "clock" and "poll" in options:
        return "CLOCK_ATTRIBUTES"
    return {
        "sensor": "SENSOR_READING_GET",
        "clock": "CLOCK_RATE_GET",
        "perf": "PERFORMANCE_LEVEL_GET",
        "power": "POWER_STATE_GET",
        "reset": "RESET",
        "voltage": "VOLTAGE_LEVEL_GET",
    }[protocol]


def find_buckets(profile, row):
    """The histogram of a row of the report."""
    for s in profile["series"]:
        if (s["protocol"], s["message"]) == (row["protocol"], row["message"]):
            return s["phases"][row["phase"]]["buckets"]
    raise SystemExit(f"{row['message_name']} is not in the profile")


PARTS = ("submit", "doorbell", "service", "dispatch", "wakeup")


def check_parts(phases, polled):
    """A transfer's phases add up to its total, to the nanosecond."""
    parts = PARTS[:3] if polled else PARTS
    missing = [p for p in parts if p not in phases]
    if missing:
        print(f"phases are missing: {missing}")
        return False
    off = phases["total"]["sum_ns"] - sum(phases[p]["sum_ns"] for p in parts)
    counts = {p: phases[p]["count"] for p in ("total",) + parts}
    print(f"{', '.join(parts)}: off total by {off} ns")
    if len(set(counts.values())) > 1:
        print(f"samples differ: {counts}")
    return not off and len(set(counts.values())) == 1


def check_service(phases, transport, buckets):
    """
    Service is what the load takes for transport less the other three phases,
    which are the same for every transfer but for an interrupt here and there.
    """
    others = [phases[p] for p in ("submit", "doorbell", "dispatch")]
    usual = sum(p["p50_ns"] for p in others)
    expected = {k: v - usual if k.endswith("_ns") else v
                for k, v in transport.items()}
    expected["sum_ns"] = (transport["sum_ns"]
                          - sum(p["sum_ns"] for p in others))
    spread = sum(p["max_ns"] for p in others) - usual
    return check("service", phases["service"], expected, buckets, spread)


def check_message(name, report, truth, profile):
    """Every phase of one message."""
    phases = {s["phase"]: s for s in report["series"]
              if s["message_name"] == name}
    ok = True
    of_load = ["total", "transport", "wakeup", "delayed"]
    if "service" in phases:
        # What is transport to the load is told apart.
        of_load.remove("transport")
        polled = not truth["wakeup"]["count"]
        ok &= check_parts(phases, polled)
        if not polled:
            ok &= check_service(phases, truth["transport"],
                                find_buckets(profile, phases["service"]))
    for phase in of_load:
        if truth[phase]["count"]:
            ok &= phase in phases and check(
                phase, phases[phase], truth[phase],
                find_buckets(profile, phases[phase]))
        elif phase in phases:
            print(f"{name}: {phase} is in the report, not in the load's figures")
            ok = False
    return ok


def main():
    with open(sys.argv[1]) as f:
        report = json.load(f)
    with open(sys.argv[2]) as f:
        truth = json.load(f)
    with gzip.open(os.path.join(os.path.dirname(sys.argv[2]), "run.scmi")) as f:
        profile = json.load(f)
    options = truth["spec"].split(",")[1:]
    parts = truth.get("protocols", {truth["protocol"]: truth})
    ok = True
    for protocol, figures in parts.items():
        name = message(protocol, options)
        print(f"{name}:")
        ok &= check_message(name, report, figures, profile)
    sys.exit(0 if ok else 1)


main()
