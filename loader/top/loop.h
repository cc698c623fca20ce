/* SPDX-License-Identifier: GPL-2.0-only */
/* The live view as people use it: keys in, a screen out. */
#ifndef SCMI_PERF_LOOP_H
#define SCMI_PERF_LOOP_H

#include "source.h"
#include "view.h"

/*
 * Shows a source on the terminal, as @v begins, until the user or a signal ends
 * it, or there were @iterations intervals (0: no limit). terminal_can_show() is
 * true. Returns 0, or -errno, reported: the terminal could not be taken over, or
 * the source failed.
 */
int top_run_screen(struct top_source *s, struct top_view *v,
		   uint64_t iterations);

#endif
