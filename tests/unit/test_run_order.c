// SPDX-License-Identifier: GPL-2.0-only
/* The order of runs in time, blocks of turns, and what verdicts do with them. */
#include <math.h>
#include <stdio.h>

#include "unit_test.h"
#include "aligned_test.h"
#include "check_fixture.h"
#include "run_order.h"

static const struct block_values steps[5] = {{{10, 14, 13, 12}},
					     {{21, 20, 25, 24}},
					     {{33, 30, 36, 35}},
					     {{40, 43, 47, 42}},
					     {{52, 51, 57, 55}}};

static bool drifts_by(const struct block_values even[5], double step)
{
	struct block_values drifted[5];

	for (size_t i = 0; i < 5; i++)
		for (int j = 0; j < 4; j++)
			drifted[i].v[j] = even[i].v[j] + step * (double)i;
	return blocks_drift(drifted, 5);
}

/*
 * p by enumeration of all 6^5 divisions in Python, with ranks of scipy 1.10.1
 * (rankdata). By its kruskal(), H is 18.3 of the steps and 1.1 without them, 13.5 and
 * 11.7 with steps of 2 and 1.5; 13.28 is the 99 % quantile of chi2 with four degrees of
 * freedom.
 */
static void test_aligned_ranks(void **state)
{
	struct block_values even[5];
	struct rank_test test = aligned_test(steps, 5);

	assert_true(fabs(test.p_greater - 15 / 7776.0) < 1e-12);
	assert_true(fabs(test.p - 30 / 7776.0) < 1e-12);
	assert_int_equal(test.n_blocks, 5);
	assert_true(blocks_drift(steps, 5));
	for (size_t i = 0; i < 5; i++)
		for (int j = 0; j < 4; j++)
			even[i].v[j] = steps[i].v[j] - 10.0 * (double)i;
	assert_false(blocks_drift(even, 5));
	assert_true(drifts_by(even, 2));
	assert_false(drifts_by(even, 1.5));
	/* A drift from block to block does not change the ranks. */
	assert_true(aligned_test(even, 5).p == test.p);
	/* Of any order within the blocks, the smallest p is one of 6^n. */
	for (size_t i = 0; i < 5; i++)
		even[i] = (struct block_values){{1, 2, 8, 9}};
	assert_true(
		fabs(aligned_test(even, 5).p_greater / aligned_smallest_p(5) -
		     1) < 1e-12);
	assert_true(aligned_shift(steps, 5, 0.95).value == 4);
}

/* Starts the runs in the order of @text, of the letters A and B. */
static void start(const char *text)
{
	size_t a = 0, b = 0;

	for (uint64_t i = 0; text[i]; i++)
		*(text[i] == 'A' ? &x.baseline.profile[a++].runs[0].start_unix_s
				 : &x.runs.profile[b++].runs[0].start_unix_s) =
			1000 + i;
}

static enum run_order order(const char *text)
{
	start(text);
	return run_order_of(&x.baseline, &x.runs);
}

/* With one run a side there is no block, and nothing to free. */
static void test_single_runs(void **state)
{
	struct run_block *blocks;

	(void)state;
	make_checked(1, 25000, 25000, 10);
	start("AB");
	assert_int_equal(order("AB"), RUN_ORDER_UNKNOWN);
	assert_int_equal(run_blocks(&x.baseline, &x.runs, &blocks), 0);
	assert_null(blocks);
}

