// SPDX-License-Identifier: GPL-2.0-only
/* Makes time series from the memory that the BPF programs write. */
#include <stdio.h>

#include "unit_test.h"
#include "delta.h"
#include "profile_check.h"
#include "sample_profile.h"
#include "snapshot.h"

#define STEP_NS 10000000u

/* The maps of the BPF programs. */
static struct {
	struct rec_series series[REC_SERIES];
	struct rec_page pages[REC_PAGES];
	struct rec_instance instances[REC_INSTANCES];
	struct rec_event events[REC_EVENTS];
	struct lc_slot in_flight[LC_SLOTS];
	struct rec_global global;
	uint32_t pages_used;
	struct snapshot memory;
} f;

static int set_up(void **state)
{
	memset(&f, 0, sizeof(f));
	f.memory = (struct snapshot){.in_flight = f.in_flight,
				     .series = f.series,
				     .pages = f.pages,
				     .instances = f.instances,
				     .events = f.events,
				     .global = &f.global};
	return 0;
}

/* Adds to a bucket but not to the sum, like a program that is interrupted. */
static void add_bucket(struct rec_hist *h, uint64_t ns)
{
	const uint32_t index = hist_index(ns);
	uint32_t *page = &h->page[index >> HIST_M];

	if (!*page)
		*page = ++f.pages_used;
	f.pages[*page].bucket[index & (HIST_PAGE_BUCKETS - 1)]++;
	if (ns > h->max)
		h->max = ns;
	if (REC_NS_END - ns > h->below)
		h->below = REC_NS_END - ns;
}

static struct rec_series *transfer(size_t index, uint64_t key, uint64_t ns)
{
	struct rec_series *s = &f.series[index];

	s->key = key;
	s->counter[LC_BEGUN]++;
	s->counter[LC_COMPLETED]++;
	add_bucket(&s->phase[LC_TOTAL], ns);
	s->phase[LC_TOTAL].sum += ns;
	return s;
}

static void finish(struct timeline *t, struct profile *p, uint64_t end_ns)
{
	*p = (struct profile){0};
	sample_run(p)->duration_ns = end_ns;
	snapshot_read(&f.memory, end_ns, p);
	assert_int_equal(snapshot_finish(&f.memory, t, end_ns, p), 0);
	assert_null(intervals_check(p));
}

/* The order of the table differs from the order of the keys. */
static void test_intervals(void **state)
{
	struct timeline t;
	struct profile p;

	timeline_init(&t, STEP_NS, REC_SERIES);
	transfer(900, rec_key(0, 0x10, 1), 1000);
	transfer(5, rec_key(0, 0x15, 6), 2000);
	assert_int_equal(snapshot_end_interval(&f.memory, &t, STEP_NS), 0);
	assert_int_equal(snapshot_end_interval(&f.memory, &t, 2 * STEP_NS), 0);
	transfer(900, rec_key(0, 0x10, 1), 3000);
	assert_int_equal(snapshot_end_interval(&f.memory, &t, 3 * STEP_NS), 0);
	transfer(5, rec_key(0, 0x15, 6), 4000);
	finish(&t, &p, 4 * STEP_NS - 1);

	assert_int_equal(p.n_intervals, 4);
	assert_int_equal(p.intervals[0].n_deltas, 2);
	assert_int_equal(p.intervals[0].delta[0].phase[LC_TOTAL].sum, 1000);
	assert_int_equal(p.intervals[0].delta[1].phase[LC_TOTAL].sum, 2000);
	assert_int_equal(p.intervals[1].n_deltas, 0);
	assert_int_equal(p.intervals[2].n_deltas, 1);
	assert_int_equal(p.intervals[2].delta[0].series, 0);
	assert_int_equal(p.intervals[2].delta[0].phase[LC_TOTAL].sum, 3000);
	assert_int_equal(p.intervals[3].delta[0].series, 1);
	assert_int_equal(p.intervals[3].delta[0].phase[LC_TOTAL].sum, 4000);
	profile_free(&p);
}

/* An instance was removed and added again: both entries are one series. */
static void test_one_series_twice(void **state)
{
	struct timeline t;
	struct profile p;

	timeline_init(&t, STEP_NS, REC_SERIES);
	transfer(7, rec_key(1, 0x15, 6), 1000);
	assert_int_equal(snapshot_end_interval(&f.memory, &t, STEP_NS), 0);
	transfer(3, rec_key(2, 0x15, 6), 2000);
	transfer(7, rec_key(1, 0x15, 6), 4000);
	assert_int_equal(snapshot_end_interval(&f.memory, &t, 2 * STEP_NS), 0);
	finish(&t, &p, 2 * STEP_NS + 1);
	assert_int_equal(p.n_series, 1);
	assert_int_equal(p.intervals[1].n_deltas, 1);
	assert_int_equal(p.intervals[1].delta[0].phase[LC_TOTAL].sum, 6000);
	assert_int_equal(p.intervals[1].delta[0].counter[LC_BEGUN], 2);
	profile_free(&p);
}

