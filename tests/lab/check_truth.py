#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""check_truth.py REPORT.json TRUTH.json

Holds what scmi-perf measured against the load generator's own stamps of the
same transfers: same count, min and max apart by one and the same constant (the
probes' own cost between the two stamps, printed), every percentile within one
bucket after that constant is taken off. For deterministic runs.
"""
import json
import sys

M = 7
# No probe is that slow; more would hide an error.
MAX_CONSTANT_NS = 400


def bucket(value):
    """Index of the log-linear bucket, by the definition in the design."""
    if value < 2 << M:
        return value
    msb = value.bit_length() - 1
    return ((msb - M + 1) << M) + ((value >> (msb - M)) & ((1 << M) - 1))


def check(phase, measured, truth):
    errors = []
    if measured["count"] != truth["count"]:
        errors.append(f"count {measured['count']}, load {truth['count']}")
    constant = measured["min_ns"] - truth["min_ns"]
    if measured["max_ns"] - truth["max_ns"] != constant:
        errors.append(
            f"min is off by {constant} ns, "
            f"max by {measured['max_ns'] - truth['max_ns']} ns")
    if abs(constant) > MAX_CONSTANT_NS:
        errors.append(f"the constant is {constant} ns")
    for p in ("p50_ns", "p90_ns", "p99_ns", "p999_ns"):
        if measured[p] is None:
            continue
        distance = bucket(measured[p]) - bucket(truth[p] + constant)
        if abs(distance) > 1:
            errors.append(f"{p} {measured[p]}, load {truth[p]}: "
                          f"{distance} buckets apart")
    print(f"{phase}: {measured['count']} samples, constant {constant} ns, "
          f"p50 {measured['p50_ns']} ns, load's p50 {truth['p50_ns']} ns")
    for error in errors:
        print(f"{phase}: {error}")
    return not errors


def main():
    with open(sys.argv[1]) as f:
        report = json.load(f)
    with open(sys.argv[2]) as f:
        truth = json.load(f)
    message = {"sensor": "SENSOR_READING_GET", "clock": "CLOCK_RATE_GET"}[
        truth["protocol"]]
    phases = {s["phase"]: s for s in report["series"]
              if s["message_name"] == message}
    ok = all([check(name, phases[name], truth[name])
              for name in ("total", "transport", "wakeup")])
    sys.exit(0 if ok else 1)


main()
