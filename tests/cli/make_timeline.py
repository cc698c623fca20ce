#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Writes a profile with a generated time series as JSON.

Usage: make_timeline.py SERIES INTERVALS [SLOW]

The profile has SERIES messages over two transports, and INTERVALS intervals of one
second. In each interval every message is sent 2 to 5 times and takes about 20 us. The
first SLOW messages (default 1) spend 500 us more in the platform. In the last
interval the first message loses a doorbell.
"""
import json
import sys

# Protocols, and the number of their messages that have a name.
PROTOCOLS = [(0x15, 13), (0x14, 10), (0x13, 12), (0x11, 6), (0x17, 8),
             (0x12, 3), (0x16, 5), (0x10, 10)]
PHASES = ["submit", "doorbell", "service", "dispatch", "wakeup", "total"]
COUNTERS = ["begun", "completed", "errors", "timed_out", "send_failed",
            "aged_out", "overlapped", "out_of_order", "notified", "fast_calls"]
LOST = ["in_flight_table", "key_table", "histogram_pool", "instance_table",
        "task_table", "missed_run", "trace_events"]
TIMEOUT_NS = 30_000_000


def bucket(ns):
    """Returns the bucket's index, see docs/profile-format.md."""
    if ns < 256:
        return ns
    msb = ns.bit_length() - 1
    return ((msb - 6) << 7) + ((ns >> (msb - 7)) & 127)


def keys(count):
    """Returns @count keys, sorted."""
    messages = [(p, m) for p, n in PROTOCOLS for m in range(n)]
    made = [("mailbox" if i // len(messages) % 2 == 0 else "virtio",
             i // len(messages) // 2) + messages[i % len(messages)]
            for i in range(count)]
    return sorted(made, key=lambda key: (key[0] != "mailbox",) + key[1:])


def transfer(number, interval, i, is_slow):
    """Returns the phases of a transfer, in ns."""
    service = 12_000 + 37 * number + 900 * i + 250 * (interval % 7)
    parts = [1_100 + number % 50, 1_700, service, 800 + 10 * i, 4_300 + 70 * i]
    if is_slow:
        parts[2] += 500_000
    return dict(zip(PHASES, parts + [sum(parts)]))


def add(phases, name, ns):
    phase = phases.setdefault(name, {"count": 0, "sum_ns": 0, "min_ns": ns,
                                     "max_ns": ns, "buckets": {}})
    phase["count"] += 1
    phase["sum_ns"] += ns
    phase["min_ns"] = min(phase["min_ns"], ns)
    phase["max_ns"] = max(phase["max_ns"], ns)
    phase["buckets"][bucket(ns)] = phase["buckets"].get(bucket(ns), 0) + 1


def encoded(phases, is_delta):
    out = {}
    for name, phase in phases.items():
        out[name] = dict(phase, buckets=sorted(phase["buckets"].items()))
        if is_delta:
            del out[name]["min_ns"], out[name]["max_ns"]
    return out


def main():
    n_series, n_intervals = int(sys.argv[1]), int(sys.argv[2])
    n_slow = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    all_phases = [{} for _ in range(n_series)]
    counters = [dict.fromkeys(COUNTERS, 0) for _ in range(n_series)]
    anomalies = [{} for _ in range(n_series)]
    intervals, events = [], []
    for interval in range(n_intervals):
        end_ns = (interval + 1) * 1_000_000_000
        deltas = []
        for number in range(n_series):
            phases, count = {}, 2 + (number + interval) % 4
            added = {"begun": count, "completed": count}
            lost = {}
            for i in range(count):
                for name, ns in transfer(number, interval, i,
                                         number < n_slow).items():
                    add(phases, name, ns)
                    add(all_phases[number], name, ns)
            if number == 0 and interval == n_intervals - 1:
                lost = {"lost_doorbell": 1}
                added["begun"] += 1
                added["timed_out"] = 1
                add(phases, "timeout", TIMEOUT_NS)
                add(all_phases[number], "timeout", TIMEOUT_NS)
            for name, n in added.items():
                counters[number][name] += n
            anomalies[number] = lost
            deltas.append({"series": number, "counters": added,
                          "anomalies": lost,
                          "phases": encoded(phases, True)})
        intervals.append({"end_ns": end_ns, "deltas": deltas})
    all_keys = keys(n_series)
    series = []
    for number, (transport, channel, protocol, message) in enumerate(all_keys):
        series.append({
            "instance": 0, "transport": transport, "channel": channel,
            "protocol": protocol, "message": message, "type": "command",
            "counters": dict(counters[number], in_flight=0),
            "anomalies": anomalies[number],
            "phases": encoded(all_phases[number], False)})
        if "lost_doorbell" in anomalies[number]:
            events.append({
                "time_ns": n_intervals * 1_000_000_000 - 1000,
                "instance": 0, "transport": transport, "channel": channel,
                "protocol": protocol, "message": message, "type": "command",
                "kind": "lost_doorbell", "token": 7, "cpu": 0, "pid": 42,
                "comm": "load", "age_ns": TIMEOUT_NS})
    json.dump({
        "schema": "scmi-perf-profile/2",
        "runs": [{"source": "bpf", "kernel": "6.12.0-made", "arch": "aarch64",
                  "host": "board", "tool": "scmi-perf 0.1.0",
                  "start_unix_s": 1795232700,
                  "duration_ns": n_intervals * 1_000_000_000,
                  "resolution_ns": 1, "self_runs": 0, "self_ns": 0,
                  "hooks": [{"name": "scmi_xfer_begin", "how": "tp_btf"}]}],
        "series": series, "events": events, "interval_ns": 1_000_000_000,
        "intervals": intervals, "lost": dict.fromkeys(LOST, 0),
        "untracked": 0, "unparsed_lines": 0}, sys.stdout)


main()
