#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Prints C source with descriptions of terminals: embed_terminals.py [TIC FILE]

Without arguments there are none.
"""
import pathlib
import subprocess
import sys
import tempfile

print('#include "terminals.h"\n\nconst struct terminal_entry terminal_entries[] = {')
if len(sys.argv) == 3:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.argv[1], "-o", folder, sys.argv[2]], check=True)
        compiled = {path.read_bytes() for path in pathlib.Path(folder).rglob("*")
                    if path.is_file()}
    for entry in sorted(compiled):
        # The names follow a header of six 16-bit words, the second of which is their size.
        names = entry[12:12 + int.from_bytes(entry[2:4], "little")]
        names = names.rstrip(b"\0").decode().rpartition("|")[0]
        print(f'{{"{names}",\n"hex:{entry.hex()}"}},')
print("{0}};")
