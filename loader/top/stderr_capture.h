/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Keeps output to standard error off the screen: it is captured in memory and
 * written when the screen is closed.
 */
#ifndef SCMI_PERF_STDERR_CAPTURE_H
#define SCMI_PERF_STDERR_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>

/* Does nothing if it has started. Returns 0 or -errno, not reported. */
int stderr_capture_start(void);

/*
 * Copies the first line that was captured since the last call, without "scmi-perf: "
 * and the newline. Returns false if there is none.
 */
bool stderr_capture_line(char *line, size_t len);

/*
 * Writes what was captured to standard error. Does nothing if it has stopped.
 * Async-signal-safe.
 */
void stderr_capture_stop(void);

#endif
