// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counts verdicts of simulated builds, with fixed seeds: false fails, and slowdowns
 * that are found. tests/tools/verdict_tables.c prints the long form.
 */
#include "unit_test.h"
#include "verdict_simulation.h"

static void count(const struct simulation *s, size_t trials,
		  size_t n[CHECK_VERDICTS])
{
	memset(n, 0, CHECK_VERDICTS * sizeof(*n));
	count_simulated(s, trials, n);
	print_message(
		"# %zu limits, %zu runs a side: %zu fail, %zu inconclusive, "
		"%zu pass\n",
		s->n_limits, s->runs, n[CHECK_FAIL], n[CHECK_INCONCLUSIVE],
		n[CHECK_PASS]);
}

/* alpha is 1 %: of 200 files without a difference, 7 or more fail in 0.4 %. */
static void test_no_difference(void **state)
{
	static const size_t limits[] = {1, 5, 24};
	size_t n[CHECK_VERDICTS];

	random_state = 11;
	for (size_t i = 0; i < 3; i++) {
		count(&(struct simulation){.limits =
						   "[* * total]\n"
						   "max-regression-mean = 0%\n",
					   .n_limits = limits[i],
					   .runs = 12,
					   .sd = 0.01},
		      200, n);
		assert_true(n[CHECK_FAIL] <= 6);
	}
}

/* The test is of the limit: builds that are slower, but within it, do not fail. */
static void test_within_the_limit(void **state)
{
	struct simulation s = {.limits = "[* * total]\n"
					 "max-regression-mean = 5%\n",
			       .n_limits = 50,
			       .n_slowed = 50,
			       .runs = 10,
			       .sd = 0.01,
			       .slowdown = 0.04};
	size_t n[CHECK_VERDICTS];

	random_state = 12;
	count(&s, 50, n);
	assert_int_equal(n[CHECK_FAIL], 0);
	/* Exactly on the limit. */
	s.n_limits = s.n_slowed = 1;
	s.slowdown = 0.05;
	count(&s, 400, n);
	assert_true(n[CHECK_FAIL] <= 10);
	assert_true(n[CHECK_PASS] > 150 && n[CHECK_PASS] < 250);
}

/* The power that docs/limits.md documents, within what 100 files can show. */
static void test_power(void **state)
{
	struct simulation s = {.limits = "[* * total]\n"
					 "max-regression-mean = 0%\n",
			       .n_limits = 5,
			       .n_slowed = 1,
			       .runs = 12,
			       .sd = 0.01,
			       .slowdown = 0.02};
	size_t n[CHECK_VERDICTS];

	random_state = 13;
	count(&s, 100, n);
	assert_true(n[CHECK_FAIL] >= 85);
	s.slowdown = 0.01;
	count(&s, 100, n);
	assert_true(n[CHECK_FAIL] >= 10 && n[CHECK_FAIL] <= 45);
}

/* Looking at 10, 15, 20, 25 and 30 runs a side until the result is conclusive. */
static void test_repeated_looks(void **state)
{
	struct simulation s = {.limits = "[defaults]\nlooks = 5\n[* * total]\n"
					 "max-regression-mean = 0%\n",
			       .n_limits = 5,
			       .runs = 30,
			       .sd = 0.01};
	size_t planned, unplanned;

	random_state = 14;
	planned = count_looks(&s, 100);
	s.limits = "[* * total]\nmax-regression-mean = 0%\n";
	random_state = 14;
	unplanned = count_looks(&s, 100);
	print_message("# %zu of 100 fail with planned looks, %zu without\n",
		      planned, unplanned);
	assert_true(planned <= 4);
	assert_true(unplanned >= planned);
}

/* A drift of 3 sd over the session does not fail, in whatever order. */
static void test_drift(void **state)
{
	struct simulation s = {.limits = "[* * total]\n"
					 "max-regression-mean = 0%\n",
			       .n_limits = 24,
			       .runs = 12,
			       .sd = 0.01,
			       .drift = 0.03,
			       .order = SIMULATED_BLOCKS};
	size_t n[CHECK_VERDICTS];

	random_state = 15;
	count(&s, 60, n);
	assert_int_equal(n[CHECK_INCONCLUSIVE], 60);
	s.order = SIMULATED_ABBA;
	count(&s, 60, n);
	assert_true(n[CHECK_FAIL] <= 3);
	s.order = SIMULATED_SHUFFLED;
	count(&s, 60, n);
	assert_true(n[CHECK_FAIL] <= 4);
	/* 10 sd hide 3 sd from the ranks of all runs; the turns find it. */
	s.order = SIMULATED_ABBA;
	s.drift = 0.1;
	count(&s, 60, n);
	assert_true(n[CHECK_FAIL] <= 3);
	s.n_slowed = 24;
	s.slowdown = 0.03;
	count(&s, 60, n);
	assert_true(n[CHECK_FAIL] >= 54);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_difference),
		cmocka_unit_test(test_within_the_limit),
		cmocka_unit_test(test_power),
		cmocka_unit_test(test_repeated_looks),
		cmocka_unit_test(test_drift),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
