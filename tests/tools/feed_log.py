#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""
Appends transfers to an ftrace log at a rate, as a kernel under load does: feed_log.py FILE
TRANSFERS_PER_SECOND SECONDS. One of 50 replies has the status BUSY, and one of 100
transfers times out. Prints the number of transfers, errors and timeouts as JSON.
"""
import json
import sys
import time

MESSAGES = [(0x13, 7, 60), (0x14, 5, 70), (0x15, 6, 80)]
ERROR_OF, TIMEOUT_OF = 50, 100
PERIOD = 0.02  # s between two writes


def events(n, us):
    """The lines of transfer number n, which starts at us."""
    protocol, message, length = MESSAGES[n % len(MESSAGES)]
    head = "pt=%02X msg_id=%02X seq=%04X transfer_id=%X" % (
        protocol, message, n % 1024, n + 1)
    length += n % 41
    yield us, "scmi_xfer_begin: %s poll=0" % head
    yield us + 2, "scmi_xfer_response_wait: %s tmo_ms=30 poll=0" % head
    if n % TIMEOUT_OF == 7:
        yield us + 30100, "scmi_xfer_end: %s s=-110" % head
        return
    yield us + length - 5, "scmi_rx_done: %s msg_type=0" % head
    status = -16 if n % ERROR_OF == 3 else 0
    yield us + length, "scmi_xfer_end: %s s=%d" % (head, status)


def lines(first, last, rate):
    """The lines of transfers first … last - 1, by time."""
    all_events = [e for n in range(first, last)
                  for e in events(n, n * 1000000 // rate)]
    for us, event in sorted(all_events):
        stamp = 7000000000 + us
        yield " task-1 [000] ..... %d.%06d: %s\n" % (
            stamp // 10**6, stamp % 10**6, event)


def main():
    path, rate, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    start, n, total = time.monotonic(), 0, int(rate * seconds)
    with open(path, "a", encoding="ascii") as out:
        while n < total:
            due = min(total, int((time.monotonic() - start) * rate))
            out.writelines(lines(n, due, rate))
            out.flush()
            n = due
            time.sleep(PERIOD)
    print(json.dumps({
        "transfers": total,
        "errors": sum(n % ERROR_OF == 3 and n % TIMEOUT_OF != 7 for n in range(total)),
        "timeouts": sum(n % TIMEOUT_OF == 7 for n in range(total))}))


main()
