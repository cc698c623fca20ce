/* SPDX-License-Identifier: GPL-2.0-only */
/* Sets of runs with given values, for the tests of compare and check. */
#ifndef SCMI_PERF_RUN_FIXTURE_H
#define SCMI_PERF_RUN_FIXTURE_H

#include <stdlib.h>

#include "run_set.h"
#include "sample_profile.h"

static inline void make_set(struct run_set *set, size_t n)
{
	*set = (struct run_set){.n = n};
	set->profile = calloc(n, sizeof(*set->profile));
	set->path = calloc(n, sizeof(*set->path));
	for (size_t i = 0; i < n; i++) {
		set->profile[i] = (struct profile){0};
		sample_run(&set->profile[i]);
	}
}

/* Adds @n transfers of @ns to a run. */
static inline void add_transfers(struct run_set *set, size_t run,
				 struct series_key key, uint64_t ns, uint64_t n)
{
	struct series *s = profile_series(&set->profile[run], key);

	for (uint64_t i = 0; i < n; i++)
		hist_add(&s->phase[LC_TOTAL], ns);
	s->counter[LC_BEGUN] += n;
	s->counter[LC_COMPLETED] += n;
	profile_sort(&set->profile[run]);
	run_set_sum(set);
}

/* Adds 100 of them, enough for all statistics that are compared. */
static inline void add_series(struct run_set *set, size_t run,
			      struct series_key key, uint64_t ns)
{
	add_transfers(set, run, key, ns, 100);
}

/* SENSOR_READING_GET on this transport and channel. */
static inline struct series_key key_of(uint8_t transport, uint8_t channel)
{
	return (struct series_key){.transport = transport,
				   .channel = channel,
				   .protocol = 0x15,
				   .message = 6};
}

/* The clock of all runs counted instructions. */
static inline void set_deterministic(struct run_set *set)
{
	for (size_t i = 0; i < set->n; i++)
		set->profile[i].runs[0].deterministic = true;
}

#endif
