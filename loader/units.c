// SPDX-License-Identifier: GPL-2.0-only
#include "units.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	double ns;
} units[] = {
	{"ns", 1},  {"us", 1e3}, {"ms", 1e6},
	{"s", 1e9}, {"m", 60e9}, {"h", 3600e9},
};

int parse_duration(const char *text, uint64_t *ns)
{
	double number, value;
	char *end;

	/* strtod() takes more than people mean: "inf", "0x1p3", " 5" */
	if (!isdigit((unsigned char)*text) || strpbrk(text, "xX"))
		return -EINVAL;
	number = strtod(text, &end);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (strcmp(end, units[i].name))
			continue;
		value = number * units[i].ns;
		if (!(value < 0x1p63))
			return -ERANGE;
		*ns = (uint64_t)(value + 0.5);
		return 0;
	}
	return -EINVAL;
}
