#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Print an ftrace log of a channel that carries one message at a time: task
"noisy" sends most messages, fast ones; task "hwmon" sends few that take long; and
"cpufreq" has to wait behind those of "hwmon". One transfer is by far the slowest. With
the argument "quiet", those of "noisy" take less time than any other task's."""
import sys

QUIET = "quiet" in sys.argv

lines = []
ids = iter(range(1, 1 << 20))


def event(us, task, pid, text):
    lines.append((us, f"{task:>16}-{pid:<7} [000] ..... "
                      f"{us / 1e6:12.6f}: {text}"))


def transfer(begin, sent, end, task, pid, protocol, message, status=0):
    number = next(ids)
    common = (f"pt={protocol:02X} msg_id={message:02X} seq={number % 1024:04X} "
              f"transfer_id={number:X}")
    event(begin, task, pid, f"scmi_xfer_begin: {common} poll=0")
    event(sent, task, pid, f"scmi_xfer_response_wait: {common} tmo_ms=30 poll=0")
    if status != -110:
        event(end - 5, "<idle>", 0, f"scmi_rx_done: {common} msg_type=0")
    event(end, task, pid, f"scmi_xfer_end: {common} s={status}")


for round_us in range(1_000_000, 2_000_000, 10_000):
    # hwmon holds the channel for 900 us, cpufreq waits for 700 us of it.
    transfer(round_us, round_us + 5, round_us + 905, "hwmon", 200, 0x15, 6)
    transfer(round_us + 205, round_us + 910, round_us + 960, "cpufreq", 300,
             0x13, 7)
    for i in range(20):
        us = round_us + 1000 + i * 200
        transfer(us, us + 5, us + (10 if QUIET else 100), "noisy", 100, 0x14, 7)
    if QUIET:
        transfer(round_us + 8000, round_us + 8005, round_us + 8600, "gpu", 400, 0x13, 8)
transfer(2_010_000, 2_010_005, 2_025_005, "hwmon", 200, 0x15, 6)
transfer(2_030_000, 2_030_005, 2_060_105, "noisy", 100, 0x14, 5, status=-110)

for _, line in sorted(lines, key=lambda entry: entry[0]):
    print(line)
