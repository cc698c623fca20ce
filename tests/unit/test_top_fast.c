// SPDX-License-Identifier: GPL-2.0-only
/* The fast channels of the live view: intervals, resets, and their lines. */
#include <stdio.h>

#include "unit_test.h"
#include "top_screen.h"

static const struct series_key fast_key = {.protocol = 0x13, .message = 7};

/* Domains 3 and 0x12345, and the limits of domain 3, after @n intervals. */
static void fast_interval(uint64_t n)
{
	struct fast_channel all[] = {
		{.protocol = 0x13, .message = 5, .domain = 3},
		{.protocol = 0x13, .message = 7, .domain = 3},
		{.protocol = 0x13, .message = 7, .domain = 0x12345},
	};
	struct series s = {.key = fast_key};

	begin();
	for (size_t i = 0; i < 3; i++) {
		all[i].calls = (i + 1) * 10 * n;
		all[i].value[0] = (uint32_t)(100 * i + n);
		all[i].value[1] = i ? 0 : 900;
		if (!i)
			continue;
		all[i].periods = all[i].calls - 1;
		all[i].period_sum_ns = all[i].periods * 2000 * n;
		all[i].period_min_ns = 1500;
		all[i].period_max_ns = 70000;
	}
	s.counter[LC_FAST_CALLS] = 50;
	give(f.m, &s);
	s.key.message = 5;
	s.counter[LC_FAST_CALLS] = 10;
	give(f.m, &s);
	top_set_fast(f.m, all, 3);
	end();
}

static void details(enum top_grouping grouping)
{
	f.v.set.grouping = grouping;
	f.v.set.sort = TOP_SORT_RATE;
	f.v.page = TOP_TABLE;
	draw(30, 90);
	f.v.page = TOP_DETAIL;
	draw(30, 90);
}

static void shows_a_line_for_each_domain(void **state)
{
	fast_interval(1);
	fast_interval(2);
	details(TOP_BY_MESSAGE);
	assert_shows("PERFORMANCE PERFORMANCE_LEVEL_SET\n");
	assert_shows("domain      calls/s    all:n   all:/s  us:min");
	assert_shows("3                20       40       20     1.5     4.0"
		     "    70.0  102\n");
	assert_shows("74565            30       60       30     1.5     4.0"
		     "    70.0  202\n");
	assert_hides(" 900\n");
	details(TOP_BY_PROTOCOL);
	assert_shows("PERFORMANCE PERFORMANCE_LEVEL_SET\n");
	assert_shows("PERFORMANCE PERFORMANCE_LIMITS_SET\n");
	assert_shows("3                10       20       10       -       -"
		     "       -  2 900\n");
	details(TOP_BY_TRANSPORT);
	assert_shows("74565            30       60");
}

/* Another protocol's row has none of them. */
static void belongs_to_its_row(void **state)
{
	struct series s = {.key = {.protocol = 0x14, .message = 7}};

	fast_interval(1);
	begin();
	s.counter[LC_FAST_CALLS] = 1000;
	give(f.m, &s);
	end();
	details(TOP_BY_MESSAGE);
	assert_shows("fast_calls 1000");
	assert_hides("74565");
	details(TOP_BY_PROTOCOL);
	assert_hides("74565");
}

/* The counts start again; the mean time between calls is that since the reset. */
static void starts_again_at_a_reset(void **state)
{
	fast_interval(1);
	top_reset(f.m);
	assert_int_equal(fast_row_calls(&f.m->fast.row[1]), 0);
	assert_int_equal(fast_row_last(&f.m->fast.row[1]), 0);
	assert_true(fast_row_period(&f.m->fast.row[1]) == TOP_NO_VALUE);
	fast_interval(2);
	details(TOP_BY_MESSAGE);
	/* 19 calls took 38 us before, 39 take 156 us: 118 us for 20 calls. */
	assert_shows("3                20       20       20     1.5     5.9"
		     "    70.0  102\n");
}

/* A paused view keeps its channels; a source whose counts sank is a new one. */
static void copies_and_starts_anew(void **state)
{
	struct top_model *copy;

	fast_interval(3);
	copy = top_model_copy(f.m);
	fast_interval(2);
	assert_int_equal(copy->fast.n, 3);
	assert_int_equal(fast_row_calls(&copy->fast.row[2]), 90);
	assert_int_equal(fast_row_calls(&f.m->fast.row[2]), 60);
	assert_int_equal(fast_row_last(&f.m->fast.row[2]), 60);
	top_set_fast(f.m, NULL, 0);
	assert_int_equal(f.m->fast.n, 0);
	top_model_free(copy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(shows_a_line_for_each_domain),
		TEST(belongs_to_its_row),
		TEST(starts_again_at_a_reset),
		TEST(copies_and_starts_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
