/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Keeps what is written to standard error off a screen that is being shown: it
 * goes to memory, and comes out when the screen is gone. Whoever writes need not
 * know.
 */
#ifndef SCMI_PERF_STDERR_CAPTURE_H
#define SCMI_PERF_STDERR_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>

/* Returns 0 or -errno, not reported. */
int stderr_capture_start(void);

/*
 * The first line that was written since this was asked last, without the
 * program's name and its end. Returns whether there is one.
 */
bool stderr_capture_line(char *line, size_t len);

/* Writes all of it to standard error. Nothing is done twice; fit for a signal
 * handler. */
void stderr_capture_stop(void);

#endif
