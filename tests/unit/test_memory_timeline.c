// SPDX-License-Identifier: GPL-2.0-only
/* The time series of the memory that the BPF programs write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "memory.h"
#include "profile_check.h"
#include "sample_profile.h"

#define STEP_NS 10000000u

/* As in the kernel, but small enough to be made anew by each test. */
struct fixture {
	struct rec_series series[REC_SERIES];
	struct rec_page pages[REC_PAGES];
	struct rec_instance instances[REC_INSTANCES];
	struct rec_event events[REC_EVENTS];
	struct lc_slot in_flight[LC_SLOTS];
	struct rec_global global;
	uint32_t pages_used;
	struct memory memory;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->memory = (struct memory){.in_flight = f->in_flight,
				    .series = f->series,
				    .pages = f->pages,
				    .instances = f->instances,
				    .events = f->events,
				    .global = &f->global};
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	free(*state);
	return 0;
}

/* A sample's bucket, without the sum: as one that is being taken. */
static void add_bucket(struct fixture *f, struct rec_hist *h, uint64_t ns)
{
	const uint32_t index = hist_index(ns);
	uint32_t *page = &h->page[index >> HIST_M];

	if (!*page)
		*page = ++f->pages_used;
	f->pages[*page].bucket[index & (HIST_PAGE_BUCKETS - 1)]++;
	if (ns > h->max)
		h->max = ns;
	if (~ns > h->max_of_inverse)
		h->max_of_inverse = ~ns;
}

static struct rec_series *transfer(struct fixture *f, size_t place,
				   uint64_t key, uint64_t ns)
{
	struct rec_series *s = &f->series[place];

	s->key = key;
	s->counter[LC_BEGUN]++;
	s->counter[LC_COMPLETED]++;
	add_bucket(f, &s->phase[LC_TOTAL], ns);
	s->phase[LC_TOTAL].sum += ns;
	return s;
}

static void finish(struct fixture *f, struct timeline *t, struct profile *p,
		   uint64_t end_ns)
{
	profile_init(p);
	sample_run(p)->duration_ns = end_ns;
	assert_int_equal(memory_read(&f->memory, end_ns, p), 0);
	assert_int_equal(memory_finish(&f->memory, t, end_ns, p), 0);
	assert_null(intervals_check(p));
}

/* The places of the table are in another order than the keys. */
static void test_what_happened_when(void **state)
{
	struct fixture *f = *state;
	struct timeline t;
	struct profile p;

	assert_int_equal(timeline_init(&t, STEP_NS, REC_SERIES), 0);
	transfer(f, 900, rec_key(0, 0x10, 1), 1000);
	transfer(f, 5, rec_key(0, 0x15, 6), 2000);
	assert_int_equal(memory_tick(&f->memory, &t, STEP_NS), 0);
	assert_int_equal(memory_tick(&f->memory, &t, 2 * STEP_NS), 0);
	transfer(f, 900, rec_key(0, 0x10, 1), 3000);
	assert_int_equal(memory_tick(&f->memory, &t, 3 * STEP_NS), 0);
	transfer(f, 5, rec_key(0, 0x15, 6), 4000);
	finish(f, &t, &p, 4 * STEP_NS - 1);

	assert_int_equal(p.n_intervals, 4);
	assert_int_equal(p.intervals[0].n_gains, 2);
	assert_int_equal(p.intervals[0].gain[0].phase[LC_TOTAL].sum, 1000);
	assert_int_equal(p.intervals[0].gain[1].phase[LC_TOTAL].sum, 2000);
	assert_int_equal(p.intervals[1].n_gains, 0);
	assert_int_equal(p.intervals[2].n_gains, 1);
	assert_int_equal(p.intervals[2].gain[0].series, 0);
	assert_int_equal(p.intervals[2].gain[0].phase[LC_TOTAL].sum, 3000);
	assert_int_equal(p.intervals[3].gain[0].series, 1);
	assert_int_equal(p.intervals[3].gain[0].phase[LC_TOTAL].sum, 4000);
	profile_free(&p);
}

