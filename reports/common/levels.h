/* SPDX-License-Identifier: GPL-2.0-only */
/* Characters of eight heights, for a line of values. */
#ifndef SCMI_PERF_LEVELS_H
#define SCMI_PERF_LEVELS_H

#include <stdbool.h>

#define LEVELS 8

/* Returns a block, or an ASCII character, of @level 0 … LEVELS - 1. */
const char *level_glyph(bool utf8, int level);

#endif
