// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdlib.h>

#include "unit_test.h"
#include "compare.h"
#include "run_fixture.h"

/* Numbers of any two transports. */
#define BASE   0
#define FIRST  1
#define SECOND 2

/*
 * Five runs on the baseline, and five on each of two other transports. The
 * last one uses two channels, which a comparison of transports counts as one.
 */
static void test_transports(void **state)
{
	struct comparison c;
	struct run_set set;

	make_set(&set, 10);
	for (size_t i = 0; i < 5; i++) {
		add_series(&set, i, key_of(BASE, 0), 25000 + i);
		add_series(&set, 5 + i, key_of(FIRST, 0), 25600 + i);
		add_series(&set, 5 + i, key_of(SECOND, 1), 26300 + i);
		add_series(&set, 5 + i, key_of(SECOND, 2), 26500 + i);
	}
	run_set_flatten(&set);
	assert_int_equal(set.profile[9].n_series, 2);
	assert_int_equal(set.profile[9].series[1].counter[LC_BEGUN], 200);
	compare_transports(&c, &set, BASE);
	assert_int_equal(c.n_tests, 8);
	assert_int_equal(c.n_rows, 8); /* four statistics of two transports */
	for (size_t i = 0; i < c.n_rows; i++) {
		const struct difference *row = &c.rows[i];

		assert_int_equal(row->transport_a, BASE);
		assert_int_equal(row->key.transport, i < 4 ? FIRST : SECOND);
		assert_int_equal(row->n_a, 5);
		assert_int_equal(row->n_b, 5);
		assert_true(fabs(row->test.p - 2 / 252.0) < 1e-12);
		assert_true(fabs(row->p - 8 * 2 / 252.0) < 1e-12);
		assert_int_equal(row->verdict, VERDICT_NOT_SIGNIFICANT);
		if (row->statistic == STAT_MEAN)
			assert_true(fabs(row->shift.value -
					 (i < 4 ? 600 : 1400)) < 1e-9);
	}
	comparison_free(&c);
	run_set_free(&set);
}

/* The order of files changes nothing. The order of A and B changes the sign. */
static void test_symmetry(void **state)
{
	struct run_set a, b;
	struct comparison ab, ba;

	make_set(&a, 6);
	make_set(&b, 8);
	for (size_t i = 0; i < 6; i++)
		add_series(&a, i, key_of(BASE, 0), 20000 + 700 * (i * 5 % 6));
	for (size_t i = 0; i < 8; i++)
		add_series(&b, i, key_of(BASE, 0), 21000 + 900 * (i * 3 % 8));
	compare_sets(&ab, &a, &b);
	compare_sets(&ba, &b, &a);
	assert_int_equal(ab.n_rows, ba.n_rows);
	for (size_t i = 0; i < ab.n_rows; i++) {
		assert_true(ab.rows[i].p == ba.rows[i].p);
		assert_true(fabs(ab.rows[i].shift.value +
				 ba.rows[i].shift.value) < 1e-9);
		assert_true(fabs(ab.rows[i].shift.low + ba.rows[i].shift.high) <
			    1e-9);
		assert_true(fabs(ab.rows[i].test.effect +
				 ba.rows[i].test.effect) < 1e-9);
	}
	comparison_free(&ab);
	comparison_free(&ba);
	run_set_free(&a);
	run_set_free(&b);
}

static void test_keys(void **state)
{
	struct series_key *keys;
	struct run_set a, b;
	size_t n;

	make_set(&a, 2);
	make_set(&b, 1);
	keys = run_set_keys(&a, &b, &n);
	assert_non_null(keys);
	assert_int_equal(n, 0);
	free(keys);
	add_series(&a, 0, key_of(BASE, 1), 100);
	add_series(&a, 1, key_of(BASE, 0), 100);
	add_series(&a, 1, key_of(BASE, 1), 100);
	add_series(&b, 0, key_of(BASE, 2), 100);
	keys = run_set_keys(&a, &b, &n);
	assert_int_equal(n, 3);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(keys[i].channel, i);
	assert_non_null(profile_find(&a.profile[1], &keys[0]));
	assert_null(profile_find(&a.profile[0], &keys[0]));
	assert_null(profile_find(&b.profile[0], &keys[0]));
	free(keys);
	run_set_free(&a);
	run_set_free(&b);
}

/* Returns the row of the means. */
static const struct difference *mean_of(const struct comparison *c)
{
	for (size_t i = 0; i < c->n_rows; i++)
		if (c->rows[i].statistic == STAT_MEAN)
			return &c->rows[i];
	fail_msg("no row");
	return NULL;
}

/* Compares @n_a and @n_b runs; the last one of each set differs by the last two. */
static void check_exact(size_t n_a, size_t n_b, uint64_t off_a, uint64_t off_b,
			bool exact)
{
	struct comparison c;
	struct run_set a, b;

	make_set(&a, n_a);
	make_set(&b, n_b);
	for (size_t i = 0; i < n_a; i++)
		add_series(&a, i, key_of(BASE, 0),
			   20000 + (i + 1 == n_a) * off_a);
	for (size_t i = 0; i < n_b; i++)
		add_series(&b, i, key_of(BASE, 0),
			   20001 + (i + 1 == n_b) * off_b);
	set_deterministic(&a);
	set_deterministic(&b);
	compare_sets(&c, &a, &b);
	assert_int_equal(mean_of(&c)->exact, exact);
	assert_int_equal(comparison_is_exact(&c), exact);
	if (exact)
		assert_true(mean_of(&c)->shift.value == 1);
	comparison_free(&c);
	run_set_free(&a);
	run_set_free(&b);
}