static void test_orders(void **state)
{
	struct run_block *blocks;

	make_checked(6, 25000, 25000, 10);
	assert_int_equal(order("ABBAABBAABBA"), RUN_ORDER_TURNS);
	assert_int_equal(run_blocks(&x.baseline, &x.runs, &blocks), 3);
	assert_int_equal(blocks[2].a[0], 4);
	assert_int_equal(blocks[2].b[1], 5);
	free(blocks);
	assert_int_equal(order("ABABABABABAB"), RUN_ORDER_TURNS);
	assert_int_equal(run_blocks(&x.baseline, &x.runs, &blocks), 0);
	assert_null(blocks);
	assert_int_equal(order("AAAAAABBBBBB"), RUN_ORDER_BLOCKS);
	assert_int_equal(order("BBBBBBAAAAAA"), RUN_ORDER_BLOCKS);
	assert_int_equal(order("AAABBBBBBAAA"), RUN_ORDER_BLOCKS);
	assert_int_equal(order("ABAAABABBBAB"), RUN_ORDER_TURNS);
	/* Three changes of the side are enough, if neither is earlier by much. */
	assert_int_equal(order("AABBBBBAAAAB"), RUN_ORDER_TURNS);
	assert_int_equal(order("AABABABABABB"), RUN_ORDER_TURNS); /* 26 of 36 */
	assert_int_equal(order("AAABABABABBB"), RUN_ORDER_BLOCKS); /* 30 */
	/* A second of both sides, and a run without a start. */
	x.runs.profile[3].runs[0].start_unix_s = 1000;
	assert_int_equal(run_order_of(&x.baseline, &x.runs), RUN_ORDER_UNKNOWN);
	x.runs.profile[3].runs[0].start_unix_s = 0;
	assert_int_equal(run_order_of(&x.baseline, &x.runs), RUN_ORDER_UNKNOWN);
}

/* Two runs a side have an order; a merge of runs has none. */
static void test_few_and_merged_runs(void **state)
{
	struct run_block *blocks;
	struct profile *p;

	make_checked(2, 25000, 25000, 10);
	assert_int_equal(order("AABB"), RUN_ORDER_BLOCKS);
	assert_int_equal(order("ABBA"), RUN_ORDER_TURNS);
	free_checked(&x);
	/* A block of turns has two runs of each side. */
	make_checked(4, 25000, 25000, 10);
	start("ABAABABB");
	assert_int_equal(run_blocks(&x.baseline, &x.runs, &blocks), 0);
	p = &x.runs.profile[1];
	p->runs = realloc(p->runs, 2 * sizeof(*p->runs));
	assert_non_null(p->runs);
	p->runs[1] = (struct run){.start_unix_s = 2000};
	p->n_runs = 2;
	assert_int_equal(run_order_of(&x.baseline, &x.runs), RUN_ORDER_UNKNOWN);
}

/* A limit that the shift exceeds by far, and one that it does not reach. */
static void expect_both(enum check_cause beyond, enum check_cause within,
			const char *keys)
{
	char text[200];

	snprintf(text, sizeof(text), "%s%s\nmax-regression-p50 = 1us",
		 TOTAL "max-regression-mean = 20us\n", keys);
	evaluate(text);
	for (size_t i = 0; i < 2; i++) {
		const bool mean = x.c.results[i].limit->figure == STAT_MEAN;

		assert_int_equal(x.c.results[i].cause, mean ? within : beyond);
	}
}

static void test_blocks_prove_nothing(void **state)
{
	make_checked(10, 25000, 35000, 10);
	start("ABBAABBAABBAABBAABBA");
	expect_both(CHECK_BEYOND, CHECK_WITHIN, "");
	start("AAAAAAAAAABBBBBBBBBB");
	expect_both(CHECK_ORDER, CHECK_ORDER, "");
	expect_both(CHECK_BEYOND, CHECK_WITHIN, "allow-blocks = yes");
	expect_both(CHECK_ORDER, CHECK_ORDER, "allow-blocks = no");
}

static void set_hosts(struct run_set *set, const char *host)
{
	for (size_t i = 0; i < set->n; i++) {
		free(set->profile[i].runs[0].host);
		set->profile[i].runs[0].host = strdup(host);
	}
}

