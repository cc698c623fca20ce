#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Runs a command once for each of its allocations, which fails: each of its own, and
each of the processes that it forks.

usage: fail_allocations.py [--step N] LIBRARY OUTPUT PROGRAM [ARG...]

OUTPUT is the file that the command writes, or - for its standard output. Each run
must write the same output as a run without failures and exit with its status, or
report an error, exit with 1 and write all of OUTPUT or nothing. A crash, a hang, a partial
output or silence is a failure. Prints a line for each, and the number of runs last.
"""
import os
import shutil
import subprocess
import sys


def run(argv, **variables):
    return subprocess.run(argv, capture_output=True, timeout=60, pass_fds=[9],
                          env=dict(os.environ, LC_ALL="C.UTF-8", **variables))


def content(path):
    if path == "-" or not os.path.exists(path):
        return None
    with open(path, "rb") as file:
        return file.read()


def differences(result, output, good, good_output):
    written = content(output)
    if result.returncode not in (1, good.returncode):
        return f"exit status {result.returncode}"
    if result.returncode == good.returncode != 1:
        # A page without pictures is a success, and reported.
        if (result.stdout != good.stdout or written != good_output) and not result.stderr:
            return "exit status of a success, but another output"
        return None
    if not result.stderr.strip():
        return "no message"
    if written not in (None, good_output):
        return "a part of the output"
    # A pipe gets the start of what a success would write, at most.
    if not good.stdout.startswith(result.stdout):
        return "another standard output"
    return None


def remove(path):
    if path == "-":
        return
    shutil.rmtree(path, ignore_errors=True)
    if os.path.exists(path):
        os.unlink(path)


def main():
    arguments, step = sys.argv[1:], 1
    if arguments[0] == "--step":
        step, arguments = int(arguments[1]), arguments[2:]
    library, output, *argv = arguments
    # The library writes the numbers of allocations to this descriptor.
    read_end, write_end = os.pipe()
    os.dup2(write_end, 9, inheritable=True)
    good = run(argv, LD_PRELOAD=library)
    good_output = content(output)
    if good.returncode == 1:
        sys.exit(f"it fails in any case: {good.stderr!r}")
    os.set_blocking(read_end, False)
    numbers = os.read(read_end, 64).split()
    ways = [(number, process | later) for number, process in
            zip(map(int, numbers), ({}, {"FAIL_FORKED": "1"}))
            for later in ({}, {"FAIL_ALL": "1"})]
    failures = runs = 0
    for number, way in ways:
        for at in range(1, number + 1, step):
            remove(output)
            result = run(argv, LD_PRELOAD=library, FAIL_AT=str(at), **way)
            wrong = differences(result, output, good, good_output)
            runs += 1
            if wrong:
                failures += 1
                print(f"allocation {at} {' '.join(way)}: "
                      f"{wrong}: {result.stderr[:100]!r}")
    print(f"{runs} runs, {failures} failures")
    sys.exit(bool(failures))


main()