/* A sample that is read incompletely is complete in the next interval. */
static void test_incomplete_sample(void **state)
{
	struct rec_series *s = transfer(7, rec_key(0, 0x15, 6), 1000);
	struct timeline t;
	struct profile p;

	timeline_init(&t, STEP_NS, REC_SERIES);
	assert_int_equal(snapshot_end_interval(&f.memory, &t, STEP_NS), 0);
	s->counter[LC_BEGUN]++;
	s->counter[LC_COMPLETED]++;
	add_bucket(&s->phase[LC_TOTAL], 3000);
	assert_int_equal(snapshot_end_interval(&f.memory, &t, 2 * STEP_NS), 0);
	s->phase[LC_TOTAL].sum += 3000;
	assert_int_equal(snapshot_end_interval(&f.memory, &t, 3 * STEP_NS), 0);
	finish(&t, &p, 3 * STEP_NS + 1);
	assert_int_equal(p.intervals[1].delta[0].phase[LC_TOTAL].count, 1);
	assert_int_equal(p.intervals[1].delta[0].phase[LC_TOTAL].sum, 0);
	assert_int_equal(p.intervals[2].delta[0].phase[LC_TOTAL].count, 0);
	assert_int_equal(p.intervals[2].delta[0].phase[LC_TOTAL].sum, 3000);
	profile_free(&p);
}

/* Transfers that never ended are counted in the last interval. */
static void test_aged_out_transfers(void **state)
{
	const uint64_t late = 2 * LC_GRACE_NS;
	struct timeline t;
	struct profile p;

	timeline_init(&t, STEP_NS, REC_SERIES);
	transfer(7, rec_key(0, 0x15, 6), 1000)->counter[LC_BEGUN]++;
	f.in_flight[0].tag = lc_tag(1, 7, 0, 1);
	f.in_flight[0].begin_ns = 1;
	f.in_flight[0].wait = LC_WAITING | 1;
	assert_int_equal(snapshot_end_interval(&f.memory, &t, STEP_NS), 0);
	finish(&t, &p, late);
	assert_int_equal(p.series[0].counter[LC_AGED_OUT], 1);
	assert_int_equal(p.intervals[0].delta[0].counter[LC_AGED_OUT], 0);
	assert_int_equal(p.intervals[1].delta[0].counter[LC_AGED_OUT], 1);
	profile_free(&p);
}

/* Slot @i has a transfer of series 7 since @begun, whose begin_ns can be older. */
static void add_slot(uint32_t i, uint64_t begun, uint64_t begin_ns,
		     uint32_t wait)
{
	f.in_flight[i] = (struct lc_slot){.tag = lc_tag(i, 7, 0, begun),
					  .begin_ns = begin_ns,
					  .wait = wait};
}

/* Transfers are given up while programs run; slots of others are kept. */
static void test_expire(void **state)
{
	const uint64_t late = 2 * LC_GRACE_NS, second = 1000000000;
	struct rec_series *s = &f.series[7];

	s->key = rec_key(0, 0x15, 6);
	add_slot(20, 1, 1, 0);
	add_slot(30, 1, 1, LC_WAITING | 1);
	add_slot(40, 1, 1, LC_WAITING | 60000);
	add_slot(50, late - second, 1, 0);
	snapshot_expire(&f.memory, late);
	assert_int_equal(s->counter[LC_SEND_FAILED], 1);
	assert_int_equal(s->counter[LC_AGED_OUT], 1);
	assert_int_equal(s->anomaly[LA_SEND_FAILED], 1);
	assert_true(!f.in_flight[20].tag && !f.in_flight[30].tag);
	assert_true(f.in_flight[40].tag && f.in_flight[50].tag);
	assert_int_equal(f.global.events, 1);
	assert_int_equal(f.events[0].kind, LA_SEND_FAILED);
	assert_int_equal(f.events[0].key, s->key);
	assert_int_equal(f.events[0].token, 10);
	assert_int_equal(f.events[0].time_ns, 1);
	/* Each is counted once. */
	snapshot_expire(&f.memory, late);
	assert_int_equal(s->counter[LC_SEND_FAILED], 1);
	/* At the end, what no task sends is not sent at any age. */
	f.memory.nothing_is_sent = true;
	snapshot_expire(&f.memory, late);
	assert_int_equal(s->counter[LC_SEND_FAILED], 2);
	assert_true(f.in_flight[40].tag && !f.in_flight[50].tag);
}

/* Buckets are not read as long as counters and sums are unchanged. */
static void test_unchanged_series_are_not_read(void **state)
{
	struct rec_series *s = transfer(7, rec_key(0, 0x15, 6), 1000);
	struct timeline t;

	timeline_init(&t, STEP_NS, REC_SERIES);
	assert_int_equal(snapshot_end_interval(&f.memory, &t, STEP_NS), 0);
	add_bucket(&s->phase[LC_TOTAL], 3000);
	assert_int_equal(snapshot_end_interval(&f.memory, &t, 2 * STEP_NS), 0);
	assert_int_equal(t.intervals[1].n_deltas, 0);
	s->anomaly[LA_TIMEOUT]++;
	assert_int_equal(snapshot_end_interval(&f.memory, &t, 3 * STEP_NS), 0);
	assert_int_equal(t.intervals[2].n_deltas, 1);
	assert_int_equal(t.intervals[2].delta[0].phase[LC_TOTAL].count, 1);
	timeline_free(&t);
}

