/* SPDX-License-Identifier: GPL-2.0-only */
/* The main loops of the live view: on a terminal, and without one. */
#ifndef SCMI_PERF_LOOP_H
#define SCMI_PERF_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "source.h"
#include "view.h"

/*
 * Shows a source on the terminal, for which terminal_can_show() must be true.
 * Ends on a key, on a signal, or after @iterations intervals (0: no limit).
 * Returns 0, or -errno, reported, if the terminal or the source failed.
 */
int top_run_screen(struct top_source *s, struct top_view *v,
		   uint64_t iterations);

/*
 * Prints @v, as text or JSON, after each interval of @s. Ends after @iterations
 * intervals (0: no limit), at the end of the source, when the reader of the
 * output goes away, or on a signal; the output is complete in each case.
 * Returns 0 or -errno, reported.
 */
int top_run_batch(struct top_source *s, struct top_view *v, bool json,
		  uint64_t iterations);

#endif
