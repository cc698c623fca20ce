// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>

#include <math.h>

#include "unit_test.h"
#include "hist.h"

/*
 * The index that HdrHistogram's documentation defines for two significant digits
 * and a lowest value of 1, hence 256 sub-buckets. The leading zeros of
 * value | subBucketMask give the bucket, value >> bucket is the sub-bucket, and
 * the index counts half buckets. Valid for the original's range, 63 bits.
 */
static uint32_t hdr_index(uint64_t value)
{
	const int sub_bucket_half_count_magnitude = 7;
	const int sub_bucket_count = 256;
	const uint64_t sub_bucket_mask = sub_bucket_count - 1;
	int pow2_ceiling = 64 - __builtin_clzll(value | sub_bucket_mask);
	int bucket = pow2_ceiling - (sub_bucket_half_count_magnitude + 1);
	int sub_bucket = (int)(value >> bucket);
	int base = (bucket + 1) << sub_bucket_half_count_magnitude;

	return (uint32_t)(base + sub_bucket - sub_bucket_count / 2);
}

static void check_value(uint64_t v)
{
	uint32_t i = hist_index(v);

	assert_in_range(i, 0, HIST_BUCKETS - 1);
	assert_true(hist_lower(i) <= v);
	assert_true(hist_upper(i) >= v);
	if (v <= INT64_MAX)
		assert_int_equal(i, hdr_index(v));
}

static void test_powers_of_two(void **state)
{
	check_value(0);
	for (int k = 0; k < 64; k++) {
		uint64_t v = (uint64_t)1 << k;

		assert_int_equal(hist_msb(v), k);
		check_value(v - 1);
		check_value(v);
		check_value(v + 1);
		/* A power of two is the lower bound of a bucket. */
		assert_int_equal(hist_lower(hist_index(v)), v);
	}
	check_value(UINT64_MAX);
	assert_int_equal(hist_index(UINT64_MAX), HIST_BUCKETS - 1);
	assert_int_equal(hist_msb(UINT64_MAX), 63);
	assert_int_equal(hist_msb(0), 0);
}

static void test_random_values(void **state)
{
	uint64_t x = 42;

	for (int i = 0; i < 1000000; i++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		check_value(x >> (i % 64));
	}
}

static void test_every_bucket(void **state)
{
	assert_int_equal(hist_lower(0), 0);
	for (uint32_t i = 0; i < HIST_BUCKETS; i++) {
		uint64_t lower = hist_lower(i), upper = hist_upper(i);

		assert_true(lower <= upper);
		assert_int_equal(hist_index(lower), i);
		assert_int_equal(hist_index(upper), i);
		/* There are no gaps up to the largest 64-bit value. */
		if (i + 1 < HIST_BUCKETS)
			assert_int_equal(hist_lower(i + 1), upper + 1);
		/* One value each below 256, then 1/128 of the values. */
		if (upper < 256)
			assert_int_equal(lower, upper);
		assert_true((upper - lower) <= lower / 128);
	}
	assert_true(hist_upper(HIST_BUCKETS - 1) == UINT64_MAX);
}

static void test_exact_figures(void **state)
{
	struct hist h = {0};

	hist_add(&h, 7);
	hist_add(&h, 1000003);
	hist_add(&h, 7);
	assert_int_equal(h.count, 3);
	assert_int_equal(h.sum, 1000017);
	assert_int_equal(h.min, 7);
	assert_int_equal(h.max, 1000003);
	assert_int_equal(h.n_buckets, 2);
	assert_int_equal(h.bucket[0].index, 7);
	assert_int_equal(h.bucket[0].n, 2);
	assert_int_equal(h.bucket[1].index, hist_index(1000003));
	assert_int_equal(h.bucket[1].n, 1);
	hist_free(&h);
	assert_int_equal(h.count, 0);
}

