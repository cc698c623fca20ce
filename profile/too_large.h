/* SPDX-License-Identifier: GPL-2.0-only */
/* Parts of a profile that no file can have. */
#ifndef SCMI_PERF_TOO_LARGE_H
#define SCMI_PERF_TOO_LARGE_H

#include <stdbool.h>

#include "profile.h"

/*
 * Removes stacks, reported, if they need more than half of a file. Returns false if they
 * do not.
 */
bool remove_long_stacks(struct profile *p, const char *file);

/*
 * Removes what has a count beyond PROFILE_COUNT_MAX: the series, fast channels, callers, holders and loads of
 * channels. Each is named in a warning about @file, and callers and holders count as
 * lost. The time series goes with a series.
 */
void remove_too_large(struct profile *p, const char *file);

#endif
