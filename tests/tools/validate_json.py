#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Validate JSON against a schema.

usage: validate_json.py [--lines] SCHEMA [FILE...]

With --lines every line is a separate document. A gzip-compressed FILE, such as a
profile, is unpacked; without FILE, or for -, standard input is read. Exit status: 0 valid, 1 not valid (each
violation on stderr), 2 wrong usage or unreadable.
"""
import gzip
import json
import sys

import jsonschema


def refuse_duplicates(pairs):
    """json.load() would silently keep the last of equal keys."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key appears twice in one object")
    return found


def read(path):
    if path == "-":
        data = sys.stdin.buffer.read()
    else:
        with open(path, "rb") as file:
            data = file.read()
    if data.startswith(b"\x1f\x8b"):
        data = gzip.decompress(data)
    return data


def parse(data):
    return json.loads(data, object_pairs_hook=refuse_duplicates)


def documents(path, lines):
    """The documents of a file, each with a name for it."""
    data = read(path)
    if not lines:
        return [(path, parse(data))]
    return [(f"{path}:{number}", parse(line))
            for number, line in enumerate(data.splitlines(), 1)]


def main():
    arguments = sys.argv[1:]
    lines = arguments[:1] == ["--lines"]
    if lines:
        del arguments[0]
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        schema = parse(read(arguments[0]))
        found = [document for path in arguments[1:] or ["-"]
                 for document in documents(path, lines)]
    except (OSError, EOFError, ValueError) as error:
        print(f"validate_json.py: {error}", file=sys.stderr)
        return 2
    validator_class = jsonschema.Draft202012Validator
    validator_class.check_schema(schema)
    validator = validator_class(schema)
    status = 0
    for name, document in found:
        for error in validator.iter_errors(document):
            where = "/".join(str(part) for part in error.absolute_path)
            print(f"{name}: /{where}: {error.message}", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