static void test_extremes(void **state)
{
	struct hist h = {0};

	hist_add(&h, UINT64_MAX);
	hist_add(&h, 0);
	assert_true(h.max == UINT64_MAX);
	assert_int_equal(h.min, 0);
	assert_true(h.sum == SUM_MAX);
	assert_int_equal(h.n_buckets, 2);
	assert_int_equal(h.bucket[1].index, HIST_BUCKETS - 1);
	hist_add(&h, 1);
	assert_true(h.sum == SUM_MAX);
	hist_free(&h);
}

/* Number of samples in bucket @index. */
static uint64_t samples_in(const struct hist *h, uint32_t index)
{
	for (uint32_t i = 0; i < h->n_buckets; i++)
		if (h->bucket[i].index == index)
			return h->bucket[i].n;
	return 0;
}

static void check_order(const struct hist *h)
{
	uint64_t count = 0;

	for (uint32_t i = 0; i < h->n_buckets; i++) {
		assert_true(!i || h->bucket[i - 1].index < h->bucket[i].index);
		assert_int_not_equal(h->bucket[i].n, 0);
		count += h->bucket[i].n;
	}
	assert_int_equal(h->count, count);
}

/* Samples in random order end up in ascending buckets. */
static void test_any_order(void **state)
{
	struct hist h = {0}, cleared = {0};
	uint64_t x = 1;

	for (int i = 0; i < 20000; i++) {
		x = x * 6364136223846793005u + 1442695040888963407u;
		hist_add(&h, x >> (x >> 58));
	}
	assert_int_equal(h.count, 20000);
	check_order(&h);
	hist_clear(&h);
	cleared.bucket = h.bucket;
	cleared.cap_buckets = h.cap_buckets;
	cleared.hint = h.hint;
	assert_memory_equal(&h, &cleared, sizeof(h));
	hist_add(&h, 5);
	assert_int_equal(h.n_buckets, 1);
	hist_free(&h);
}

/* Adds the values 1 … n; below 256 each value has a bucket. */
static struct hist up_to(uint64_t n)
{
	struct hist h = {0};

	for (uint64_t v = 1; v <= n; v++)
		hist_add(&h, v);
	return h;
}

static void check_percentile(const struct hist *h, unsigned int permille,
			     uint64_t expected)
{
	uint64_t value = ~expected;

	assert_true(hist_percentile(h, permille, &value));
	assert_int_equal(value, expected);
}

static void check_no_percentile(const struct hist *h, unsigned int permille)
{
	uint64_t value = 4711;

	assert_false(hist_percentile(h, permille, &value));
	assert_int_equal(value, 4711);
}

static void test_nearest_rank(void **state)
{
	struct hist h = up_to(200);

	check_percentile(&h, 500, 100);
	check_percentile(&h, 900, 180);
	check_percentile(&h, 990, 198);
	check_percentile(&h, 1, 1); /* rank ceil(0.2) */
	hist_free(&h);

	h = up_to(5);
	check_percentile(&h, 500, 3); /* rank ceil(2.5) */
	hist_free(&h);
	h = up_to(1);
	check_percentile(&h, 500, 1);
	hist_free(&h);
}

/*
 * The examples of the article "Percentile" of Wikipedia, "The nearest-rank
 * method".
 */
static void test_published_percentiles(void **state)
{
	static const uint64_t five[] = {15, 20, 35, 40, 50};
	static const uint64_t ten[] = {3, 6, 7, 8, 8, 10, 13, 15, 16, 20};
	struct hist h = {0};

	for (int i = 0; i < 5; i++)
		hist_add(&h, five[i]);
	check_percentile(&h, 50, 15);
	check_percentile(&h, 300, 20);
	check_percentile(&h, 400, 20);
	check_percentile(&h, 500, 35);
	hist_free(&h);
	for (int i = 0; i < 10; i++)
		hist_add(&h, ten[i]);
	check_percentile(&h, 250, 7);
	check_percentile(&h, 500, 8);
	check_percentile(&h, 750, 15);
	hist_free(&h);
}

