#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Validate JSON against a schema.

usage: validate_json.py SCHEMA [FILE...]

A FILE that is gzip-compressed, as profiles are, is unpacked; without FILE,
or for -, standard input is read. Exit status: 0 valid, 1 not valid (each
violation on stderr), 2 wrong usage or unreadable.
"""
import gzip
import json
import sys

import jsonschema


def refuse_duplicates(pairs):
    """json.load() would keep the last of equal keys without a word."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key appears twice in one object")
    return found


def load(path):
    if path == "-":
        data = sys.stdin.buffer.read()
    else:
        with open(path, "rb") as file:
            data = file.read()
    if data.startswith(b"\x1f\x8b"):
        data = gzip.decompress(data)
    return json.loads(data, object_pairs_hook=refuse_duplicates)


def main():
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        schema = load(sys.argv[1])
        documents = [(path, load(path)) for path in sys.argv[2:] or ["-"]]
    except (OSError, EOFError, ValueError) as error:
        print(f"validate_json.py: {error}", file=sys.stderr)
        return 2
    validator_class = jsonschema.Draft202012Validator
    validator_class.check_schema(schema)
    validator = validator_class(schema)
    status = 0
    for path, document in documents:
        for error in validator.iter_errors(document):
            where = "/".join(str(part) for part in error.absolute_path)
            print(f"{path}: /{where}: {error.message}", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