static void test_deterministic(void **state)
{
	check_exact(1, 1, 0, 0, true);
	check_exact(3, 2, 0, 0, true);
	check_exact(3, 2, 7, 0, false);
	check_exact(3, 2, 0, 7, false);
}

/* One run of a merged profile is enough to make the set not deterministic. */
static void test_merged_runs(void **state)
{
	struct run_set set;

	make_set(&set, 1);
	set_deterministic(&set);
	assert_true(run_set_deterministic(&set));
	sample_run(&set.profile[0]);
	assert_false(run_set_deterministic(&set));
	run_set_free(&set);
}

/* A single run on either side cannot be tested. */
static void test_single_runs(void **state)
{
	static const size_t sizes[][2] = {{1, 1}, {1, 9}, {9, 1}, {2, 2}};

	for (size_t n = 0; n < sizeof(sizes) / sizeof(sizes[0]); n++) {
		const bool tested = sizes[n][0] > 1 && sizes[n][1] > 1;
		struct comparison c;
		struct run_set a, b;

		make_set(&a, sizes[n][0]);
		make_set(&b, sizes[n][1]);
		for (size_t i = 0; i < a.n; i++)
			add_series(&a, i, key_of(BASE, 0), 20000 + i);
		for (size_t i = 0; i < b.n; i++)
			add_series(&b, i, key_of(BASE, 0), 30000 + i);
		compare_sets(&c, &a, &b);
		assert_int_equal(mean_of(&c)->tested, tested);
		assert_int_equal(mean_of(&c)->verdict,
				 tested ? VERDICT_NOT_SIGNIFICANT
					: VERDICT_UNTESTED);
		assert_false(comparison_is_exact(&c));
		comparison_free(&c);
		run_set_free(&a);
		run_set_free(&b);
	}
}

/*
 * A corrected p of exactly 0.05: 3 runs against 13 with U = 3 have 14 of 560
 * divisions that are as extreme, and there are two tests.
 */
static void test_exactly_at_alpha(void **state)
{
	struct comparison c;
	struct run_set a, b;

	make_set(&a, 13);
	make_set(&b, 3);
	for (size_t i = 0; i < 13; i++)
		add_transfers(&a, i, key_of(BASE, 0), 10 * (i + 1), 1);
	for (size_t i = 0; i < 3; i++) /* the first is below three of A */
		add_transfers(&b, i, key_of(BASE, 0), i ? 140 + i : 105, 1);
	compare_sets(&c, &a, &b);
	assert_int_equal(c.n_tests, 2);
	assert_true(c.rows[0].test.u == 36 && c.rows[0].p == 0.05);
	assert_int_equal(comparison_count(&c, VERDICT_SLOWER), 2);
	comparison_free(&c);
	run_set_free(&a);
	run_set_free(&b);
}

/* Rows with a value on one side are not compared. */
static void test_only_one_side(void **state)
{
	struct comparison c;
	struct run_set a, b;

	make_set(&a, 2);
	make_set(&b, 2);
	compare_sets(&c, &a, &b);
	assert_false(comparison_is_exact(&c)); /* there is no row */
	comparison_free(&c);
	for (size_t i = 0; i < 2; i++) {
		add_series(&a, i, key_of(BASE, 0), 20000);
		add_series(&b, i, key_of(BASE, 0), 20000);
	}
	add_series(&a, 0, key_of(BASE, 1), 20000);
	add_series(&b, 1, key_of(BASE, 2), 20000);
	compare_sets(&c, &a, &b);
	assert_int_equal(c.n_rows, 12);
	assert_int_equal(comparison_count(&c, VERDICT_ONLY_A), 4);
	assert_int_equal(comparison_count(&c, VERDICT_ONLY_B), 4);
	assert_int_equal(comparison_compared(&c), 4);
	comparison_free(&c);
	run_set_free(&a);
	run_set_free(&b);
}

static void test_runs_needed(void **state)
{
	assert_int_equal(runs_needed(2, 0.05), 4);  /* 2 / 70 */
	assert_int_equal(runs_needed(24, 0.05), 6); /* 24 / 924 */
	assert_int_equal(runs_needed(1, 0.01), 5);  /* 1 / 252 */
	assert_int_equal(runs_needed(0, 0.01), 2);
	/* Significant at alpha includes p = alpha. */
	assert_int_equal(runs_needed(1, smallest_p(7, 7)), 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_transports),
		cmocka_unit_test(test_symmetry),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_deterministic),
		cmocka_unit_test(test_merged_runs),
		cmocka_unit_test(test_single_runs),
		cmocka_unit_test(test_exactly_at_alpha),
		cmocka_unit_test(test_only_one_side),
		cmocka_unit_test(test_runs_needed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
