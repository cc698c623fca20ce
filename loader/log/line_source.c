// SPDX-License-Identifier: GPL-2.0-only
#include "line_source.h"

struct span line_source(struct span line)
{
	struct span name;
	bool letter = false;

	skip_blanks(&line);
	name = (struct span){line.p, line.p};
	while (name.end < line.end && !is_blank(*name.end)) {
		const char c = *name.end++ | 0x20;

		letter |= c >= 'a' && c <= 'z';
	}
	if (!letter || name.end == line.end || name.end[-1] != ':')
		return (struct span){line.p, line.p};
	name.end--;
	return name;
}
