#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""
Scrapes an exporter at a rate: scrape.py URL SCRAPES_PER_SECOND SECONDS [PID]. Fails if a
scrape fails or a counter decreases. Prints the number of scrapes, their longest and mean
time in ms, the rate, the last sum of scmi_transfers_total, and by how many kB the memory
of process PID grew after the first tenth.
"""
import json
import sys
import time
import urllib.request


def counters(text):
    """Samples of counters, and of the buckets of histograms, by their name and labels."""
    found = {}
    for line in text.splitlines():
        name = line.split("{")[0].split(" ")[0]
        if not line.startswith("#") and name.endswith(("_total", "_bucket", "_count")):
            key, value = line.rsplit(" ", 1)
            found[key] = float(value)
    return found


def memory_kb(pid):
    with open("/proc/%s/status" % pid, encoding="ascii") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
    return 0


def main():
    url, rate, seconds = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
    pid = sys.argv[4] if len(sys.argv) > 4 else None
    total, start, first_kb, last, times = int(rate * seconds), time.monotonic(), 0, {}, []
    # A proxy of the environment is not for this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for i in range(total):
        time.sleep(max(0, start + i / rate - time.monotonic()))
        begin = time.monotonic()
        with opener.open(url, timeout=10) as answer:
            text = answer.read().decode()
        times.append(1000 * (time.monotonic() - begin))
        now = counters(text)
        for key, value in last.items():
            if now.get(key, -1) < value:
                sys.exit("%s: %s after %s" % (key, now.get(key), value))
        last = now
        if i == total // 10 and pid:
            first_kb = memory_kb(pid)
    print(json.dumps({
        "scrapes": total,
        "rate": total / (time.monotonic() - start),
        "max_ms": max(times),
        "mean_ms": sum(times) / len(times),
        "transfers": sum(v for k, v in last.items()
                         if k.startswith("scmi_transfers_total{")),
        "grown_kb": memory_kb(pid) - first_kb if pid else 0}))


main()
