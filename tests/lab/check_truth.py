#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""check_truth.py REPORT.json TRUTH.json

Holds what scmi-perf measured against the load generator's own stamps of the
same transfers: same count, min and max apart by one and the same constant (the
probes' own cost between the two stamps, printed), every percentile within one
bucket after that constant is taken off. For deterministic runs.

Mixed work is held protocol by protocol. A phase that the load has no sample of
(a polled transfer has no reply of its own) must not be in the report.
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


def check_message(name, report, truth):
    """Every phase of one message."""
    phases = {s["phase"]: s for s in report["series"]
              if s["message_name"] == name}
    ok = True
    for phase in ("total", "transport", "wakeup", "delayed"):
        if truth[phase]["count"]:
            ok &= phase in phases and check(phase, phases[phase], truth[phase])
        elif phase in phases:
            print(f"{name}: {phase} is in the report, not in the load's figures")
            ok = False
    return ok


def main():
    with open(sys.argv[1]) as f:
        report = json.load(f)
    with open(sys.argv[2]) as f:
        truth = json.load(f)
    options = truth["spec"].split(",")[1:]
    parts = truth.get("protocols", {truth["protocol"]: truth})
    ok = True
    for protocol, figures in parts.items():
        name = message(protocol, options)
        print(f"{name}:")
        ok &= check_message(name, report, figures)
    sys.exit(0 if ok else 1)


main()
