/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Runs that belong together: one side of a comparison. A file is a run; the
 * run, not the single transfer, is what statistics are made of, because the
 * transfers of a run share its luck.
 */
#ifndef SCMI_PERF_RUN_SET_H
#define SCMI_PERF_RUN_SET_H

#include "profile.h"
#include "quantile.h"

struct run_set {
	struct profile *profile; /* series are sorted */
	const char **path;	 /* of each; the strings are the caller's */
	size_t n;
};

/*
 * Reads @n profiles into @set. Warns of a file that is a merge: it counts as
 * one run. Returns 0 or -errno, reported; @set is to be freed in each case.
 */
int run_set_read(struct run_set *set, char *const *paths, size_t n);
void run_set_free(struct run_set *set);

/* The same runs as if each had one instance with one channel. 0 or -ENOMEM. */
int run_set_flatten(struct run_set *set);

/* The series of the @i-th run with this key, or NULL. */
const struct series *run_set_series(const struct run_set *set, size_t i,
				    const struct series_key *key);

/*
 * The value of each run that has one, in ns, into @values, which has room for
 * all. Returns how many.
 */
size_t run_set_values(const struct run_set *set, const struct series_key *key,
		      enum lc_phase phase, enum statistic statistic,
		      double *values);

/*
 * The keys of all series of @a and @b (which may be NULL), each once, sorted.
 * The caller frees. NULL when out of memory; @n is 0 when there are none.
 */
struct series_key *run_set_keys(const struct run_set *a,
				const struct run_set *b, size_t *n);

/* Whether every run's clock counted instructions: any difference is real. */
bool run_set_deterministic(const struct run_set *set);

/*
 * Sum of a counter, of what is in flight, of all drops, and of lines of logs
 * that could not be read, over the runs.
 */
uint64_t run_set_total(const struct run_set *set, enum lc_counter counter);
uint64_t run_set_in_flight(const struct run_set *set);
uint64_t run_set_lost(const struct run_set *set);
uint64_t run_set_lost_by(const struct run_set *set, enum lost_cause cause);
uint64_t run_set_unparsed_lines(const struct run_set *set);

#endif
