// SPDX-License-Identifier: GPL-2.0-only
/*
 * Histories: the order and names of recordings, their values, and what is reported of a
 * change. Their clock counted instructions, so every difference is a change.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "unit_test.h"
#include "history.h"
#include "run_fixture.h"

static struct run_set set;
static struct history h;
static struct history_options options;

static const char *const paths[] = {
	"nights/a.scmi", "b.txt", "c", "d", "e", "f", "g", "h", ".scmi"};

static int tear_down(void **state)
{
	history_free(&h);
	run_set_free(&set);
	return 0;
}

static void set_label(size_t run, const char *label)
{
	struct run *r = &set.profile[run].runs[0];

	free(r->label);
	r->label = label ? strdup(label) : NULL;
}

/* @n recordings of a day each, with 100 transfers of @us; 0: with none. */
static void make(size_t n, const unsigned int *us)
{
	make_set(&set, n);
	set_deterministic(&set);
	for (size_t i = 0; i < n; i++) {
		if (us[i])
			add_series(&set, i, key_of(0, 0), 1000 * us[i]);
		set.path[i] = paths[i % (sizeof(paths) / sizeof(paths[0]))];
		set.profile[i].runs[0].start_unix_s = 86400 * (i + 1);
		set_label(i, NULL);
	}
	options = (struct history_options){.statistics = 1u << STAT_P50,
					   .phases = 1u << LC_TOTAL};
}

static void init(void)
{
	history_free(&h);
	history_init(&h, &set, &options);
}

static void order_is_that_of_the_start_times(void **state)
{
	const unsigned int us[] = {10, 10, 10, 10};

	make(4, us);
	set.profile[0].runs[0].start_unix_s = 9;
	set.profile[1].runs[0].start_unix_s = 7;
	set.profile[2].runs[0].start_unix_s = 9;
	set.profile[3].runs[0].start_unix_s = 8;
	init();
	assert_true(h.timed);
	assert_int_equal(h.order[0], 1);
	assert_int_equal(h.order[1], 3);
	assert_int_equal(h.order[2], 0);
	assert_int_equal(h.order[3], 2);
	assert_string_equal(history_path(&h, 1), paths[3]);
	set.profile[3].runs[0].start_unix_s = 0;
	init();
	assert_false(h.timed);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(h.order[i], i);
}

static void check_name(size_t recording, const char *expected)
{
	char *name = history_name(&h, recording);

	assert_string_equal(name, expected);
	free(name);
	assert_true(history_has_name(&h, recording, expected));
	assert_false(history_has_name(&h, recording, "x"));
}

static void names_are_labels_or_those_of_files(void **state)
{
	const unsigned int us[] = {10, 10, 10, 10, 10, 10, 10, 10, 10};

	make(9, us);
	set_label(2, "build.scmi");
	init();
	check_name(0, "a");
	check_name(1, "b.txt");
	check_name(2, "build.scmi");
	check_name(3, "d");
	check_name(8, ".scmi");
}

static void check_row(const struct history_row *row, size_t n_before,
		      double before_us, size_t n_after, double after_us)
{
	assert_int_equal(row->n_before, n_before);
	assert_int_equal(row->n_after, n_after);
	assert_true(row->before.value == 1000 * before_us);
	assert_true(row->after.value == 1000 * after_us);
	assert_true(row->shift.value == 1000 * (after_us - before_us));
}

static void a_change_is_between_its_neighbours(void **state)
{
	const unsigned int us[] = {10, 10, 12, 12, 12, 11, 0, 13};

	make(8, us);
	init();
	assert_int_equal(h.n_series, 1);
	assert_int_equal(h.n_changes, 2);
	assert_int_equal(h.changes[0].at, 2);
	assert_true(h.changes[0].worse);
	assert_int_equal(h.changes[0].state, HISTORY_CERTAIN);
	assert_int_equal(h.changes[0].n_rows, 1);
	check_row(&h.changes[0].rows[0], 2, 10, 3, 12);
	assert_int_equal(h.changes[1].at, 5);
	/* Of the three recordings after it, one has no value. */
	check_row(&h.changes[1].rows[0], 3, 12, 2, 12);
	assert_false(h.changes[1].worse);
}

/* One series is slower, and the other one, which is the last, is faster. */
static void a_change_with_a_slower_series_is_worse(void **state)
{
	const unsigned int us[] = {10, 10, 12, 12};

	make(4, us);
	for (size_t i = 0; i < 4; i++)
		add_series(&set, i, key_of(0, 1), i < 2 ? 30000 : 20000);
	init();
	assert_int_equal(h.n_changes, 1);
	assert_int_equal(h.changes[0].n_rows, 2);
	assert_true(h.changes[0].rows[1].shift.value < 0);
	assert_true(h.changes[0].worse);
}

static void old_changes_do_not_matter(void **state)
{
	const unsigned int us[] = {10, 11, 11, 11, 12, 12};
	static const size_t worse[] = {2, 0, 1, 1, 1, 2, 2};

	make(6, us);
	for (options.last = 0; options.last <= 6; options.last++) {
		init();
		assert_int_equal(history_worse(&h, HISTORY_CERTAIN),
				 worse[options.last]);
		assert_int_equal(history_worse(&h, HISTORY_ACCEPTED), 0);
	}
	options.last = 2;
	init();
	assert_int_equal(history_first_worse(&h, HISTORY_CERTAIN)->at, 4);
	assert_null(history_first_worse(&h, HISTORY_SUSPECTED));
	options.last = 1;
	init();
	assert_null(history_first_worse(&h, HISTORY_CERTAIN));
}

