// SPDX-License-Identifier: GPL-2.0-only
#include "aligned_test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"

/* A value, with its index among all: 4 * block + position. */
struct indexed_value {
	double value;
	size_t index;
};

static int by_value(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Returns the doubled ranks of all 4 * @n values, less @mean of each block. */
static size_t *rank_blocks(const struct block_values *blocks, size_t n,
			   bool align)
{
	struct indexed_value *all = xcalloc(4 * n, sizeof(*all));
	size_t *rank2 = xcalloc(4 * n, sizeof(*rank2));

	for (size_t i = 0; i < 4 * n; i++) {
		const double *v = blocks[i / 4].v;
		const double mean = align ? (v[0] + v[1] + v[2] + v[3]) / 4 : 0;

		all[i] = (struct indexed_value){v[i % 4] - mean, i};
	}
	qsort(all, 4 * n, sizeof(*all), by_value);
	for (size_t i = 0, end; i < 4 * n; i = end) {
		for (end = i + 1;
		     end < 4 * n && all[end].value == all[i].value;)
			end++;
		for (size_t j = i; j < end; j++)
			rank2[all[j].index] = i + 1 + end;
	}
	free(all);
	return rank2;
}

/* The 99 % quantile of chi-square, by Wilson and Hilferty's approximation. */
static double chi_square_99(double freedom)
{
	const double c = 2 / (9 * freedom);

	return freedom * pow(1 - c + 2.3263478740408408 * sqrt(c), 3);
}

bool blocks_drift(const struct block_values *blocks, size_t n)
{
	const double size = 4 * (double)n;
	size_t *rank2;
	double sum = 0, h;

	if (n < 3)
		return false;
	rank2 = rank_blocks(blocks, n, false);
	for (size_t i = 0; i < n; i++) {
		const size_t *r = rank2 + 4 * i;
		const double of_block = (double)(r[0] + r[1] + r[2] + r[3]) / 2;

		sum += of_block * of_block / 4;
	}
	free(rank2);
	h = 12 / (size * (size + 1)) * sum - 3 * (size + 1);
	return h > chi_square_99((double)n - 1);
}

/* Adds the block's six divisions to the counts of all sums of B's ranks. */
static void divide(double *ways, size_t sums, const size_t *rank2)
{
	double *next = xcalloc(sums, sizeof(*next));

	for (int i = 0; i < 4; i++)
		for (int j = i + 1; j < 4; j++)
			for (size_t s = 0; s + rank2[i] + rank2[j] < sums; s++)
				next[s + rank2[i] + rank2[j]] += ways[s];
	memcpy(ways, next, sums * sizeof(*ways));
	free(next);
}

/* Counts are kept as probabilities: 6^n is more than a double counts exactly. */
static void set_p(struct rank_test *test, const size_t *rank2, size_t n)
{
	const size_t sums = 4 * n * (4 * n + 1) + 1;
	double *ways = xcalloc(sums, sizeof(*ways));
	size_t sum2 = 0, total2 = 0;

	ways[0] = 1;
	for (size_t i = 0; i < n; i++) {
		divide(ways, sums, rank2 + 4 * i);
		for (size_t s = 0; s < sums; s++)
			ways[s] /= 6;
		for (int j = 0; j < 4; j++)
			total2 += rank2[4 * i + j];
		sum2 += rank2[4 * i + 2] + rank2[4 * i + 3];
	}
	test->p = test->p_greater = 0;
	for (size_t s = 0; s < sums; s++) {
		/* The mean is half of all ranks. */
		const double off = fabs(2 * (double)s - (double)total2);

		if (off >= fabs(2 * (double)sum2 - (double)total2))
			test->p += ways[s];
		if (s >= sum2)
			test->p_greater += ways[s];
	}
	test->u = (double)sum2 / 2 - (double)n * (2 * (double)n + 1);
	free(ways);
}

struct rank_test aligned_test(const struct block_values *blocks, size_t n)
{
	size_t *rank2 = rank_blocks(blocks, n, true);
	struct rank_test test = {.exact = true, .n_blocks = n};

	set_p(&test, rank2, n);
	test.effect = 2 * test.u / (4 * (double)n * (double)n) - 1;
	free(rank2);
	return test;
}

double aligned_smallest_p(size_t n)
{
	return pow(6, -(double)n);
}

struct estimate aligned_shift(const struct block_values *blocks, size_t n,
			      double confidence)
{
	double *shift = xcalloc(n, sizeof(*shift));
	struct estimate e;

	for (size_t i = 0; i < n; i++) {
		const double *v = blocks[i].v;

		shift[i] = (v[2] + v[3] - v[0] - v[1]) / 2;
	}
	e = median_estimate(shift, n, confidence);
	free(shift);
	return e;
}
