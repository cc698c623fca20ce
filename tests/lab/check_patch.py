#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""check_patch.py DIR PHASE NS

Checks two deterministic measurements of the same load over virtio: of DIR/before, and of
DIR/patched with a patch of the transport. The median of PHASE must differ by NS, within a
bucket, and that of no other phase.
"""
import sys

from check_phases import ALL, moved, read


def main():
    directory, phase, by_ns = sys.argv[1:]
    moved(read(directory, "before", ALL), read(directory, "patched", ALL),
          phase, int(by_ns))


main()
