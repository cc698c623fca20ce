# SPDX-License-Identifier: GPL-2.0-only
"""Compares a value with the rank that it should have in a histogram of a profile.

A percentile between two groups of samples is far from either of them, so it is luck
when two measurements of it agree. Its rank is not: any value between the groups has it.
"""
import gzip
import json

M = 7


def bucket(value):
    """Returns the index of the log-linear bucket, as in bpf/hist_buckets.h."""
    if value < 2 << M:
        return max(value, 0)
    msb = value.bit_length() - 1
    return ((msb - M + 1) << M) + ((value >> (msb - M)) & ((1 << M) - 1))


def has_rank(buckets, permille, value, off_ns=0, misplaced=0):
    """Returns true if the sample of this rank may be @value.

    @value may be off by @off_ns and by one bucket, and @misplaced samples may be on the
    wrong side of it.
    """
    count = sum(n for _, n in buckets)
    rank = -(-count * permille // 1000)
    low, high = bucket(value - off_ns) - 1, bucket(value + off_ns) + 1
    below = sum(n for index, n in buckets if index < low)
    above = sum(n for index, n in buckets if index > high)
    return below < rank + misplaced and above <= count - rank + misplaced


def load(path):
    """Returns the histograms of a profile by protocol, message and phase."""
    with gzip.open(path) as f:
        profile = json.load(f)
    return {(s["protocol"], s["message"], phase): figures["buckets"]
            for s in profile["series"]
            for phase, figures in s["phases"].items()}
