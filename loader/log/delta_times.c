// SPDX-License-Identifier: GPL-2.0-only
#include "delta_times.h"

#include <string.h>

#include "ftrace_line.h"

#define STAMPS	  1000 /* of the head that are compared */
#define BACK_EACH 8    /* of a clock, fewer than one of these steps goes back */

bool delta_times_recognise(const char *head, size_t len)
{
	const char *const end = head + len;
	unsigned int n = 0, back = 0;
	uint64_t last_ns = 0;
	const char *newline;

	for (; n < STAMPS && head < end &&
	       (newline = memchr(head, '\n', (size_t)(end - head)));
	     head = newline + 1) {
		struct ftrace_event ev;

		ftrace_line_parse(head, (size_t)(newline - head), &ev);
		if (!ev.has_time)
			continue;
		if (!n++ && ev.time_ns)
			return false;
		back += ev.time_ns < last_ns;
		last_ns = ev.time_ns;
	}
	return back && back * BACK_EACH >= n;
}
