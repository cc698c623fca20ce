#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Prints a skeleton of bpftool with its object compressed: pack_skeleton.py HEADER OBJECT

The objects are a fifth of a static program otherwise.
"""
import re
import sys
import zlib

header, name = sys.argv[1:]
with open(name, "rb") as file:
    data = file.read()
with open(header, encoding="utf-8") as file:
    text = file.read()
packed = ",".join(str(byte) for byte in zlib.compress(data, 9))
body = f"""{{
	static const unsigned char packed[] = {{{packed}}};
	static unsigned char bytes[{len(data)}] __attribute__((aligned(8)));
	uLongf len = sizeof(bytes);

	*sz = uncompress(bytes, &len, packed, sizeof(packed)) == Z_OK ? len : 0;
	return bytes;
}}
"""
text, found = re.subn(
    r"(__elf_bytes\(size_t \*sz\)\n)\{\n.*?\n\}\n", lambda m: m[1] + body, text, flags=re.S
)
if found != 1:
    sys.exit(f"{header}: bpftool's skeleton has no function elf_bytes()")
print("#include <zlib.h>")
print(text, end="")
