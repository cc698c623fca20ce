// SPDX-License-Identifier: GPL-2.0-only
/*
 * Change points in series with known changes, and in noise without any. One seed in 20
 * has a suspected point by chance: these have none.
 */
#include <math.h>
#include <string.h>

#include "unit_test.h"
#include "change_points.h"
#include "random_stream.h"
#include "robust_scores.h"

#define N 60

/* Sum of 12 uniform numbers: near to a standard normal, and the same everywhere. */
static double noise(void)
{
	double sum = -6;

	for (int i = 0; i < 12; i++)
		sum += (double)draw(1u << 20) / (double)(1u << 20);
	return sum;
}

static void fill(double *value, size_t n)
{
	for (size_t i = 0; i < n; i++)
		value[i] = 100 + noise();
}

static void shift(double *value, size_t from, size_t end, double by)
{
	for (size_t i = from; i < end; i++)
		value[i] += by;
}

static struct change_points find(const double *value, size_t n, size_t n_series)
{
	const struct change_input in = {
		.n = n, .n_series = n_series, .value = value};
	struct change_points c;

	change_points_find(&c, &in);
	return c;
}

static void test_scores(void **state)
{
	const double value[] = {10, 11, 12, NAN, 13, 14, 1000, 12};
	const double counts[] = {0, 0, 0, 2, 0, 0, 1};
	double score[8], sum = 0;

	assert_int_equal(robust_scores(value, 8, score), 7);
	assert_true(isnan(score[3]));
	/* The wild one is cut off; the others are in order. */
	assert_true(score[0] < score[1] && score[1] < score[2]);
	assert_true(score[6] > score[5]);
	assert_true(score[6] - score[2] <= 7 * 1024 * SCORE_CLIP);
	for (int i = 0; i < 8; i++)
		sum += isnan(score[i]) ? 0 : score[i];
	assert_true(sum == 0);
	/* Mostly equal: ranks, the same for equal values. */
	assert_int_equal(robust_scores(counts, 7, score), 7);
	assert_true(score[0] == score[5]);
	assert_true(score[3] > score[6] && score[6] > score[0]);
}

static void test_one_step(void **state)
{
	double value[N];
	struct change_points c;

	random_state = 1;
	fill(value, N);
	shift(value, 40, N, 4);
	c = find(value, N, 1);
	assert_int_equal(c.n, 1);
	assert_int_equal(c.point[0].at, 40);
	assert_int_equal(c.point[0].from, 0);
	assert_int_equal(c.point[0].end, N);
	assert_true(c.point[0].certain && !c.point[0].fixed);
	/* The least p of 9999 permutations, at a fifth of alpha. */
	assert_true(fabs(c.point[0].p - 1e-4 / 0.2) < 1e-9);
	assert_true(c.point[0].changed[0]);
	change_points_free(&c);
}

/* Returns true if the second series changes at 15 of 30 together with the first. */
static bool changes_by(double difference)
{
	double value[2 * 30];
	struct change_points c;
	bool changed;

	for (size_t i = 0; i < 30; i++) {
		value[i] = (double)(i * 4 % 15) + (i < 15 ? 0 : 100);
		value[30 + i] =
			(double)(i * 7 % 15) + (i < 15 ? 0 : difference);
	}
	c = find(value, 30, 2);
	assert_int_equal(c.n, 1);
	assert_int_equal(c.point[0].at, 15);
	assert_true(c.point[0].changed[0]);
	changed = c.point[0].changed[1];
	change_points_free(&c);
	return changed;
}

/*
 * The level is one per cent for both series together. By Student's t, differences of 4.2
 * and 6 of 15 values with a standard deviation of 4.5 have p of 0.016 and 0.001.
 */
static void test_changed_series(void **state)
{
	assert_false(changes_by(0));
	assert_false(changes_by(4.2));
	assert_true(changes_by(6));
}

static void test_steps_of_other_series(void **state)
{
	double value[3 * N];
	struct change_points c;

	random_state = 2;
	fill(value, 3 * N);
	shift(value, 20, N, 5);		 /* the first series */
	shift(value + 2 * N, 45, N, -5); /* the third one */
	c = find(value, N, 3);
	assert_int_equal(c.n, 2);
	assert_int_equal(c.point[0].at, 20);
	assert_true(c.point[0].changed[0] && !c.point[0].changed[1] &&
		    !c.point[0].changed[2]);
	assert_int_equal(c.point[1].at, 45);
	assert_int_equal(c.point[1].from, 20);
	assert_true(!c.point[1].changed[0] && !c.point[1].changed[1] &&
		    c.point[1].changed[2]);
	change_points_free(&c);
}

