#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""check_delays.py DIR TRANSPORT [threadirqs]

Checks the files that tests/lab/guest/delays.sh wrote to DIR: the time for which
scmi_delay.ko kept the processor busy must be in the phase that its kind of work
delays, and in no other; the load's own stamps must have moved by as much; and the
phase must end right after the busy time. With threadirqs, and on mailbox-threaded, a
thread handles the reply's interrupt, which waits for the processor as other tasks do:
from the interrupt on, that is dispatch.
"""
import json
import os
import sys

from check_phases import ALL as PHASES, read

# An interrupt is cheaper when it finds a busy processor than an idle one.
OTHER_NS = 500
# From the end of the busy time to the next interrupt, which is due.
NEXT_INTERRUPT_NS = 1000

# How the processor is busy, and the phase that is longer.
CAUSES = {
    # Interrupts are masked, so the signal itself comes late.
    "irq": "service",
    # The reply is handled in time, but no task can run.
    "softirq": "wakeup",
    "task": "wakeup",
    "reply": "dispatch",
}
# The interrupt's thread is the task that cannot run.
CAUSES_THREADED = dict.fromkeys(CAUSES, "dispatch") | {"irq": "service"}


def load(directory, name):
    with open(os.path.join(directory, name)) as f:
        return json.load(f)


def mean(figures, names):
    return sum(figures[n]["sum_ns"] / figures[n]["count"] for n in names)


def check_end(after, phase, until, switch, transport, threaded):
    """Checks that @phase ended right after the busy time, @until ns after begin."""
    parts = PHASES[:PHASES.index(phase) + 1]
    end = mean(after, parts)
    rest = {
        # The platform's timer, which is due, raises the line of mailbox-threaded.
        "service": NEXT_INTERRUPT_NS * (1 + (transport == "mailbox-threaded")),
        "dispatch": OTHER_NS + (switch if threaded else 0),
        # Only the switch to the task is left.
        "wakeup": switch,
    }[phase]
    assert until - OTHER_NS <= end <= until + rest, \
        f"{phase} ended at {end:.0f} ns, not up to {rest:.0f} after {until:.0f}"


def check_moved(moved, by_load, phase):
    """Checks that only @phase is longer, by as much as the load measured."""
    figure = "wakeup" if phase == "wakeup" else "transport"
    assert by_load[figure] > 10000, "the load was not delayed"
    expected = dict.fromkeys(PHASES, 0) | {"wakeup": by_load["wakeup"]}
    expected[phase] = by_load[figure]
    for p in PHASES:
        assert abs(moved[p] - expected[p]) <= OTHER_NS, \
            f"{p} moved by {moved[p]:.0f} ns, not {expected[p]:.0f}"


def check_cause(directory, how, before, truth_before, transport, threaded):
    """Checks one kind of work against the run without any."""
    phase = (CAUSES_THREADED if threaded else CAUSES)[how]
    after, truth = read(directory, how, PHASES), load(directory, how + ".json")
    busy = load(directory, how + ".busy")
    assert busy["runs"] == truth["transfers"], busy
    until = busy["until_ns"] / busy["runs"]
    moved = {p: mean(after, [p]) - mean(before, [p]) for p in PHASES}
    by_load = {f: mean(truth, [f]) - mean(truth_before, [f])
               for f in ("transport", "wakeup")}
    print(f"{how}: busy until {until:.0f} ns; load:",
          {f: round(ns) for f, ns in by_load.items()}, "phases:",
          {p: round(ns) for p, ns in moved.items()})

    check_moved(moved, by_load, phase)
    switch = mean(before, ["wakeup"])
    if phase != "wakeup":
        # The task may have to wait for the thread that ran the softirq.
        most = switch if threaded else OTHER_NS
        assert by_load["wakeup"] <= most, by_load
    check_end(after, phase, until, switch, transport, threaded)


def main():
    directory, transport = sys.argv[1:3]
    threaded = transport == "mailbox-threaded" or "threadirqs" in sys.argv[3:]
    before, truth = read(directory, "none", PHASES), load(directory, "none.json")
    for how in CAUSES:
        check_cause(directory, how, before, truth, transport, threaded)


main()
