#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""check_totals.py RUN.scmi TRUTH.json

Compares p50, p90 and p99 of the total with the load generator's own time stamps of the
same transfers, for guests with the host's clock: each percentile within one bucket, or
all but one in 200 samples on its right side, because the host may stop the guest between
two stamps of the same event.
"""
import json
import sys

from ranks import bucket, has_rank, load

PERMILLE = {"p50_ns": 500, "p90_ns": 900, "p99_ns": 990}
# The probes' own time between the two stamps, emulated.
PROBES_NS = 5000


def main():
    histograms = load(sys.argv[1])
    with open(sys.argv[2]) as f:
        truth = json.load(f)["total"]
    totals = [v for (_, _, phase), v in histograms.items() if phase == "total"]
    assert len(totals) == 1, "one message is expected"
    buckets = totals[0]
    count = sum(n for _, n in buckets)
    assert count == truth["count"], f"{count} samples, load {truth['count']}"
    for name, permille in PERMILLE.items():
        print(f"{name}: load {truth[name]}, bucket {bucket(truth[name])}")
        assert has_rank(buckets, permille, truth[name], PROBES_NS,
                        count // 200), f"{name} differs"


main()