/* A point is compared up to the next certain one, also if a doubtful one is between. */
static void test_end_before_a_doubtful_point(void **state)
{
	size_t doubtful = 0;

	random_state = 211;
	for (int t = 0; t < 20; t++) {
		double value[N];
		struct change_points c;

		fill(value, N);
		shift(value, 20, N, 12);
		shift(value, N - 5, N, 1.6);
		c = find(value, N, 1);
		assert_true(c.n >= 1);
		for (size_t i = 0; i + 1 < c.n; i++)
			assert_int_equal(
				c.point[i].end,
				c.point[i + 1].certain ? c.point[i + 1].at : N);
		doubtful += !c.point[c.n - 1].certain;
		change_points_free(&c);
	}
	assert_true(doubtful > 3);
}

/* Both parts are divided again. A doubtful point is in the last one, or in none. */
static void test_parts(void **state)
{
	random_state = 210;
	for (int t = 0; t < 20; t++) {
		double value[N];
		struct change_points c;

		fill(value, N);
		shift(value, 15, N, 5);
		shift(value, 45, N, 12);
		c = find(value, N, 1);
		assert_true(c.n >= 2);
		assert_in_range(c.point[0].at, 14, 16);
		assert_int_equal(c.point[1].at, 45);
		/* The least p: a part before the last one has no recent division. */
		assert_true(c.point[0].p < 1.1e-4);
		change_points_free(&c);
		fill(value, N);
		shift(value, 25, N, 1.2); /* suspected in some */
		shift(value, 45, N, 12);
		c = find(value, N, 1);
		for (size_t i = 0; i < c.n; i++)
			assert_true(c.point[i].certain || c.point[i].end == N);
		change_points_free(&c);
	}
}

static void test_wild_recordings(void **state)
{
	double value[N];
	struct change_points c;

	random_state = 203;
	fill(value, N);
	value[20] = value[30] = 1e9;
	c = find(value, N, 1);
	assert_int_equal(c.n, 0);
	change_points_free(&c);
	shift(value, 52, N, 4);
	c = find(value, N, 1);
	assert_int_equal(c.n, 1);
	assert_int_equal(c.point[0].at, 52);
	change_points_free(&c);
}

static void test_missing_values(void **state)
{
	double value[2 * N];
	struct change_points c;

	random_state = 4;
	fill(value, 2 * N);
	/* The first series is new at 30, and misses some later. */
	for (size_t i = 0; i < N; i++)
		if (i < 30 || i % 7 == 0)
			value[i] = NAN;
	shift(value, 44, N, 6);
	c = find(value, N, 2);
	assert_int_equal(c.n, 1);
	assert_int_equal(c.point[0].at, 44);
	assert_true(c.point[0].changed[0] && !c.point[0].changed[1]);
	change_points_free(&c);
	for (size_t i = 0; i < 2 * N; i++)
		value[i] = NAN;
	c = find(value, N, 2);
	assert_int_equal(c.n, 0);
	change_points_free(&c);
}

/* Mostly 0: timeouts that begin at a recording. */
static void test_counts(void **state)
{
	double value[N] = {0};
	struct change_points c;

	value[10] = value[31] = 1;
	c = find(value, N, 1);
	assert_int_equal(c.n, 0);
	change_points_free(&c);
	for (size_t i = 50; i < N; i++)
		value[i] = (double)(i % 4);
	c = find(value, N, 1);
	assert_int_equal(c.n, 1);
	assert_in_range(c.point[0].at, 49, 51);
	assert_true(c.point[0].certain);
	change_points_free(&c);
}

static void test_too_few(void **state)
{
	const double value[] = {1, 1.1, 0.9, 9, 9.1, 8.9, 9, 8.8, 9.2, 9.1,
				1, 1.1, 0.9, 9, 9.1, 8.9, 9, 8.8, 9.2};
	double clear[CHANGE_RECORDINGS];
	struct change_points c = find(value, 5, 1);

	for (size_t i = 0; i < CHANGE_RECORDINGS; i++)
		clear[i] = (double)(i * 7 % 5) + (i < 10 ? 0 : 50);
	assert_int_equal(c.n, 0);
	change_points_free(&c);
	/* One point may be suspected, but none is certain below the minimum. */
	for (size_t n = 6; n < CHANGE_RECORDINGS; n++) {
		c = find(value, n, 1);
		assert_true(c.n <= 1);
		assert_true(!c.n || !c.point[0].certain);
		change_points_free(&c);
	}
	c = find(clear, CHANGE_RECORDINGS - 1, 1);
	assert_int_equal(c.n, 1);
	assert_true(!c.point[0].certain && c.point[0].p <= CHANGE_ALPHA);
	change_points_free(&c);
	c = find(clear, CHANGE_RECORDINGS, 1);
	assert_int_equal(c.n, 1);
	assert_true(c.point[0].certain && c.point[0].at == 10);
	change_points_free(&c);
	c = find(value, 0, 1);
	assert_int_equal(c.n, 0);
	change_points_free(&c);
}

