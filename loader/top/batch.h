/* SPDX-License-Identifier: GPL-2.0-only */
/* The live view without a terminal: every interval is printed, one after another. */
#ifndef SCMI_PERF_BATCH_H
#define SCMI_PERF_BATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "source.h"
#include "view.h"

/*
 * Prints, as text or JSON, what @v shows after each interval of @s, until there
 * were @iterations (0: no limit), the source ends, nobody reads any more, or a
 * signal comes. Whatever ends it, what was printed is whole. Returns 0 or -errno,
 * reported.
 */
int top_run_batch(struct top_source *s, struct top_view *v, bool json,
		  uint64_t iterations);

#endif
