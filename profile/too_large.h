/* SPDX-License-Identifier: GPL-2.0-only */
/* Counts beyond PROFILE_COUNT_MAX, which no profile file can have. */
#ifndef SCMI_PERF_TOO_LARGE_H
#define SCMI_PERF_TOO_LARGE_H

#include "profile.h"

/*
 * Removes the series, fast channels, callers, holders and loads of channels with such
 * a count. Each is named in a warning about @file, and callers and holders count as
 * lost. The time series goes with a series.
 */
void remove_too_large(struct profile *p, const char *file);

#endif
