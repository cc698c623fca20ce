/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The part of a profile that a report shows, and its order: the same in every format.
 */
#ifndef SCMI_PERF_REPORT_VIEW_H
#define SCMI_PERF_REPORT_VIEW_H

#include "transfer_filter.h"

enum view_sort {
	VIEW_BY_TIME, /* summed, timeouts included */
	VIEW_BY_P99,  /* the maximum of those without a p99 */
	VIEW_BY_MAX,
	VIEW_BY_COUNT,
	VIEW_BY_KEY,
	VIEW_SORTS
};

extern const char *const view_sort_names[VIEW_SORTS]; /* "time" … */

/* All-zero: everything, by time. */
struct view_options {
	struct filter filter;
	uint32_t phases; /* bits of enum lc_phase; 0: all */
	uint32_t top;	 /* maximum number of series; 0: all */
	enum view_sort sort;
	bool sorted; /* @sort was given: it is the order of JSON, too */
};

struct report_view {
	const struct profile
		*p; /* without the series that the filter excludes */
	const struct view_options *options;
	const struct series **row; /* those to show, in their order */
	size_t n;
	size_t hidden; /* number of series that --top leaves out */
	/* Of the whole profile. */
	uint64_t all_begun, all_time_ns;
};

/*
 * Removes what the filter of @o excludes from @p, and fills in @v, which refers to
 * both. The caller frees with report_view_free().
 */
void report_view_init(struct report_view *v, struct profile *p,
		      const struct view_options *o);
void report_view_free(struct report_view *v);

/* Returns true if the rows of a phase are shown. */
static inline bool report_view_has_phase(const struct report_view *v,
					 enum lc_phase phase)
{
	return !v->options->phases || v->options->phases & 1u << phase;
}

/* Describes the part that is shown; NULL: everything. The caller frees. */
char *report_view_note(const struct report_view *v);

#endif
