#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""
Prints an ftrace log of 30 s of SCMI transfers, with a fault: make_log.py FAULT.

slow: VOLTAGE_LEVEL_SET takes 5 ms, the others 50 to 90 us, and there are few of it.
interval: from second 12 to 14 everything takes ten times as long.
status: each 20th PERFORMANCE_LEVEL_SET is answered BUSY.
none: nothing.
"""
import sys

# Protocol, message, microseconds, transfers a second.
MESSAGES = [
    (0x11, 5, 50, 10),
    (0x13, 7, 60, 40),
    (0x14, 5, 70, 30),
    (0x15, 6, 80, 50),
    (0x16, 4, 90, 5),
    (0x17, 7, 55, 2),
]
VOLTAGE, PERFORMANCE = 0x17, 0x13


def transfers(fault):
    """Yields start in us, duration, protocol, message, status; in no order."""
    for protocol, message, us, rate in MESSAGES:
        for i in range(30 * rate):
            start = i * 1000000 // rate + protocol * 601
            length, status = us + i % 7, 0
            if fault == "slow" and protocol == VOLTAGE:
                length, start = 5000, start + 10000
            if fault == "interval" and 12000000 <= start < 14000000:
                length *= 10
            if fault == "status" and protocol == PERFORMANCE and i % 20 == 3:
                status = -16
            yield start, length, protocol, message, status


def main():
    lines = []
    for n, (start, length, protocol, message, status) in enumerate(
        transfers(sys.argv[1]), 1
    ):
        head = "pt=%02X msg_id=%02X seq=%04X transfer_id=%X" % (
            protocol,
            message,
            n % 1024,
            n,
        )
        for at, event in (
            (0, "scmi_xfer_begin: %s poll=0" % head),
            (2, "scmi_xfer_response_wait: %s tmo_ms=30 poll=0" % head),
            (length - 5, "scmi_rx_done: %s msg_type=0" % head),
            (length, "scmi_xfer_end: %s s=%d" % (head, status)),
        ):
            lines.append((start + at, n, event))
    for us, _, event in sorted(lines):
        stamp = 7000000000 + us
        print(" task-1 [000] ..... %d.%06d: %s" % (stamp // 10**6, stamp % 10**6, event))


main()
