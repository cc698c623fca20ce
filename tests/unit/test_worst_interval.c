// SPDX-License-Identifier: GPL-2.0-only
/* The part of a time series that is slower than usual, and profiles in parts. */
#include "timeline_fixture.h"
#include "profile_select.h"
#include "worst_interval.h"

#define INTERVALS 20

#define MESSAGES 3

/*
 * Makes a profile with a fast message 0 and slow messages 1 and 2. In each interval
 * @count gives the number of transfers of each, and @slower the factor of their time.
 */
static void make(struct profile *p, unsigned int (*count)(int i, int message),
		 unsigned int (*slower)(int i, int message))
{
	static const uint64_t usual_ns[MESSAGES] = {10000, 500000, 500000};
	struct timeline t;

	new_profile(p, MESSAGES);
	timeline_init(&t, STEP_NS, MESSAGES);
	for (int i = 0; i < INTERVALS; i++) {
		for (int m = 0; m < MESSAGES; m++) {
			for (unsigned int n = count(i, m); n; n--)
				transfer(&p->series[m],
					 usual_ns[m] * slower(i, m) + n);
			look(&t, (size_t)m, &p->series[m]);
		}
		if (i < INTERVALS - 1)
			timeline_end_interval(&t, STEP_NS * (i + 1u));
	}
	finish(&t, (uint64_t)INTERVALS * STEP_NS, p);
}

static unsigned int even(int i, int message)
{
	return message == 2 ? 0 : message ? 2 : 10;
}

/* Boots send other messages than later. */
static unsigned int mixed(int i, int message)
{
	return message == 2 ? 0 : message ? (i < 4 ? 20 : 1) : 10;
}

static unsigned int usual(int i, int message)
{
	return 1;
}

static unsigned int slow_from_8_to_10(int i, int message)
{
	return i >= 8 && i < 11 ? 5 : 1;
}

static unsigned int slow_half(int i, int message)
{
	return i < 11 ? 5 : 1;
}

static void test_slow_intervals(void **state)
{
	struct worst_interval w;
	struct profile p;

	make(&p, even, slow_from_8_to_10);
	assert_true(worst_interval_find(&p, &w));
	assert_int_equal(w.start_ns, 8 * STEP_NS);
	assert_int_equal(w.end_ns, 11 * STEP_NS);
	assert_true(w.ratio > 4.9 && w.ratio < 5.1);
	assert_int_equal(w.transfers, 36);
	assert_int_equal(w.total.count, 36);
	assert_int_equal(w.series, 1);
	worst_interval_free(&w);
	profile_free(&p);
}

/* After interval 8 with all three, 9 has message 1 alone, and 10 message 2. */
static unsigned int in_turn(int i, int message)
{
	if (i == 9)
		return message == 1 ? 4 : 0;
	if (i == 10)
		return message == 2 ? 2 : 0;
	return message ? 2 : 10;
}

/* In 8, message 1 exceeds its time most; in 9, it is faster than usual. */
static unsigned int slow_in_turn(int i, int message)
{
	static const unsigned int in_8[MESSAGES] = {82, 10, 2};

	return i == 8 ? in_8[message] : i == 9 ? 1 : i == 10 ? 7 : 2;
}

/* The message that exceeds its time most is that of the whole part. */
static void test_slow_message(void **state)
{
	struct worst_interval w;
	struct profile p;

	make(&p, in_turn, slow_in_turn);
	assert_true(worst_interval_find(&p, &w));
	assert_int_equal(w.start_ns, 8 * STEP_NS);
	assert_int_equal(w.end_ns, 11 * STEP_NS);
	assert_int_equal(w.series, 0);
	worst_interval_free(&w);
	profile_free(&p);
}

/* Other messages take another time, which is their usual one. */
static void test_usual_intervals(void **state)
{
	struct worst_interval w;
	struct profile p;

	make(&p, even, usual);
	assert_false(worst_interval_find(&p, &w));
	profile_drop_intervals(&p);
	assert_false(worst_interval_find(&p, &w));
	profile_free(&p);
	make(&p, mixed, usual);
	assert_false(worst_interval_find(&p, &w));
	profile_free(&p);
	/* The longer part is the usual one. */
	make(&p, even, slow_half);
	assert_false(worst_interval_find(&p, &w));
	profile_free(&p);
}

/* The rest of a profile adds up, with its time series. */
static void test_selected_series(void **state)
{
	const struct filter f = {.n_messages = 1,
				 .message = {FILTER_MESSAGE(0x15, 1)}};
	struct profile p;

	make(&p, even, usual);
	for (uint8_t m = 0; m < 2; m++)
		profile_add_event(
			&p, &(struct anomaly_event){
				    .key = {.protocol = 0x15, .message = m}});
	profile_select(&p, &f);
	assert_int_equal(p.n_series, 1);
	assert_int_equal(p.series[0].key.message, 1);
	assert_null(intervals_check(&p));
	assert_int_equal(p.n_events, 1);
	assert_int_equal(p.events[0].key.message, 1);
	profile_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_slow_intervals),
		cmocka_unit_test(test_slow_message),
		cmocka_unit_test(test_usual_intervals),
		cmocka_unit_test(test_selected_series),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