/* A removed interval has only the new traffic and is not stored. */
static void test_removed_intervals(void **state)
{
	struct timeline t;
	struct interval in;

	timeline_init(&t, STEP_NS, REC_SERIES);
	transfer(7, rec_key(0, 0x15, 6), 1000);
	assert_int_equal(snapshot_update(&f.memory, &t), 0);
	timeline_pop_interval(&t, 5, &in);
	assert_int_equal(in.end_ns, 5);
	assert_int_equal(in.n_deltas, 1);
	assert_int_equal(in.delta[0].series, 7);
	assert_int_equal(in.delta[0].phase[LC_TOTAL].sum, 1000);
	interval_free(&in);
	assert_int_equal(snapshot_update(&f.memory, &t), 0);
	timeline_pop_interval(&t, 6, &in);
	assert_int_equal(in.n_deltas, 0);
	transfer(7, rec_key(0, 0x15, 6), 3000);
	assert_int_equal(snapshot_update(&f.memory, &t), 0);
	timeline_pop_interval(&t, 7, &in);
	assert_int_equal(in.n_deltas, 1);
	assert_int_equal(in.delta[0].counter[LC_BEGUN], 1);
	assert_int_equal(in.delta[0].phase[LC_TOTAL].sum, 3000);
	interval_free(&in);
	assert_int_equal(t.n_intervals, 0);
	assert_int_equal(t.size, 0);
	timeline_free(&t);
}

static void note_event(uint64_t time_ns)
{
	f.events[f.global.events++ % REC_EVENTS] =
		(struct rec_event){.time_ns = time_ns,
				   .key = rec_key(0, 0x15, 6),
				   .token = 0xffff};
}

/* Each event is read once; those that were overwritten are lost. */
static void test_events_are_read_once(void **state)
{
	uint64_t from = 0;
	struct profile p = {0};

	f.memory.start_ns = 100;
	note_event(101);
	note_event(99);
	snapshot_read_events(&f.memory, &from, 2, &p);
	assert_int_equal(from, 2);
	assert_int_equal(p.n_events, 2);
	assert_int_equal(p.events[0].time_ns, 1);
	assert_int_equal(p.events[0].key.message, 6);
	assert_int_equal(p.events[0].token, LC_TOKENS - 1);
	assert_int_equal(p.events[1].time_ns, 0);
	profile_free(&p);

	snapshot_read_events(&f.memory, &from, 2, &p);
	assert_int_equal(p.n_events, 0);
	for (int i = 0; i < REC_EVENTS + 3; i++)
		note_event(1000 + (uint64_t)i);
	snapshot_read_events(&f.memory, &from, f.global.events, &p);
	assert_int_equal(from, REC_EVENTS + 5);
	assert_int_equal(p.n_events, REC_EVENTS);
	assert_int_equal(p.events[0].time_ns, 903);
	profile_free(&p);
}

/* A transfer that has aged out is not in flight, though its slot is in use. */
static void test_in_flight(void **state)
{
	assert_int_equal(snapshot_in_flight(&f.memory, 1), 0);
	for (unsigned int i = 0; i < 2; i++) {
		f.in_flight[i].tag = lc_tag(i, 7, 0, 1);
		f.in_flight[i].begin_ns = 1;
		f.in_flight[i].wait = LC_WAITING | 1000 * i;
	}
	assert_int_equal(snapshot_in_flight(&f.memory, 1), 2);
	assert_int_equal(snapshot_in_flight(&f.memory, LC_GRACE_NS + 2), 1);
	assert_int_equal(snapshot_in_flight(&f.memory, LC_GRACE_NS * 2), 0);
}

/* Ends that were seen while programs were attached do not count as untracked. */
static void test_untracked_from_the_start(void **state)
{
	struct profile p = {0};

	f.global.untracked = 138;
	f.global.lost_task = 2;
	f.global.gap[LC_GAP_UNANNOUNCED] = 3;
	f.memory.start_untracked = 130;
	snapshot_read(&f.memory, 1, &p);
	assert_int_equal(p.untracked, 8);
	assert_int_equal(p.lost[LOST_TASK], 2);
	assert_int_equal(p.gap[LC_GAP_UNANNOUNCED], 3);
	profile_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_TEST(test_intervals),
		FRESH_TEST(test_one_series_twice),
		FRESH_TEST(test_incomplete_sample),
		FRESH_TEST(test_aged_out_transfers),
		FRESH_TEST(test_expire),
		FRESH_TEST(test_unchanged_series_are_not_read),
		FRESH_TEST(test_removed_intervals),
		FRESH_TEST(test_events_are_read_once),
		FRESH_TEST(test_in_flight),
		FRESH_TEST(test_untracked_from_the_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
