/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The time series of a profile as JSON, most of a profile's text: it is written
 * without an object for each number.
 */
#ifndef SCMI_PERF_ENCODE_INTERVALS_H
#define SCMI_PERF_ENCODE_INTERVALS_H

#include <stdbool.h>

#include "profile.h"

/*
 * Returns the array of the intervals, which the caller frees. Sets *@out_of_range if
 * a number is beyond the limits of the format.
 */
char *encode_interval_text(const struct profile *p, bool *out_of_range);

#endif
