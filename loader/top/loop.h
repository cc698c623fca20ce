/* SPDX-License-Identifier: GPL-2.0-only */
/* The main loop of the live view on a terminal. */
#ifndef SCMI_PERF_LOOP_H
#define SCMI_PERF_LOOP_H

#include "source.h"
#include "view.h"

/*
 * Shows a source on the terminal, for which terminal_can_show() must be true.
 * Ends on a key, on a signal, or after @iterations intervals (0: no limit).
 * Returns 0, or -errno, reported, if the terminal or the source failed.
 */
int top_run_screen(struct top_source *s, struct top_view *v,
		   uint64_t iterations);

#endif
