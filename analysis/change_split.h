/* SPDX-License-Identifier: GPL-2.0-only */
/* The best division of a part of a history in two, and its p. */
#ifndef SCMI_PERF_CHANGE_SPLIT_H
#define SCMI_PERF_CHANGE_SPLIT_H

#include "change_points.h"

struct change_split {
	bool found; /* p is at most CHANGE_SUSPECT_ALPHA */
	size_t at;  /* the first recording of the second part */
	double p;
};

/* Divides the recordings from @from to before @end. */
struct change_split change_split_find(const struct change_input *in,
				      size_t from, size_t end);

/*
 * Sets @changed for the series whose values before and after @at differ, as if that
 * had been given beforehand: at CHANGE_SERIES_ALPHA for all of them together.
 */
void change_split_test(const struct change_input *in, size_t from, size_t at,
		       size_t end, bool *changed);

#endif
