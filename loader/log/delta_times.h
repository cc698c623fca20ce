/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Recognises logs whose time stamps are the times since the line before, such as
 * those of perf script --deltatime.
 */
#ifndef SCMI_PERF_DELTA_TIMES_H
#define SCMI_PERF_DELTA_TIMES_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Returns true if the time stamps in the first @len bytes of a log start at 0 and
 * step back too often for those of a clock.
 */
bool delta_times_recognise(const char *head, size_t len);

#endif
