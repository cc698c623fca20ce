/* SPDX-License-Identifier: GPL-2.0-only */
/* What became of transfers, in words that need no escape in text or HTML. */
#ifndef SCMI_PERF_OUTCOME_H
#define SCMI_PERF_OUTCOME_H

#include <stdint.h>

#include "paragraph.h"
#include "profile.h"

/* The account: "5 begun = 4 completed + 1 timed out". */
void say_outcome(struct paragraph *g, const uint64_t *counter,
		 uint64_t in_flight);

/*
 * What is no transfer: notifications, with their rate where @duration_ns is not
 * 0, and calls of fast channels.
 */
void say_no_transfers(struct paragraph *g, const uint64_t *counter,
		      uint64_t duration_ns);

/*
 * That so many lines of the logs of @side ("B") could not be read; not 0. What
 * they tell is lost.
 */
void say_unparsed(struct paragraph *g, const char *side, uint64_t lines);

/* How long those took that timed out; @h is not empty. */
void say_timeouts(struct paragraph *g, const struct hist *h);

#endif
