/* SPDX-License-Identifier: GPL-2.0-only */
/* What must hold between the numbers of a profile, whoever made it. */
#ifndef SCMI_PERF_PROFILE_CHECK_H
#define SCMI_PERF_PROFILE_CHECK_H

#include "profile.h"

/*
 * Whether sum, min and max of a histogram with samples can be those of its
 * buckets. Returns NULL, or what is wrong.
 */
const char *hist_check(const struct hist *h);

/*
 * Whether the accounts of a series add up. Samples may be fewer than transfers,
 * after drops. Returns NULL, or what is wrong.
 */
const char *series_check(const struct series *s);

/*
 * Whether the intervals of a profile, whose deltas stand in the order of series,
 * are those of its one recording and add up to its series. Returns NULL, or what
 * is wrong.
 */
const char *intervals_check(const struct profile *p);

#endif
