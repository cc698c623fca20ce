#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""check_truth.py REPORT.json TRUTH.json

Compares the figures of scmi-perf with the load generator's own time stamps of the
same transfers. Counts must be equal. Minimum and maximum must differ by the same
constant, the probes' cost between the two stamps. Without that constant every
percentile must agree within one bucket. For deterministic runs.

Mixed work is compared protocol by protocol. A phase without samples of the load must
not be in the report: polled transfers, for example, have no event for the reply.

An interrupt between the two stamps of an event is in one measurement and not in the
other. This happens to a few samples in a run, and changes a percentile that depends
on few samples. If a percentile differs by more, ranks are compared with the profile
beside TRUTH.json: all but MISPLACED samples must be on the right side of the load's
value. The length of an interrupt is unknown (16 us for one in Linux 6.1), but it is
in the sums, too, which are exact. So a maximum may differ as much as the sums. Two
interrupts can cancel out in the sums. So a maximum may also be as small as the load's
p99.9, if at most MISPLACED samples are larger than that. If the minimum is too small,
and at most MISPLACED samples are, the constant is the mean difference, or 0.

If stamps.txt is beside TRUTH.json, service and doorbell are also compared with the
firmware's or the TEE's own times of the same messages.
"""
import json
import os
import sys

from ranks import bucket, has_rank, load

# Longer than any probe takes. A larger limit would hide errors.
MAX_CONSTANT_NS = 400
# Number of samples with an interrupt between the stamps. The tick comes every 4 ms, and
# both pairs of stamps are about 300 instructions apart: one in 13 ticks.
MISPLACED = 4
# A tick during a call is handled right after it, in the time that Linux needs to notice
# and to read the reply. That time is longer than the constant above.
TICK_NS = 4000000
NOTICE_NS = 2500
# The doorbell lasts until the wait for the reply: the way back from the call, too.
RETURN_NS = 500
PERMILLE = {"p50_ns": 500, "p90_ns": 900, "p99_ns": 990, "p999_ns": 999}


def errors_of(constant, measured, truth, buckets, spread, misplaced):
    """Returns what is wrong with one phase, if @constant is right, and its sum."""
    errors = []
    off = measured["max_ns"] - truth["max_ns"] - constant
    between = abs(measured["sum_ns"] - truth["sum_ns"]
                  - constant * truth["count"])
    # An interrupt after the load's first stamp of its slowest transfer.
    late = (off < 0 and truth["count"] <= 1000 * MISPLACED
            and measured["max_ns"] >= truth["p999_ns"] + constant)
    if off and ((abs(off) > between + spread + MAX_CONSTANT_NS and not late)
                or not has_rank(buckets, 1000, truth["max_ns"] + constant,
                                misplaced=misplaced)):
        errors.append(
            f"min is off by {constant} ns, "
            f"max by {measured['max_ns'] - truth['max_ns']} ns, "
            f"the sum, without that constant, by {between} ns")
    for p, permille in PERMILLE.items():
        if measured[p] is None:
            continue
        distance = bucket(measured[p]) - bucket(truth[p] + constant)
        if abs(distance) > 1 and not has_rank(
                buckets, permille, truth[p] + constant, misplaced=misplaced):
            errors.append(f"{p} {measured[p]}, load {truth[p]}: "
                          f"{distance} buckets apart")
    return errors, between


def check(phase, measured, truth, buckets, spread=0, misplaced=MISPLACED,
          most=MAX_CONSTANT_NS, least=None):
    """
    Compares one phase. A value of @truth has an error of up to @spread ns; the
    constant is from @least, by default -@most, to @most.
    """
    least = -most if least is None else least
    fastest = measured["min_ns"] - truth["min_ns"]
    mean = round((measured["sum_ns"] - truth["sum_ns"]) / truth["count"])
    # An interrupt after the load's first stamp of its fastest transfer.
    others = (mean, 0) if fastest < -most else (mean,)
    for constant in (fastest, *others):
        if constant != fastest and (
                constant < fastest or not has_rank(
                    buckets, 1, truth["min_ns"] + constant,
                    misplaced=misplaced)):
            continue
        errors, between = errors_of(constant, measured, truth, buckets,
                                    spread, misplaced)
        if not least <= constant <= most:
            errors.append(f"the constant is {constant} ns")
        if not errors:
            break
    if measured["count"] != truth["count"]:
        errors.append(f"count {measured['count']}, load {truth['count']}")
    print(f"{phase}: {measured['count']} samples, constant {constant} ns, "
          f"{between} ns more in the sum, "
          f"p50 {measured['p50_ns']} ns, load's p50 {truth['p50_ns']} ns")
    for error in errors:
        print(f"{phase}: {error}")
    return not errors


def message(protocol, options):
    """Returns the message that the load sends, see reference-transport/load/work.c."""
    if protocol == "clock" and "async" in options:
        return "CLOCK_RATE_SET"
    if protocol == "voltage" and "async" in options:
        return "VOLTAGE_LEVEL_SET"
    if protocol == "clock" and "poll" in options:
        return "CLOCK_CONFIG_GET"
    return {
        "sensor": "SENSOR_READING_GET",
        "clock": "CLOCK_RATE_GET",
        "perf": "PERFORMANCE_LEVEL_GET",
        "power": "POWER_STATE_GET",
        "reset": "RESET",
        "voltage": "VOLTAGE_LEVEL_GET",
    }[protocol]


PARTS = ("submit", "doorbell", "service", "dispatch", "wakeup")
POLLED = ("submit", "doorbell", "service")
CALL = ("submit", "service")


def check_parts(phases, polled):
    """Checks that the phases add up to the total, to the nanosecond."""
    parts = PARTS
    if polled:
        # A call over SMC or into the TEE has brought the reply.
        parts = (CALL if phases["total"]["transport"] in ("smc", "optee")
                 else POLLED)
    missing = [p for p in parts if p not in phases]
    if missing:
        print(f"phases are missing: {missing}")
        return False
    off = phases["total"]["sum_ns"] - sum(phases[p]["sum_ns"] for p in parts)
    counts = {p: phases[p]["count"] for p in ("total",) + parts}
    print(f"{', '.join(parts)}: differ from total by {off} ns")
    if len(set(counts.values())) > 1 or set(phases) - {"answer", "delayed", *counts}:
        print(f"samples differ: {counts}, of {sorted(phases)}")
        return False
    return not off


def check_service(phases, transport, buckets):
    """
    Checks service, which is the load's transport minus the other three phases. Those
    are the same for every transfer, apart from a few interrupts.
    """
    others = [phases[p] for p in ("submit", "doorbell", "dispatch")]
    usual = sum(p["p50_ns"] for p in others)
    expected = {k: v - usual if k.endswith("_ns") else v
                for k, v in transport.items()}
    expected["sum_ns"] = (transport["sum_ns"]
                          - sum(p["sum_ns"] for p in others))
    spread = sum(p["max_ns"] for p in others) - usual
    return check("service", phases["service"], expected, buckets, spread)


def waits_for_channel(phases):
    """Returns true if most transfers wait for one before them, so submit differs."""
    submit = phases["submit"]
    return submit["p50_ns"] - submit["min_ns"] > phases["service"]["min_ns"]


def check_sum(phases, transport):
    """Checks that the phases before the reply are the load's transport in sum."""
    parts = ("submit", "doorbell", "service", "dispatch")
    constant = ((sum(phases[p]["sum_ns"] for p in parts) - transport["sum_ns"])
                / transport["count"])
    print(f"{', '.join(parts)}: {constant:.0f} ns more than the load's transport")
    return abs(constant) <= MAX_CONSTANT_NS


