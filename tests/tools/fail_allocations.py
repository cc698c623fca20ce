#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Runs a command once for each of its allocations, which fails.

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


def main():
    arguments, step = sys.argv[1:], 1
    if arguments[0] == "--step":
        step, arguments = int(arguments[1]), arguments[2:]
    library, output, *argv = arguments
    # The library writes the number of allocations to this descriptor.
    read_end, write_end = os.pipe()
    os.dup2(write_end, 9, inheritable=True)
    good = run(argv, LD_PRELOAD=library)
    good_output = content(output)
    if good.returncode == 1:
        sys.exit(f"it fails in any case: {good.stderr!r}")
    os.set_blocking(read_end, False)
    number = int(os.read(read_end, 32))
    failures = runs = 0
    for every_later_one in (False, True):
        for at in range(1, number + 1, step):
            if output != "-":
                shutil.rmtree(output, ignore_errors=True)
                if os.path.exists(output):
                    os.unlink(output)
            variables = {"FAIL_AT": str(at)}
            if every_later_one:
                variables["FAIL_ALL"] = "1"
            result = run(argv, LD_PRELOAD=library, **variables)
            wrong = differences(result, output, good, good_output)
            runs += 1
            if wrong:
                failures += 1
                print(f"allocation {at}{' and later' if every_later_one else ''}: "
                      f"{wrong}: {result.stderr[:100]!r}")
    print(f"{runs} runs, {failures} failures")
    sys.exit(bool(failures))


main()
