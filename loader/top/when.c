// SPDX-License-Identifier: GPL-2.0-only
#include "when.h"

#include <time.h>

#include "units.h"

const char *when_text(const struct run *run, uint64_t time_ns,
		      char buf[CELL_LEN])
{
	const time_t s = (time_t)(run->start_unix_s + time_ns / 1000000000);
	struct tm tm;

	if (run->log_start_ns)
		return stamp_text((run->log_start_ns + time_ns) / 1000 * 1000,
				  buf, CELL_LEN);
	if (!run->start_unix_s || !localtime_r(&s, &tm) ||
	    !strftime(buf, CELL_LEN, "%H:%M:%S", &tm))
		return NULL;
	return buf;
}
