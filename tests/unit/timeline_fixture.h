/* SPDX-License-Identifier: GPL-2.0-only */
/* Profiles with a time series. */
#ifndef SCMI_PERF_TIMELINE_FIXTURE_H
#define SCMI_PERF_TIMELINE_FIXTURE_H

#include "unit_test.h"
#include "delta.h"
#include "profile_check.h"
#include "profile_fixture.h"
#include "sample_profile.h"
#include "timeline.h"

#define STEP_NS 10000000u

static const uint32_t same[] = {0, 1, 2, 3, 4, 5, 6, 7};

/* Adds a completed transfer of @ns. */
static inline void transfer(struct series *s, uint64_t ns)
{
	s->counter[LC_BEGUN]++;
	s->counter[LC_COMPLETED]++;
	hist_add(&s->phase[LC_TOTAL], ns);
	hist_add(&s->phase[LC_TRANSPORT], ns - ns / 4);
	hist_add(&s->phase[LC_WAKEUP], ns / 4);
}

/* Makes a profile of one run with @n sorted series. */
static inline void new_profile(struct profile *p, unsigned int n)
{
	*p = (struct profile){0};
	sample_run(p);
	for (unsigned int i = 0; i < n; i++)
		profile_series(p, (struct series_key){.protocol = 0x15,
						      .message = (uint8_t)i});
}

static inline void look(struct timeline *t, size_t number,
			const struct series *s)
{
	const struct delta now = delta_of_series(s);

	assert_int_equal(timeline_add_snapshot(t, number, &now), 0);
}

static inline void finish(struct timeline *t, uint64_t end_ns,
			  struct profile *p)
{
	p->runs[0].duration_ns = end_ns;
	assert_int_equal(timeline_finish(t, end_ns, same, p), 0);
	assert_null(intervals_check(p));
	assert_int_equal(p->intervals[p->n_intervals - 1].end_ns, end_ns);
	for (size_t i = 1; i < p->n_intervals; i++)
		assert_true(p->intervals[i - 1].end_ns <
			    p->intervals[i].end_ns);
}

/* A profile is the same after writing, reading and writing it again. */
static inline void check_round_trip(const struct profile *p)
{
	char *json = encode(p), *again, why[160];
	struct profile q = {0};

	if (profile_decode(&q, json, strlen(json), why, sizeof(why)))
		fail_msg("%s", why);
	assert_int_equal(q.n_intervals, p->n_intervals);
	assert_int_equal(q.interval_ns, p->interval_ns);
	again = encode(&q);
	assert_string_equal(json, again);
	free(json);
	free(again);
	profile_free(&q);
}

/* Two intervals: a transfer of 1000 ns; one of 3000 ns and a late reply. */
static inline void small_profile(struct profile *p)
{
	struct timeline t;

	new_profile(p, 2);
	timeline_init(&t, STEP_NS, 2);
	transfer(&p->series[0], 1000);
	look(&t, 0, &p->series[0]);
	timeline_end_interval(&t, STEP_NS);
	transfer(&p->series[0], 3000);
	transfer(&p->series[1], 3000);
	p->series[1].anomaly[LA_LATE_REPLY] = 1;
	finish(&t, 2 * STEP_NS - 1, p);
}

#endif