static void test_exact(void **state)
{
	const double value[] = {5, 5, 6, 6, 6, 5, /**/ 1, NAN, 1, 1, 1, 1};
	const struct change_input in = {
		.n = 6, .n_series = 2, .value = value, .exact = true};
	struct change_points c;

	change_points_find(&c, &in);
	assert_int_equal(c.n, 2);
	assert_int_equal(c.point[0].at, 2);
	assert_int_equal(c.point[0].end, 5);
	assert_int_equal(c.point[1].at, 5);
	assert_int_equal(c.point[1].from, 2);
	assert_true(c.point[0].certain && c.point[0].changed[0] &&
		    !c.point[0].changed[1]);
	change_points_free(&c);
}

/* A known change divides the history, and is no longer found by itself. */
static void test_fixed(void **state)
{
	double value[2 * N];
	bool fixed[N] = {false};
	const struct change_input in = {
		.n = N, .n_series = 2, .value = value, .fixed = fixed};
	struct change_points c;

	random_state = 205;
	fill(value, 2 * N);
	shift(value, 25, N, 5);
	shift(value, 50, N, 5);
	fixed[25] = true;
	change_points_find(&c, &in);
	assert_int_equal(c.n, 2);
	assert_int_equal(c.point[0].at, 25);
	assert_int_equal(c.point[0].end, 50);
	assert_true(c.point[0].fixed && c.point[0].certain);
	assert_true(c.point[0].changed[0] && !c.point[0].changed[1]);
	assert_int_equal(c.point[1].at, 50);
	assert_int_equal(c.point[1].from, 25);
	assert_true(!c.point[1].fixed && c.point[1].certain);
	change_points_free(&c);
}

/* Returns how many of @trials histories have a point of [@from, @end). */
static size_t count_named(size_t trials, size_t n, size_t step, double by,
			  size_t from, size_t end)
{
	double value[2 * N];
	size_t named = 0;

	for (size_t t = 0; t < trials; t++) {
		struct change_points c;

		fill(value, n);
		shift(value, step, n, by);
		c = find(value, n, 1);
		for (size_t i = 0; i < c.n; i++)
			if (c.point[i].at >= from && c.point[i].at < end) {
				named++;
				break;
			}
		change_points_free(&c);
	}
	return named;
}

/*
 * Two standard deviations, five recordings later: 30 of 40 are named to a recording,
 * and 23 if all divisions are tested alike.
 */
static void test_recent_steps(void **state)
{
	random_state = 207;
	assert_in_range(count_named(40, 65, 60, 2, 59, 62), 29, 40);
	/* A large one has its date, because it is not cut off; also just before the recent recordings. */
	assert_in_range(count_named(40, 65, 60, 8, 60, 61), 40, 40);
	assert_in_range(count_named(20, 65, 57, 4, 57, 58), 18, 20);
	assert_in_range(count_named(20, 65, 56, 4, 56, 57), 18, 20);
	/* Older ones are still found. */
	assert_in_range(count_named(20, 65, 30, 2, 28, 33), 18, 20);
}

/*
 * All divisions of a short history are recent, and have all of alpha: of the 126
 * choices of four from nine, the first four and the last four are as far apart.
 */
static void test_short_history(void **state)
{
	const double value[] = {1, 1.2, 1.1, 1.4, 1.3, 9, 9.2, 9.1, 9.3};
	struct change_points c = find(value, 9, 1);

	assert_int_equal(c.n, 1);
	assert_int_equal(c.point[0].at, 5);
	assert_true(c.point[0].p > 0.013 && c.point[0].p < 0.019);
	change_points_free(&c);
}

/* Most histories whose recordings depend on each other had a point without a change. */
static void test_dependence(void **state)
{
	size_t any = 0;

	random_state = 208;
	for (int t = 0; t < 30; t++) {
		double value[2 * N];
		struct change_points c;

		fill(value, 80);
		for (size_t i = 1; i < 80; i++)
			value[i] = 100 + 0.7 * (value[i - 1] - 100) +
				   0.714 * (value[i] - 100);
		c = find(value, 80, 1);
		any += c.n > 0;
		change_points_free(&c);
	}
	assert_in_range(any, 0, 8);
}

static void test_equal_results(void **state)
{
	double value[3 * N];
	struct change_points a, b;

	random_state = 6;
	fill(value, 3 * N);
	shift(value + N, 33, N, 2.5);
	a = find(value, N, 3);
	b = find(value, N, 3);
	assert_int_equal(a.n, 1);
	assert_int_equal(b.n, 1);
	assert_true(a.point[0].at == b.point[0].at &&
		    a.point[0].p == b.point[0].p);
	change_points_free(&a);
	change_points_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scores),
		cmocka_unit_test(test_one_step),
		cmocka_unit_test(test_changed_series),
		cmocka_unit_test(test_steps_of_other_series),
		cmocka_unit_test(test_end_before_a_doubtful_point),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_wild_recordings),
		cmocka_unit_test(test_missing_values),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_too_few),
		cmocka_unit_test(test_exact),
		cmocka_unit_test(test_fixed),
		cmocka_unit_test(test_recent_steps),
		cmocka_unit_test(test_short_history),
		cmocka_unit_test(test_dependence),
		cmocka_unit_test(test_equal_results),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