static void test_hosts(void **state)
{
	make_checked(10, 25000, 35000, 10);
	start("ABBAABBAABBAABBAABBA");
	set_hosts(&x.baseline, "board-1");
	set_hosts(&x.runs, "board-1");
	expect_both(CHECK_BEYOND, CHECK_WITHIN, "");
	set_hosts(&x.runs, "board-2");
	expect_both(CHECK_HOSTS, CHECK_HOSTS, "");
	expect_both(CHECK_BEYOND, CHECK_WITHIN, "allow-hosts = yes");
	/* The sides do not differ where one has runs of both. */
	free(x.baseline.profile[0].runs[0].host);
	x.baseline.profile[0].runs[0].host = strdup("board-2");
	expect_both(CHECK_BEYOND, CHECK_WITHIN, "");
	/* Nor where it is not known. */
	set_hosts(&x.baseline, "board-1");
	free(x.baseline.profile[3].runs[0].host);
	x.baseline.profile[3].runs[0].host = NULL;
	expect_both(CHECK_BEYOND, CHECK_WITHIN, "");
}

/* Makes the runs drift by -3 us a turn, in which B has 1 us more. */
static void make_drift(size_t n)
{
	make_checked(n, 100, 100, 0);
	for (size_t i = 0; i < n; i++) {
		const uint64_t turn = 3000 * ((n - 1 - i) / 2) + 100 * (i % 2);

		hist_clear(&x.baseline.profile[i].series[0].phase[LC_TOTAL]);
		hist_clear(&x.runs.profile[i].series[0].phase[LC_TOTAL]);
		add_series(&x.baseline, i, key_of(0, 0), 25000 + turn);
		add_series(&x.runs, i, key_of(0, 0), 26000 + turn);
	}
}

/* 30 us of drift hide 1 us from the ranks of all runs, but not from those of turns. */
static void test_drift(void **state)
{
	const struct check_result *r;
	struct comparison c;

	make_drift(12);
	start("ABBAABBAABBAABBAABBAABBA");
	r = EXPECT_ONE(TOTAL "max-regression-mean = 500ns", FAIL, BEYOND);
	assert_int_equal(r->n_blocks, 6);
	assert_true(r->value == 1000);
	assert_true(r->interval.low == 1000 && r->interval.high == 1000);
	assert_true(fabs(r->p / aligned_smallest_p(6) - 1) < 1e-9);
	EXPECT_ONE(TOTAL "max-regression-mean = 1us", PASS, WITHIN);
	compare_sets(&c, &x.baseline, &x.runs);
	assert_int_equal(c.rows[0].test.n_blocks, 6);
	assert_int_equal(c.rows[0].verdict, VERDICT_SLOWER);
	comparison_free(&c);
	/* In another order the ranks of all runs find nothing. */
	start("ABABABABABABABABABABABAB");
	EXPECT_ONE(TOTAL "max-regression-mean = 500ns", INCONCLUSIVE, CHANCE);
}

/* Four blocks are too few, and so are those in which a run has no value. */
static void test_blocks_that_are_not_used(void **state)
{
	static const char limits[] = TOTAL
		"max-regression-mean = 500ns\nmin-runs = 8";

	make_drift(10);
	start("ABBAABBAABBAABBAABBA");
	assert_int_equal(EXPECT_ONE(limits, FAIL, BEYOND)->n_blocks, 5);
	hist_clear(&x.runs.profile[9].series[0].phase[LC_TOTAL]);
	assert_int_equal(EXPECT_ONE(limits, INCONCLUSIVE, CHANCE)->n_blocks, 0);
	free_checked(&x);
	make_drift(8);
	start("ABBAABBAABBAABBA");
	assert_int_equal(EXPECT_ONE(limits, INCONCLUSIVE, CHANCE)->n_blocks, 0);
	/* The numbers of docs/limits.md. */
	assert_int_equal(blocks_needed(77, 0.01), 5);
	assert_int_equal(blocks_needed(78, 0.01), 6);
	assert_int_equal(blocks_needed(466, 0.01), 6);
	assert_int_equal(blocks_needed(467, 0.01), 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_aligned_ranks),
		TEST_CHECK(test_single_runs),
		TEST_CHECK(test_orders),
		TEST_CHECK(test_few_and_merged_runs),
		TEST_CHECK(test_blocks_prove_nothing),
		TEST_CHECK(test_hosts),
		TEST_CHECK(test_drift),
		TEST_CHECK(test_blocks_that_are_not_used),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