/*
 * Compares with NumPy 1.24.2, percentile(v, …, method='inverted_cdf'), within a
 * bucket. The 10000 values are those of Park and Miller's generator with seed 1,
 * modulo 10^6, plus 1000. Their paper (CACM 31, 1988) has the last one drawn.
 */
static void test_percentiles_of_numpy(void **state)
{
	static const struct {
		unsigned int permille;
		uint64_t value;
	} numpy[] = {{1, 1766},
		     {500, 500865},
		     {900, 900339},
		     {990, 990258},
		     {999, 999588}};
	struct hist h = {0};
	uint64_t x = 1;

	for (int i = 0; i < 10000; i++) {
		x = 16807 * x % 2147483647;
		hist_add(&h, 1000 + x % 1000000);
	}
	assert_int_equal(x, 1043618065);
	for (int i = 0; i < 5; i++) {
		uint64_t upper = hist_upper(hist_index(numpy[i].value));

		check_percentile(&h, numpy[i].permille,
				 upper < h.max ? upper : h.max);
	}
	hist_free(&h);
}

static void test_too_few_samples(void **state)
{
	static const struct {
		unsigned int permille;
		uint64_t enough;
	} limits[] = {{900, 10}, {990, 100}, {999, 1000}};
	struct hist h = {0};

	check_no_percentile(&h, 500);
	for (size_t i = 0; i < 3; i++) {
		h = up_to(limits[i].enough - 1);
		check_no_percentile(&h, limits[i].permille);
		hist_free(&h);
		h = up_to(limits[i].enough);
		check_percentile(&h, limits[i].permille,
				 hist_upper(hist_index(limits[i].enough - 1)));
		hist_free(&h);
	}
}

static void test_clamped_to_extremes(void **state)
{
	struct hist h = {0};

	/* The upper bound of the values' bucket is above max. */
	hist_add(&h, 1000001);
	hist_add(&h, 1000002);
	assert_true(hist_upper(hist_index(1000001)) > 1000002);
	check_percentile(&h, 500, 1000002);
	hist_free(&h);
}

static void test_large_counts(void **state)
{
	struct hist h = {0};
	const uint64_t half = (uint64_t)1 << 62;

	hist_add_bucket(&h, 10, half);
	hist_add_bucket(&h, 20, half);
	assert_int_equal(h.min, 10);
	assert_int_equal(h.max, 20);
	check_percentile(&h, 500, 10);
	check_percentile(&h, 501, 20);
	check_percentile(&h, 999, 20);
	hist_free(&h);
}

static void test_merge(void **state)
{
	struct hist a = {0}, b = {0}, empty = {0};

	for (uint64_t v = 1; v < 2000000; v = v * 3 / 2 + 1) {
		hist_add(&a, v);
		hist_add(&b, 3 * v);
	}
	struct hist sum = {0};

	hist_merge(&sum, &b);
	hist_merge(&sum, &a);
	hist_merge(&sum, &empty);
	assert_int_equal(sum.count, a.count + b.count);
	assert_int_equal(sum.sum, a.sum + b.sum);
	assert_int_equal(sum.min, a.min);
	assert_int_equal(sum.max, b.max);
	check_order(&sum);
	for (uint32_t i = 0; i < HIST_BUCKETS; i++)
		assert_int_equal(samples_in(&sum, i),
				 samples_in(&a, i) + samples_in(&b, i));
	hist_free(&a);
	hist_free(&b);
	hist_free(&sum);
}

