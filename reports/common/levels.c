// SPDX-License-Identifier: GPL-2.0-only
#include "levels.h"

const char *level_glyph(bool utf8, int level)
{
	static const char *const blocks[LEVELS] = {"▁", "▂", "▃", "▄",
						   "▅", "▆", "▇", "█"};
	static const char *const ascii[LEVELS] = {"_", ".", "-", "~",
						  "=", "+", "*", "#"};

	return utf8 ? blocks[level] : ascii[level];
}
