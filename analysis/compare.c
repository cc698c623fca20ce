// SPDX-License-Identifier: GPL-2.0-only
#include "compare.h"

#include <stdlib.h>

#include "aligned_test.h"
#include "alloc.h"
#include "compare_counts.h"
#include "compare_totals.h"
#include "run_order.h"

/* The fewest that can be significant with some tests: 6^-5 is 0.00013. */
#define MIN_BLOCKS 5

const char *const verdict_names[VERDICTS] = {
	[VERDICT_NEITHER] = "neither",
	[VERDICT_ONLY_A] = "only_a",
	[VERDICT_ONLY_B] = "only_b",
	[VERDICT_UNTESTED] = "untested",
	[VERDICT_EQUAL] = "equal",
	[VERDICT_NOT_SIGNIFICANT] = "not_significant",
	[VERDICT_FASTER] = "faster",
	[VERDICT_SLOWER] = "slower",
};

static bool all_equal(const double *v, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (v[i] != v[0])
			return false;
	return true;
}

/* The runs of each side are equal, so the difference is certain. */
static void compare_exactly(struct difference *row)
{
	const double shift = row->b.value - row->a.value;

	row->exact = true;
	row->shift = (struct estimate){shift, shift, shift, true};
	row->verdict = shift > 0   ? VERDICT_SLOWER
		       : shift < 0 ? VERDICT_FASTER
				   : VERDICT_EQUAL;
}

void difference_of_values(struct difference *row, bool deterministic, double *a,
			  double *b)
{
	if (row->n_a)
		row->a = median_estimate(a, row->n_a, COMPARE_CONFIDENCE);
	if (row->n_b)
		row->b = median_estimate(b, row->n_b, COMPARE_CONFIDENCE);
	if (!row->n_a || !row->n_b) {
		row->verdict = row->n_a	  ? VERDICT_ONLY_A
			       : row->n_b ? VERDICT_ONLY_B
					  : VERDICT_NEITHER;
		return;
	}
	if (deterministic && all_equal(a, row->n_a) && all_equal(b, row->n_b)) {
		compare_exactly(row);
		return;
	}
	row->shift =
		shift_estimate(a, row->n_a, b, row->n_b, COMPARE_CONFIDENCE);
	if (row->n_a < 2 || row->n_b < 2) {
		row->verdict = VERDICT_UNTESTED;
		return;
	}
	row->verdict = VERDICT_NOT_SIGNIFICANT;
	row->test = mann_whitney(a, row->n_a, b, row->n_b);
	row->tested = true;
	row->p = row->test.p;
}

/* Returns the values of A, then those of B. The caller frees. */
static double *read_values(const struct difference *row,
			   const struct run_set *a, const struct run_set *b,
			   size_t *n_a, size_t *n_b)
{
	double *values = xcalloc(a->n + b->n, sizeof(*values));
	struct series_key key_a = row->key;

	key_a.transport = row->transport_a;
	*n_a = run_set_values(a, &key_a, row->phase, row->statistic, values);
	*n_b = run_set_values(b, &row->key, row->phase, row->statistic,
			      values + *n_a);
	return values;
}

/*
 * Returns the values of @v in blocks if each run has one, the runs were recorded in
 * turns, and the machine has drifted; else NULL. The caller frees.
 */
static struct block_values *drifting_blocks(const struct run_set *a,
					    const struct run_set *b,
					    const double *v, size_t n_a,
					    size_t n_b, size_t *n)
{
	struct block_values *values = NULL;
	struct run_block *block;

	*n = n_a == a->n && n_b == b->n ? run_blocks(a, b, &block) : 0;
	if (!*n)
		return NULL;
	values = xcalloc(*n, sizeof(*values));
	for (size_t i = 0; i < *n; i++)
		for (int j = 0; j < 2; j++) {
			values[i].v[j] = v[block[i].a[j]];
			values[i].v[j + 2] = v[n_a + block[i].b[j]];
		}
	free(block);
	if (*n >= MIN_BLOCKS && blocks_drift(values, *n))
		return values;
	free(values);
	return NULL;
}

double difference_smallest_p(const struct rank_test *test, size_t n_a,
			     size_t n_b)
{
	return test->n_blocks ? aligned_smallest_p(test->n_blocks)
			      : smallest_p(n_a, n_b);
}

struct rank_test difference_beyond(const struct difference *row,
				   const struct run_set *a,
				   const struct run_set *b, double factor,
				   double add)
{
	size_t n_a, n_b, n;
	double *values = read_values(row, a, b, &n_a, &n_b);
	struct block_values *blocks;
	struct rank_test test;

	for (size_t i = 0; i < n_a; i++)
		values[i] = values[i] * factor + add;
	blocks = drifting_blocks(a, b, values, n_a, n_b, &n);
	test = blocks ? aligned_test(blocks, n)
		      : mann_whitney(values, n_a, values + n_a, n_b);
	free(blocks);
	free(values);
	return test;
}

void difference_between(struct difference *row, const struct run_set *a,
			const struct run_set *b)
{
	double *values = read_values(row, a, b, &row->n_a, &row->n_b);
	size_t n;
	struct block_values *blocks =
		drifting_blocks(a, b, values, row->n_a, row->n_b, &n);

	difference_of_values(
		row, run_set_deterministic(a) && run_set_deterministic(b),
		values, values + row->n_a);
	if (blocks && row->tested) {
		row->test = aligned_test(blocks, n);
		row->p = row->test.p;
		row->shift = aligned_shift(blocks, n, COMPARE_CONFIDENCE);
	}
	free(blocks);
	free(values);
}

