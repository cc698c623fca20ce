#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Prints C source with the contents of files: embed_templates.py FILE..."""
import os
import sys


def c_string(line):
    """Returns a C string literal of the bytes of a line, of ASCII only."""
    text = "".join(
        chr(byte) if 0x20 <= byte < 0x7F and byte not in b'"\\?' else f"\\{byte:03o}"
        for byte in line
    )
    return f'"{text}"'


print('#include "templates.h"\n\nconst struct picture_template templates[] = {')
for path in sys.argv[1:]:
    with open(path, "rb") as template:
        literals = [c_string(line) for line in template]
    print(f'{{"{os.path.basename(path)}",')
    print("\n".join(literals) + "},")
print("{0}};")
