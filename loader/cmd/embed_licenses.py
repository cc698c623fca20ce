#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Prints C source with the text of all files, compressed: embed_licenses.py FILE..."""
import os
import sys
import zlib

text = b""
for path in sys.argv[1:]:
    with open(path, "rb") as licence:
        title = os.path.basename(path).removesuffix(".txt").encode()
        text += b"=== " + title + b"\n\n" + licence.read().rstrip() + b"\n\n"
packed = zlib.compress(text, 9)
print('#include "licenses.h"\n')
print(f"const struct licenses licenses = {{{len(text)}, {len(packed)}, {{")
for at in range(0, len(packed), 16):
    print("".join(f"{byte}," for byte in packed[at : at + 16]))
print("}};")
