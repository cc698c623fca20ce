/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Statements that the reports of every format make: a label and a text, which
 * each format lays out in its own way. Texts may contain strings of profiles and
 * users, so every format must escape them.
 */
#ifndef SCMI_PERF_FACTS_H
#define SCMI_PERF_FACTS_H

#include "compare.h"
#include "profile.h"

struct fact {
	const char *label; /* a constant */
	char *text;
};

struct facts {
	struct fact *fact;
	size_t n, cap;
};

/* Adds a fact and takes ownership of @text; NULL adds nothing. */
void facts_add(struct facts *f, const char *label, char *text);
/* Moves the facts of @more to the end of @f. */
void facts_append(struct facts *f, struct facts more);
void facts_remove(struct facts *f, const char *label);
void facts_free(struct facts *f);

/* The account of all transfers, and everything that is not in it. */
struct facts facts_of_totals(const struct profile *p);

/*
 * The account of a series where it is not obvious. @duration_ns of all runs
 * gives rates, @all_ns (profile_time_ns()) shares; 0 gives none.
 */
struct facts facts_of_series(const struct series *s, uint64_t duration_ns,
			     uint64_t all_ns);

/* Host, hooks, times and the command of run @i of @p. */
struct facts facts_of_run(const struct profile *p, size_t i);

/* "2026-03-02 03:00 UTC"; NULL: unknown. The caller frees. */
char *run_date(const struct run *run);

/*
 * The identity of a run: label, host, kernel and date, or else its command or the
 * name of its log; NULL: nothing is known. The caller frees.
 */
char *run_title(const struct run *run);

/* Calls of fast channels: rate, last value, times between; a fact for each. */
struct facts facts_of_fast_channels(const struct profile *p);

/* Returns the sum of the runs' durations; 0: unknown. */
uint64_t all_runs_ns(const struct profile *p);

uint64_t all_anomalies(const struct profile *p);

/* How to read a list of the @shown last anomalies. The caller frees. */
char *anomalies_legend(const struct profile *p, size_t shown);

/* Losses by cause; no facts when nothing was lost. */
struct facts facts_of_losses(const struct profile *p);

/* Losses and unparsed lines of both sides. */
struct facts facts_of_side_losses(const struct comparison *c);

/*
 * Differences of two sides besides what is compared: the order in which they were
 * recorded, host, kernel and command. Without texts of profiles.
 */
struct facts facts_of_confounders(const struct run_set *a,
				  const struct run_set *b);

/* The number of runs and the account of transfers of each side. */
struct facts facts_of_sides(const struct comparison *c);

#endif
