/* SPDX-License-Identifier: GPL-2.0-only */
/* Consistency of the numbers in a profile. */
#ifndef SCMI_PERF_PROFILE_CHECK_H
#define SCMI_PERF_PROFILE_CHECK_H

#include "profile.h"

/*
 * Checks sum, min and max of a histogram, which has samples, against its
 * buckets. Returns NULL or an error message.
 */
const char *hist_check(const struct hist *h);

/*
 * Checks that the counters of a series add up. It can have fewer samples than
 * transfers, because of drops. Returns NULL or an error message.
 */
const char *series_check(const struct series *s);

/*
 * Checks that the intervals of a profile belong to one recording and add up to
 * the series. Their deltas are sorted. Returns NULL or an error message.
 */
const char *intervals_check(const struct profile *p);

#endif