/* An instance of that name comes again, at another place: one series. */
static void test_one_series_in_two_places(void **state)
{
	struct fixture *f = *state;
	struct timeline t;
	struct profile p;

	assert_int_equal(timeline_init(&t, STEP_NS, REC_SERIES), 0);
	transfer(f, 7, rec_key(1, 0x15, 6), 1000);
	assert_int_equal(memory_tick(&f->memory, &t, STEP_NS), 0);
	transfer(f, 3, rec_key(2, 0x15, 6), 2000);
	transfer(f, 7, rec_key(1, 0x15, 6), 4000);
	assert_int_equal(memory_tick(&f->memory, &t, 2 * STEP_NS), 0);
	finish(f, &t, &p, 2 * STEP_NS + 1);
	assert_int_equal(p.n_series, 1);
	assert_int_equal(p.intervals[1].n_gains, 1);
	assert_int_equal(p.intervals[1].gain[0].phase[LC_TOTAL].sum, 6000);
	assert_int_equal(p.intervals[1].gain[0].counter[LC_BEGUN], 2);
	profile_free(&p);
}

/* A transfer that is under way while it is looked at is not lost. */
static void test_half_a_sample(void **state)
{
	struct fixture *f = *state;
	struct rec_series *s = transfer(f, 7, rec_key(0, 0x15, 6), 1000);
	struct timeline t;
	struct profile p;

	assert_int_equal(timeline_init(&t, STEP_NS, REC_SERIES), 0);
	assert_int_equal(memory_tick(&f->memory, &t, STEP_NS), 0);
	s->counter[LC_BEGUN]++;
	s->counter[LC_COMPLETED]++;
	add_bucket(f, &s->phase[LC_TOTAL], 3000);
	assert_int_equal(memory_tick(&f->memory, &t, 2 * STEP_NS), 0);
	s->phase[LC_TOTAL].sum += 3000;
	assert_int_equal(memory_tick(&f->memory, &t, 3 * STEP_NS), 0);
	finish(f, &t, &p, 3 * STEP_NS + 1);
	assert_int_equal(p.intervals[1].gain[0].phase[LC_TOTAL].count, 1);
	assert_int_equal(p.intervals[1].gain[0].phase[LC_TOTAL].sum, 0);
	assert_int_equal(p.intervals[2].gain[0].phase[LC_TOTAL].count, 0);
	assert_int_equal(p.intervals[2].gain[0].phase[LC_TOTAL].sum, 3000);
	profile_free(&p);
}

/* What never ended is told at the end, in the last interval. */
static void test_given_up_transfers(void **state)
{
	struct fixture *f = *state;
	const uint64_t late = 2 * LC_GRACE_NS;
	struct timeline t;
	struct profile p;

	assert_int_equal(timeline_init(&t, STEP_NS, REC_SERIES), 0);
	transfer(f, 7, rec_key(0, 0x15, 6), 1000)->counter[LC_BEGUN]++;
	f->in_flight[0].tag = lc_tag(1, 7, 1);
	f->in_flight[0].begin_ns = 1;
	f->in_flight[0].wait = LC_WAITING | 1;
	assert_int_equal(memory_tick(&f->memory, &t, STEP_NS), 0);
	finish(f, &t, &p, late);
	assert_int_equal(p.series[0].counter[LC_AGED_OUT], 1);
	assert_int_equal(p.intervals[0].gain[0].counter[LC_AGED_OUT], 0);
	assert_int_equal(p.intervals[1].gain[0].counter[LC_AGED_OUT], 1);
	profile_free(&p);
}

/* Of a series that does not change no bucket is read: none is told of. */
static void test_what_rests_is_not_read(void **state)
{
	struct fixture *f = *state;
	struct rec_series *s = transfer(f, 7, rec_key(0, 0x15, 6), 1000);
	struct timeline t;

	assert_int_equal(timeline_init(&t, STEP_NS, REC_SERIES), 0);
	assert_int_equal(memory_tick(&f->memory, &t, STEP_NS), 0);
	add_bucket(f, &s->phase[LC_TOTAL], 3000);
	assert_int_equal(memory_tick(&f->memory, &t, 2 * STEP_NS), 0);
	assert_int_equal(t.intervals[1].n_gains, 0);
	s->anomaly[LA_TIMEOUT]++;
	assert_int_equal(memory_tick(&f->memory, &t, 3 * STEP_NS), 0);
	assert_int_equal(t.intervals[2].n_gains, 1);
	assert_int_equal(t.intervals[2].gain[0].phase[LC_TOTAL].count, 1);
	timeline_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_happened_when, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_one_series_in_two_places,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_half_a_sample, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_given_up_transfers, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_what_rests_is_not_read,
						set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
