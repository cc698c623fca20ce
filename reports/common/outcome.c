// SPDX-License-Identifier: GPL-2.0-only
#include "outcome.h"

#include <inttypes.h>

void say_outcome(struct paragraph *g, const uint64_t *counter,
		 uint64_t in_flight)
{
	const struct {
		uint64_t n;
		const char *what;
	} others[] = {
		{counter[LC_TIMED_OUT], "timed out"},
		{counter[LC_SEND_FAILED], "not sent"},
		{counter[LC_AGED_OUT], "without an end seen"},
		{in_flight, "in flight"},
	};

	paragraph_say(g, "%" PRIu64 " begun = %" PRIu64 " completed",
		      counter[LC_BEGUN], counter[LC_COMPLETED]);
	if (counter[LC_ERRORS])
		paragraph_say(g, "(%" PRIu64 " with an error status)",
			      counter[LC_ERRORS]);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (others[i].n)
			paragraph_say(g, "+ %" PRIu64 " %s", others[i].n,
				      others[i].what);
	if (counter[LC_OVERLAPPED])
		paragraph_say(g,
			      "(%" PRIu64
			      " with events out of order: a phase cut to 0)",
			      counter[LC_OVERLAPPED]);
}

void say_no_transfers(struct paragraph *g, const uint64_t *counter,
		      uint64_t duration_ns)
{
	const uint64_t notified = counter[LC_NOTIFIED];
	const uint64_t fast = counter[LC_FAST_CALLS];

	if (notified)
		paragraph_say(g, "%" PRIu64 " notification%s", notified,
			      notified == 1 ? "" : "s");
	if (notified && duration_ns)
		paragraph_say(g, "in %.3f s, %.4g/s", (double)duration_ns / 1e9,
			      (double)notified * 1e9 / (double)duration_ns);
	if (notified && fast)
		paragraph_say(g, "and");
	if (fast)
		paragraph_say(g, "%" PRIu64 " call%s of a fast channel", fast,
			      fast == 1 ? "" : "s");
}

void say_unparsed(struct paragraph *g, const char *side, uint64_t lines)
{
	paragraph_say(g,
		      "%s is incomplete, %" PRIu64
		      " line%s of logs could not be read as SCMI events: "
		      "scmi-perf import shows the first",
		      side, lines, lines == 1 ? "" : "s");
}

void say_timeouts(struct paragraph *g, const struct hist *h)
{
	paragraph_say(g, "timed out after %.3f ms", (double)h->min / 1e6);
	if (h->count > 1)
		paragraph_say(g, "to %.3f ms, %.3f ms on average",
			      (double)h->max / 1e6,
			      (double)h->sum / (double)h->count / 1e6);
}
