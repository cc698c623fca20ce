/* SPDX-License-Identifier: GPL-2.0-only */
/* Traffic that a test passes to a model, like a source. */
#ifndef SCMI_PERF_TOP_FIXTURE_H
#define SCMI_PERF_TOP_FIXTURE_H

#include <stdint.h>

#include "delta.h"
#include "model.h"

#define SECOND_NS UINT64_C(1000000000)

/* Adds @n times @ns to a phase of @s. */
static inline void time_phase(struct series *s, enum lc_phase phase,
			      uint64_t ns, uint64_t n)
{
	hist_add_bucket(&s->phase[phase], hist_index(ns), n);
	s->phase[phase].sum += n * ns;
}

/*
 * Adds @n transfers of @ns: 1/8 submit, 1/8 doorbell, 1/2 service, the rest
 * dispatch and wakeup.
 */
static inline void transfers(struct series *s, uint64_t ns, uint64_t n)
{
	s->counter[LC_BEGUN] += n;
	s->counter[LC_COMPLETED] += n;
	time_phase(s, LC_TOTAL, ns, n);
	time_phase(s, LC_SUBMIT, ns / 8, n);
	time_phase(s, LC_DOORBELL, ns / 8, n);
	time_phase(s, LC_SERVICE, ns / 2, n);
	time_phase(s, LC_DISPATCH, ns / 8, n);
	time_phase(s, LC_WAKEUP, ns - 3 * (ns / 8) - ns / 2, n);
}

/* Adds a timeout of @ns, counted as anomaly @kind. */
static inline void timeout(struct series *s, uint64_t ns, enum lc_anomaly kind)
{
	s->counter[LC_BEGUN]++;
	s->counter[LC_TIMED_OUT]++;
	s->anomaly[kind]++;
	time_phase(s, LC_TIMEOUT, ns, 1);
}

/* Moves the traffic of @s to the model's open interval. */
static inline void give(struct top_model *m, struct series *s)
{
	const struct delta g = delta_of_series(s);

	top_add_delta(m, s->key, &g);
	for (int i = 0; i < LC_PHASES; i++)
		hist_free(&s->phase[i]);
	*s = (struct series){.key = s->key};
}

static inline void end_interval(struct top_model *m)
{
	const struct top_status status = {.time_ns = 1};

	top_end_interval(m, &status);
}

/* Returns the row with a key; NULL if there is none. */
static inline const struct top_row *find_row(const struct top_model *m,
					     enum top_grouping grouping,
					     const struct series_key *key)
{
	for (size_t i = 0; i < m->level[grouping].n; i++)
		if (!series_key_compare(&m->level[grouping].row[i]->key, key))
			return m->level[grouping].row[i];
	return NULL;
}

#endif
