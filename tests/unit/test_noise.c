// SPDX-License-Identifier: GPL-2.0-only
/* Noise floors of runs with known values. */
#include <math.h>

#include "unit_test.h"
#include "compare.h"
#include "noise.h"
#include "run_fixture.h"

/* Makes @n runs of @n_transfers each; run i has @ns + i * @step. */
static void make_runs(struct run_set *set, size_t n, uint64_t n_transfers,
		      uint64_t ns, uint64_t step)
{
	make_set(set, n);
	for (size_t i = 0; i < n; i++)
		add_transfers(set, i, key_of(0, 0), ns + i * step, n_transfers);
}

static const struct noise_floor *mean_of(const struct noise *n)
{
	for (size_t i = 0; i < n->n; i++)
		if (n->floors[i].statistic == STAT_MEAN)
			return &n->floors[i];
	fail_msg("no floor of the mean");
	return NULL;
}

/*
 * Returns how many of 2000 random divisions of 20 values 0, 100 … 1900 into
 * halves show that one half is slower by @shift, at @alpha, and by more than @limit.
 */
static unsigned int found(double shift, double alpha, double limit)
{
	double v[20], slow[10];
	unsigned int n = 0;

	srand(1);
	for (int i = 0; i < 2000; i++) {
		for (size_t j = 0; j < 20; j++) {
			size_t k = (size_t)rand() % (j + 1);

			v[j] = v[k];
			v[k] = 100.0 * (double)j;
		}
		for (size_t j = 0; j < 10; j++)
			slow[j] = v[10 + j] + shift;
		n += mann_whitney(v, 10, slow, 10).p_greater <= alpha &&
		     shift_estimate(v, 10, slow, 10, 0.95).value > limit;
	}
	return n;
}

/* 95 % of divisions find a slowdown of the floor, and fewer a smaller one. */
static void test_floor(void **state)
{
	const struct noise_floor *f;
	struct run_set set;
	struct noise n;

	make_runs(&set, 20, 100, 100000, 100);
	assert_true(noise_measure(&n, &set));
	assert_int_equal(n.n, 4);
	assert_int_equal(n.half, 10);
	f = mean_of(&n);
	assert_true(f->median == 100950);
	assert_true(f->relative == f->floor_ns / 100950);
	assert_true(noise_limit_ns(f) == ceil(0.75 * f->floor_ns));
	assert_true(noise_is_useful(f));
	assert_in_range(found(f->floor_ns + 1, NOISE_ALPHA / 4, 0), 1860, 2000);
	assert_true(found(f->floor_ns - 101, NOISE_ALPHA / 4, 0) < 1800);
	/* The slowdown that the limits file names is found. */
	assert_in_range(found(f->floor_ns + noise_limit_ns(f), NOISE_ALPHA / 4,
			      noise_limit_ns(f)),
			1900, 2000);
	noise_free(&n);
	run_set_free(&set);
}

/* Of 21 runs, the last belongs to no half. */
static void test_21_runs(void **state)
{
	struct run_set set;
	struct noise n;
	double floor_ns;

	make_runs(&set, 20, 100, 100000, 100);
	assert_true(noise_measure(&n, &set));
	floor_ns = mean_of(&n)->floor_ns;
	noise_free(&n);
	run_set_free(&set);
	make_runs(&set, 21, 100, 100000, 100);
	add_transfers(&set, 20, key_of(0, 0), 10000000, 1000);
	assert_true(noise_measure(&n, &set));
	assert_int_equal(n.half, 10);
	assert_true(mean_of(&n)->floor_ns == floor_ns);
	noise_free(&n);
	run_set_free(&set);
}

/* Without any noise, the smallest slowdown is found. */
static void test_no_noise(void **state)
{
	struct run_set set;
	struct noise n;

	make_runs(&set, 20, 100, 0, 0);
	assert_true(noise_measure(&n, &set));
	for (size_t i = 0; i < n.n; i++) {
		assert_true(n.floors[i].floor_ns == 0);
		assert_false(signbit(n.floors[i].floor_ns));
		assert_true(n.floors[i].median == 0);
		assert_true(n.floors[i].relative == 0);
	}
	noise_free(&n);
	run_set_free(&set);
}

/* All floors are one family, so more floors need more runs. */
static void test_runs_needed(void **state)
{
	struct run_set set;
	struct noise n;

	assert_int_equal(noise_runs_needed(4), 12); /* 4 / 924 */
	assert_int_equal(noise_runs_needed(2), 10); /* 2 / 252 */
	make_runs(&set, 12, 100, 100000, 100);
	assert_true(noise_measure(&n, &set));
	assert_int_equal(n.n, 4);
	noise_free(&n);
	run_set_free(&set);
	make_runs(&set, 11, 100, 100000, 100);
	assert_false(noise_measure(&n, &set));
	assert_int_equal(n.n, 4);
	noise_free(&n);
	run_set_free(&set);
	/* One transfer has a median and a mean, but no other percentile. */
	make_runs(&set, 10, 1, 100000, 100);
	assert_true(noise_measure(&n, &set));
	assert_int_equal(n.n, 2);
	noise_free(&n);
	run_set_free(&set);
}

/* A series that is not in each run has no floor. */
static void test_incomplete_series(void **state)
{
	struct run_set set;
	struct noise n;

	make_runs(&set, 20, 100, 100000, 100);
	for (size_t i = 0; i < 20; i++) {
		add_series(&set, i, key_of(0, 1), 500);
		if (i != 7)
			add_series(&set, i, key_of(0, 2), 500);
	}
	assert_true(noise_measure(&n, &set));
	assert_int_equal(n.n, 8);
	for (size_t i = 0; i < n.n; i++)
		assert_int_equal(n.floors[i].key.channel, i < 4 ? 0 : 1);
	noise_free(&n);
	run_set_free(&set);
	make_set(&set, 20);
	assert_true(noise_measure(&n, &set));
	assert_int_equal(n.n, 0);
	noise_free(&n);
	run_set_free(&set);
}

/* A limit is three quarters of the floor, and useful up to a quarter of the median. */
static void test_useful_limits(void **state)
{
	struct noise_floor f = {.median = 9000, .floor_ns = 3000};

	assert_true(noise_limit_ns(&f) == 2250);
	assert_true(noise_is_useful(&f));
	f.floor_ns = 3002;
	assert_true(noise_limit_ns(&f) == 2252);
	assert_false(noise_is_useful(&f));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_floor),
		cmocka_unit_test(test_21_runs),
		cmocka_unit_test(test_no_noise),
		cmocka_unit_test(test_runs_needed),
		cmocka_unit_test(test_incomplete_series),
		cmocka_unit_test(test_useful_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
