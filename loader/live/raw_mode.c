// SPDX-License-Identifier: GPL-2.0-only
#include "raw_mode.h"

#include <glob.h>
#include <stdlib.h>

#include "alloc.h"

bool raw_mode_is_on(const char *root)
{
	char *pattern =
		xasprintf("%s/sys/kernel/debug/scmi/*/raw/message", root);
	glob_t found;
	bool on = !glob(pattern, GLOB_NOSORT, NULL, &found);

	globfree(&found);
	free(pattern);
	return on;
}
