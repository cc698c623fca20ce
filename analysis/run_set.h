/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A set of runs: one side of a comparison. A file is a run. Statistics are of
 * runs, not of transfers, because the transfers of a run share its conditions.
 */
#ifndef SCMI_PERF_RUN_SET_H
#define SCMI_PERF_RUN_SET_H

#include "profile.h"
#include "quantile.h"
#include "transfer_filter.h"

struct run_set {
	struct profile *profile; /* series are sorted */
	const char **path;	 /* of each; the caller owns the strings */
	size_t n;
	struct profile all;  /* the counts of all runs together */
	uint32_t phases;     /* with values: bits of enum lc_phase; 0: all */
	uint32_t statistics; /* to compare; 0: those below STAT_COMPARED */
};

/* The series in a run set of messages that were measured by resource. */
enum run_resources {
	RUN_SUMS,      /* a series for all resources of a message */
	RUN_RESOURCES, /* a series for each */
	RUN_BOTH,
};

/*
 * Reads @n profiles into @set. Warns if a file is a merge, because it counts as
 * one run. Returns 0 or -errno, reported. The caller frees @set in either case.
 */
int run_set_read(struct run_set *set, char *const *paths, size_t n,
		 enum run_resources resources);
void run_set_free(struct run_set *set);

/*
 * Keeps the series that @f selects and the values of @phases only, as if nothing else
 * had been measured.
 */
void run_set_select(struct run_set *set, const struct filter *f,
		    uint32_t phases);

/* Sets @all, after the caller has changed runs. */
void run_set_sum(struct run_set *set);

/* Merges the instances and channels of each run into one. */
void run_set_flatten(struct run_set *set);

/*
 * Writes the value of each run that has one, in ns, to @values, which has room
 * for all runs. Returns the number of values.
 */
size_t run_set_values(const struct run_set *set, const struct series_key *key,
		      enum lc_phase phase, enum statistic statistic,
		      double *values);

/*
 * Returns the @n keys of all series of @a and @b (which may be NULL), each once,
 * sorted. The caller frees.
 */
struct series_key *run_set_keys(const struct run_set *a,
				const struct run_set *b, size_t *n);

/* Returns the sources of all runs, bits of enum profile_source. */
unsigned int run_set_sources(const struct run_set *set);

/* Returns true if the clock of every run counted instructions. */
bool run_set_deterministic(const struct run_set *set);

#endif