/* Adds the rows of one key of B, and the transport of A. */
static void compare_key(struct comparison *c, struct series_key key,
			enum transport transport_a)
{
	const uint32_t statistics =
		c->b->statistics ? c->b->statistics : (1u << STAT_COMPARED) - 1;

	for (int phase = 0; phase < LC_PHASES; phase++)
		for (int stat = 0; stat < STATISTICS; stat++) {
			struct difference row = {
				.key = key,
				.transport_a = transport_a,
				.phase = phase,
				.statistic = stat,
			};

			if (!(statistics & 1u << stat))
				continue;
			difference_between(&row, c->a, c->b);
			if (row.verdict == VERDICT_NEITHER)
				continue;
			array_reserve(c->rows, c->n_rows, c->cap_rows);
			c->rows[c->n_rows++] = row;
		}
	compare_totals(c, key, transport_a);
	compare_counts(c, key, transport_a);
}

/* Corrects the p-values of a family and sets the verdicts that depend on p. */
static void adjust_family(struct difference **tested, size_t n)
{
	double **p = xcalloc(n ? n : 1, sizeof(*p));

	for (size_t i = 0; i < n; i++)
		p[i] = &tested[i]->p;
	holm_correct(p, n);
	free(p);
	for (size_t i = 0; i < n; i++)
		if (tested[i]->p <= COMPARE_ALPHA)
			tested[i]->verdict = tested[i]->test.effect > 0
						     ? VERDICT_SLOWER
						     : VERDICT_FASTER;
}

static void adjust_counts(struct comparison *c)
{
	double **p = xcalloc(c->n_counts + 1, sizeof(*p));

	for (size_t i = 0; i < c->n_counts; i++)
		if (c->counts[i].tested)
			p[c->n_count_tests++] = &c->counts[i].p;
	holm_correct(p, c->n_count_tests);
	free(p);
	for (size_t i = 0; i < c->n_counts; i++) {
		struct count_difference *d = &c->counts[i];

		if (d->tested && d->p <= COMPARE_ALPHA)
			d->verdict = count_excess(d) > 0 ? VERDICT_SLOWER
							 : VERDICT_FASTER;
	}
}

/* Latencies are one family of tests, totals another. */
static void adjust_latencies(struct comparison *c)
{
	struct difference **tested =
		xcalloc(c->n_rows + TOTALS * c->n_totals + 1, sizeof(*tested));

	for (size_t i = 0; i < c->n_rows; i++)
		if (c->rows[i].tested)
			tested[c->n_tests++] = &c->rows[i];
	adjust_family(tested, c->n_tests);
	for (size_t i = 0; i < TOTALS * c->n_totals; i++) {
		struct difference *d = &c->totals[i / TOTALS].of[i % TOTALS];

		if (d->tested)
			tested[c->n_total_tests++] = d;
	}
	adjust_family(tested, c->n_total_tests);
	free(tested);
}

static void adjust_p(struct comparison *c)
{
	adjust_latencies(c);
	adjust_counts(c);
}

void compare_sets(struct comparison *c, const struct run_set *a,
		  const struct run_set *b)
{
	size_t n;
	struct series_key *keys = run_set_keys(a, b, &n);

	*c = (struct comparison){.a = a, .b = b};
	for (size_t i = 0; i < n; i++)
		compare_key(c, keys[i], keys[i].transport);
	free(keys);
	compare_losses(c);
	adjust_p(c);
}

void compare_transports(struct comparison *c, const struct run_set *runs,
			enum transport base)
{
	size_t n;
	struct series_key *keys = run_set_keys(runs, NULL, &n);

	*c = (struct comparison){.a = runs, .b = runs};
	for (size_t i = 0; i < n; i++)
		if (keys[i].transport != base)
			compare_key(c, keys[i], base);
	free(keys);
	adjust_p(c);
}

size_t comparison_count(const struct comparison *c, enum verdict verdict)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n_rows; i++)
		n += c->rows[i].verdict == verdict;
	return n;
}

size_t comparison_compared(const struct comparison *c)
{
	return c->n_rows - comparison_count(c, VERDICT_ONLY_A) -
	       comparison_count(c, VERDICT_ONLY_B);
}

bool comparison_is_exact(const struct comparison *c)
{
	size_t exact = 0;

	for (size_t i = 0; i < c->n_rows; i++) {
		if (c->rows[i].tested || c->rows[i].verdict == VERDICT_UNTESTED)
			return false;
		exact += c->rows[i].exact;
	}
	return exact;
}

void comparison_free(struct comparison *c)
{
	free(c->rows);
	free(c->totals);
	free(c->counts);
	*c = (struct comparison){0};
}

size_t runs_needed(size_t n_tails, double alpha)
{
	size_t n = 2;

	while (smallest_p(n, n) * (double)n_tails > alpha)
		n++;
	return n;
}

size_t blocks_needed(size_t n_tails, double alpha)
{
	size_t n = MIN_BLOCKS;

	while (aligned_smallest_p(n) * (double)n_tails > alpha)
		n++;
	return n;
}