static void faster_is_not_worse(void **state)
{
	const unsigned int us[] = {10, 10, 9, 9};

	make(4, us);
	init();
	assert_int_equal(h.n_changes, 1);
	assert_int_equal(history_worse(&h, HISTORY_CERTAIN), 0);
	assert_null(history_first_worse(&h, HISTORY_CERTAIN));
}

static void check_baseline(size_t from, size_t end)
{
	size_t is_from, is_end;

	history_baseline(&h, &is_from, &is_end);
	assert_int_equal(is_from, from);
	assert_int_equal(is_end, end);
}

static void baseline_starts_at_the_last_accepted_change(void **state)
{
	const unsigned int us[] = {10, 11, 12, 12, 13, 13, 14, 15};
	char *accepted[] = {(char *)"c", (char *)"e"};

	make(8, us);
	init();
	check_baseline(0, 1);
	options.accepted = accepted;
	options.n_accepted = 1;
	init();
	assert_int_equal(h.changes[1].state, HISTORY_ACCEPTED);
	assert_int_equal(history_worse(&h, HISTORY_CERTAIN), 4);
	assert_int_equal(history_worse(&h, HISTORY_ACCEPTED), 1);
	check_baseline(2, 4);
	options.n_accepted = 2;
	init();
	check_baseline(4, 6);
}

static void baseline_without_changes_is_all(void **state)
{
	const unsigned int us[] = {10, 10, 11};
	char *accepted[] = {(char *)"c"};

	make(3, us);
	options.accepted = accepted;
	options.n_accepted = 1;
	init();
	check_baseline(2, 3);
	options.n_accepted = 0;
	set.n = 2; /* before the change */
	init();
	set.n = 3;
	check_baseline(0, 2);
}

static void few_recordings_are_too_short(void **state)
{
	unsigned int us[CHANGE_RECORDINGS];

	for (size_t i = 0; i < CHANGE_RECORDINGS; i++)
		us[i] = 10;
	make(CHANGE_RECORDINGS, us);
	init();
	assert_false(history_too_short(&h));
	set.profile[0].runs[0].deterministic = false;
	init();
	assert_false(history_too_short(&h));
	set.n--;
	init();
	assert_true(history_too_short(&h));
	set.profile[0].runs[0].deterministic = true;
	init();
	assert_false(history_too_short(&h));
	set.n++;
}

/* The series of a measure. */
static const double *values_of(enum history_measure measure)
{
	for (size_t i = 0; i < h.n_series; i++)
		if (h.series[i].measure == measure)
			return history_values(&h, i);
	return NULL;
}

static void counts_are_shares_of_the_messages(void **state)
{
	const unsigned int us[] = {10, 0, 12};
	struct series *s;

	make(3, us);
	init();
	assert_int_equal(h.n_series, 1);
	assert_null(values_of(HISTORY_TIMEOUTS));
	s = profile_series(&set.profile[2], key_of(0, 0));
	s->counter[LC_BEGUN] += 25;
	s->counter[LC_TIMED_OUT] = 25;
	s->counter[LC_ERRORS] = 5;
	s->anomaly[LA_TIMEOUT] = 30;
	s->anomaly[LA_LATE_REPLY] = 20;
	init();
	assert_int_equal(h.n_series, 4);
	assert_true(values_of(HISTORY_TIMEOUTS)[0] == 0);
	assert_true(isnan(values_of(HISTORY_TIMEOUTS)[1]));
	assert_true(values_of(HISTORY_TIMEOUTS)[2] == 20);
	assert_true(values_of(HISTORY_ERRORS)[2] == 4);
	assert_true(values_of(HISTORY_ANOMALIES)[2] == 40);
	assert_true(isnan(values_of((enum history_measure)STAT_P50)[1]));
}

static void medians_are_those_of_a_part(void **state)
{
	const unsigned int us[] = {90, 10, 0, 11, 12, 1};

	make(6, us);
	init();
	assert_true(history_median(&h, 0, 1, 5) == 11000);
	assert_true(history_median(&h, 0, 0, 2) == 50000);
	assert_true(isnan(history_median(&h, 0, 2, 3)));
}

static void scale_is_without_the_wildest_tenth(void **state)
{
	double value[42], low = -1, high = -1;

	for (int i = 0; i < 42; i++)
		value[i] = i < 40 ? 39 - i : NAN;
	assert_true(history_scale(value, 42, &low, &high));
	assert_true(low == 2 && high == 37);
	assert_true(history_scale(value, 19, &low, &high));
	assert_true(low == 21 && high == 39);
	assert_false(history_scale(value + 40, 2, &low, &high));
}

#define TEST_HISTORY(f) cmocka_unit_test_teardown(f, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST_HISTORY(order_is_that_of_the_start_times),
		TEST_HISTORY(names_are_labels_or_those_of_files),
		TEST_HISTORY(a_change_is_between_its_neighbours),
		TEST_HISTORY(a_change_with_a_slower_series_is_worse),
		TEST_HISTORY(old_changes_do_not_matter),
		TEST_HISTORY(faster_is_not_worse),
		TEST_HISTORY(baseline_starts_at_the_last_accepted_change),
		TEST_HISTORY(baseline_without_changes_is_all),
		TEST_HISTORY(few_recordings_are_too_short),
		TEST_HISTORY(counts_are_shares_of_the_messages),
		TEST_HISTORY(medians_are_those_of_a_part),
		TEST_HISTORY(scale_is_without_the_wildest_tenth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
