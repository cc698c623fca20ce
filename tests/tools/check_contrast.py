#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Check the contrast of the colours of a page, light and dark.

usage: check_contrast.py FILE...

The colours are the variables of :root. By WCAG 2 AA, texts need a contrast of 4.5 to
their background, and pictures 3 (1.4.3 and 1.4.11). Prints each violation, and each
variable whose use is not known. Exit status: 0, or 1 with violations.
"""
import re
import sys

TEXTS = {"ink", "soft", "good", "bad"}
PICTURES = {"warn", "whole", "unsplit", "submit", "doorbell", "service",
            "dispatch", "transport", "wakeup"}
# Backgrounds of texts: frames of flame graphs, and the row that a link leads to.
GROUNDS = {"task": {"ink"}, "function": {"ink"}, "driver": {"ink"},
           "message": {"ink"}, "line": {"ink", "soft"}}


def luminance(color):
    parts = [int(color[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
              for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)


def violations(colors):
    pairs = [(name, "ground", 4.5) for name in sorted(TEXTS)]
    pairs += [(name, "ground", 3) for name in sorted(PICTURES)]
    pairs += [(text, ground, 4.5) for ground in sorted(GROUNDS)
              for text in sorted(GROUNDS[ground])]
    known = TEXTS | PICTURES | set(GROUNDS) | {"ground"}
    for name in sorted(set(colors) ^ known):
        yield "--%s is missing, or its use is not known" % name
    for text, ground, least in pairs:
        if text in colors and ground in colors:
            found = contrast(colors[text], colors[ground])
            if found < least:
                yield "--%s on --%s: %.2f, less than %s" % (text, ground,
                                                            found, least)


def main():
    bad = []
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as page:
            roots = re.findall(r":root\{([^}]*)\}", page.read())
        colors = [dict(re.findall(r"--([a-z]+):#([0-9a-f]{6});", root))
                  for root in roots if "--" in root]
        if len(colors) != 2:
            bad.append("%s: not one style for light and one for dark" % path)
            continue
        for scheme, own in zip(("light", "dark"), colors):
            bad += ["%s, %s: %s" % (path, scheme, what)
                    for what in violations(own)]
    print("\n".join(bad))
    return 1 if bad else 0


sys.exit(main())