def figures(values):
    """Returns the figures of the load's JSON for a list of times."""
    values = sorted(values)
    result = {p: values[-(-len(values) * permille // 1000) - 1]
              for p, permille in PERMILLE.items()}
    return {**result, "count": len(values), "sum_ns": sum(values),
            "min_ns": values[0], "max_ns": values[-1]}


def check_firmware(phases, buckets, stamps, elapsed_ns):
    """Compares phases with the firmware's times of a message, its latest first."""
    row = phases["service"]
    own = [s for s in stamps if s[:2] == (row["protocol"], row["message"])]
    own = own[-row["count"]:]
    misplaced = MISPLACED + elapsed_ns // TICK_NS
    if "dispatch" not in phases:
        # From the call to the reply, which Linux reads then: never less.
        return check("service, firmware", row, figures([s[4] for s in own]),
                     buckets["service"], 0, misplaced, NOTICE_NS, 0)
    bell = phases["doorbell"]
    return (check("doorbell, firmware", bell, figures([s[3] for s in own]),
                  buckets["doorbell"], 0, misplaced, RETURN_NS)
            & check("service, firmware", row,
                    figures([s[4] - s[3] for s in own]),
                    buckets["service"], 0, misplaced, NOTICE_NS))


def read_stamps(path):
    """Returns the lines of the firmware's file as tuples; none: no firmware."""
    if not os.path.exists(path):
        return []
    with open(path) as f:
        return [tuple(map(int, line.split())) for line in list(f)[1:]]


def check_message(name, report, truth, histograms, stamps, elapsed_ns):
    """Checks every phase of one message."""
    phases = {s["phase"]: s for s in report["series"]
              if s["message_name"] == name}
    buckets = {phase: histograms[s["protocol"], s["message"], phase]
               for phase, s in phases.items()}
    ok = True
    of_load = ["total", "transport", "wakeup", "delayed"]
    if "service" in phases:
        # The load's transport is divided into the other phases.
        of_load.remove("transport")
        polled = not truth["wakeup"]["count"]
        ok &= check_parts(phases, polled)
        if not polled and waits_for_channel(phases):
            ok &= check_sum(phases, truth["transport"])
        elif not polled:
            ok &= check_service(phases, truth["transport"],
                                buckets["service"])
        if stamps:
            ok &= check_firmware(phases, buckets, stamps, elapsed_ns)
    for phase in of_load:
        if truth[phase]["count"]:
            ok &= phase in phases and check(
                phase, phases[phase], truth[phase], buckets[phase])
        elif phase in phases:
            print(f"{name}: {phase} is in the report, not in the load's figures")
            ok = False
    return ok


def main():
    with open(sys.argv[1]) as f:
        report = json.load(f)
    with open(sys.argv[2]) as f:
        truth = json.load(f)
    where = os.path.dirname(sys.argv[2])
    histograms = load(os.path.join(where, "run.scmi"))
    stamps = read_stamps(os.path.join(where, "stamps.txt"))
    options = truth["spec"].split(",")[1:]
    parts = truth.get("protocols", {truth["protocol"]: truth})
    ok = True
    for protocol, own in parts.items():
        name = message(protocol, options)
        print(f"{name}:")
        ok &= check_message(name, report, own, histograms, stamps,
                            truth["elapsed_ns"])
    sys.exit(0 if ok else 1)


main()