/* A sum minus one part is the other part; min and max are bucket bounds. */
static void test_subtract(void **state)
{
	struct hist a = {0}, b = {0}, sum = {0}, diff = {0};

	for (uint64_t v = 300; v < 2000000; v = v * 3 / 2 + 1) {
		hist_add(&a, v);
		hist_add(&b, 3 * v);
	}
	hist_merge(&sum, &a);
	hist_merge(&sum, &b);
	assert_int_equal(hist_subtract(&b, &sum, &diff), 0);
	check_order(&diff);
	assert_int_equal(diff.count, a.count);
	assert_int_equal(diff.sum, a.sum);
	assert_int_equal(diff.min, hist_lower(hist_index(a.min)));
	assert_int_equal(diff.max, hist_upper(hist_index(a.max)));
	for (uint32_t i = 0; i < HIST_BUCKETS; i++)
		assert_int_equal(samples_in(&diff, i), samples_in(&a, i));
	hist_free(&diff);
	assert_int_equal(hist_subtract(&sum, &sum, &diff), 0);
	assert_int_equal(diff.count, 0);
	/* more samples, a greater sum, another bucket */
	assert_int_equal(hist_subtract(&sum, &b, &diff), -ERANGE);
	b.sum = sum.sum;
	assert_int_equal(hist_subtract(&sum, &b, &diff), -ERANGE);
	assert_int_equal(diff.n_buckets, 0);
	assert_null(diff.bucket);
	/* only the sum, only a bucket is less than before */
	b.sum = a.sum - 1;
	hist_merge(&b, &a);
	b.sum = a.sum - 1;
	assert_int_equal(hist_subtract(&a, &b, &diff), -ERANGE);
	b.sum = a.sum;
	assert_int_equal(hist_subtract(&a, &b, &diff), 0);
	hist_free(&diff);
	hist_add_bucket(&a, a.bucket[0].index, 1);
	assert_int_equal(hist_subtract(&a, &b, &diff), -ERANGE);
	hist_free(&a);
	hist_free(&b);
	hist_free(&sum);
}

static double quantile(const struct hist *h, unsigned int permille)
{
	double value = -1;

	assert_true(hist_quantile(h, permille, &value));
	return value;
}

/*
 * Samples that are spread over their buckets: the percentile errs by far less than
 * the 128 ns of a bucket.
 */
static void test_between_the_bounds(void **state)
{
	struct hist h = {0};
	uint64_t upper;

	for (uint64_t i = 0; i <= 5000; i++)
		hist_add(&h, 28000 + i);
	assert_true(fabs(quantile(&h, 500) - 30500) < 1);
	assert_true(fabs(quantile(&h, 900) - 32500) < 1);
	assert_true(fabs(quantile(&h, 100) - 28500) < 1);
	/* Its nearest rank is the upper bound. */
	check_percentile(&h, 500, hist_upper(hist_index(30500)));
	hist_free(&h);
	/* Equal samples have no error, on either side of a bound. */
	upper = hist_upper(hist_index(16383));
	assert_int_equal(upper, 16383);
	for (int i = 0; i < 5; i++)
		hist_add(&h, upper);
	assert_true(quantile(&h, 500) == (double)upper);
	for (int i = 0; i < 6; i++)
		hist_add(&h, upper + 1);
	assert_true(fabs(quantile(&h, 500) - (double)upper) <= 1);
	assert_false(hist_quantile(&h, 999, &(double){0}));
	hist_free(&h);
	assert_false(hist_quantile(&h, 500, &(double){0}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_powers_of_two),
		cmocka_unit_test(test_random_values),
		cmocka_unit_test(test_every_bucket),
		cmocka_unit_test(test_exact_figures),
		cmocka_unit_test(test_extremes),
		cmocka_unit_test(test_any_order),
		cmocka_unit_test(test_nearest_rank),
		cmocka_unit_test(test_between_the_bounds),
		cmocka_unit_test(test_published_percentiles),
		cmocka_unit_test(test_percentiles_of_numpy),
		cmocka_unit_test(test_too_few_samples),
		cmocka_unit_test(test_clamped_to_extremes),
		cmocka_unit_test(test_large_counts),
		cmocka_unit_test(test_merge),
		cmocka_unit_test(test_subtract),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
