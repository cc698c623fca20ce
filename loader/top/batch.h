/* SPDX-License-Identifier: GPL-2.0-only */
/* The live view without a terminal: prints each interval. */
#ifndef SCMI_PERF_BATCH_H
#define SCMI_PERF_BATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "source.h"
#include "view.h"

/*
 * Prints @v, as text or JSON, after each interval of @s. Ends after @iterations
 * intervals (0: no limit), at the end of the source, when the reader of the
 * output goes away, or on a signal; the output is complete in each case.
 * Returns 0 or -errno, reported.
 */
int top_run_batch(struct top_source *s, struct top_view *v, bool json,
		  uint64_t iterations);

#endif
