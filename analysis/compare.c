// SPDX-License-Identifier: GPL-2.0-only
#include "compare.h"

#include <errno.h>
#include <stdlib.h>

const char *verdict_name(enum verdict verdict)
{
	static const char *const names[VERDICTS] = {
		[VERDICT_NEITHER] = "neither",
		[VERDICT_ONLY_A] = "only_a",
		[VERDICT_ONLY_B] = "only_b",
		[VERDICT_UNTESTED] = "untested",
		[VERDICT_EQUAL] = "equal",
		[VERDICT_NOT_SIGNIFICANT] = "not_significant",
		[VERDICT_FASTER] = "faster",
		[VERDICT_SLOWER] = "slower",
	};

	return names[verdict];
}

static bool all_equal(const double *v, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (v[i] != v[0])
			return false;
	return true;
}

/* A difference that is no chance: of runs that give the same every time. */
static void compare_exactly(struct difference *row)
{
	const double shift = row->b.value - row->a.value;

	row->exact = true;
	row->shift = (struct estimate){shift, shift, shift, true};
	row->verdict = shift > 0   ? VERDICT_SLOWER
		       : shift < 0 ? VERDICT_FASTER
				   : VERDICT_EQUAL;
}

static int compare_values(struct difference *row, bool deterministic, double *a,
			  double *b)
{
	int err = 0;

	if (row->n_a)
		row->a = median_estimate(a, row->n_a, COMPARE_CONFIDENCE);
	if (row->n_b)
		row->b = median_estimate(b, row->n_b, COMPARE_CONFIDENCE);
	if (!row->n_a || !row->n_b) {
		row->verdict = row->n_a	  ? VERDICT_ONLY_A
			       : row->n_b ? VERDICT_ONLY_B
					  : VERDICT_NEITHER;
		return 0;
	}
	if (deterministic && all_equal(a, row->n_a) && all_equal(b, row->n_b)) {
		compare_exactly(row);
		return 0;
	}
	err = shift_estimate(a, row->n_a, b, row->n_b, COMPARE_CONFIDENCE,
			     &row->shift);
	if (err)
		return err;
	if (row->n_a < 2 || row->n_b < 2) {
		row->verdict = VERDICT_UNTESTED;
		return 0;
	}
	row->verdict = VERDICT_NOT_SIGNIFICANT;
	err = mann_whitney(a, row->n_a, b, row->n_b, &row->test);
	row->tested = !err;
	row->p = row->test.p;
	return err;
}

int difference_between(struct difference *row, const struct run_set *a,
		       const struct run_set *b)
{
	double *values = calloc(a->n + b->n, sizeof(*values));
	struct series_key key_a = row->key;
	int err;

	if (!values)
		return -ENOMEM;
	key_a.transport = row->transport_a;
	row->n_a =
		run_set_values(a, &key_a, row->phase, row->statistic, values);
	row->n_b = run_set_values(b, &row->key, row->phase, row->statistic,
				  values + row->n_a);
	err = compare_values(
		row, run_set_deterministic(a) && run_set_deterministic(b),
		values, values + row->n_a);
	free(values);
	return err;
}

static struct difference *add_row(struct comparison *c)
{
	if (c->n_rows == c->cap_rows) {
		size_t cap = c->cap_rows ? 2 * c->cap_rows : 64;
		struct difference *rows = realloc(c->rows, cap * sizeof(*rows));

		if (!rows)
			return NULL;
		c->rows = rows;
		c->cap_rows = cap;
	}
	c->rows[c->n_rows] = (struct difference){0};
	return &c->rows[c->n_rows++];
}

/* Rows for one key of B, and A's transport. */
static int compare_key(struct comparison *c, struct series_key key,
		       enum transport transport_a)
{
	for (int phase = 0; phase < LC_PHASES; phase++)
		for (int stat = 0; stat < STAT_COMPARED; stat++) {
			struct difference row = {
				.key = key,
				.transport_a = transport_a,
				.phase = phase,
				.statistic = stat,
			};
			struct difference *kept;

			if (difference_between(&row, c->a, c->b))
				return -ENOMEM;
			if (row.verdict == VERDICT_NEITHER)
				continue;
			kept = add_row(c);
			if (!kept)
				return -ENOMEM;
			*kept = row;
		}
	return 0;
}

/* Corrects all p-values as one family, and judges by them. */
static int judge(struct comparison *c)
{
	double *p = calloc(c->n_rows + 1, sizeof(*p));
	int err;

	if (!p)
		return -ENOMEM;
	for (size_t i = 0; i < c->n_rows; i++)
		if (c->rows[i].tested)
			p[c->n_tests++] = c->rows[i].test.p;
	err = holm_correct(p, c->n_tests);
	for (size_t i = 0, j = 0; i < c->n_rows; i++) {
		struct difference *row = &c->rows[i];

		if (!row->tested)
			continue;
		row->p = p[j++];
		if (row->p <= COMPARE_ALPHA)
			row->verdict = row->test.effect > 0 ? VERDICT_SLOWER
							    : VERDICT_FASTER;
	}
	free(p);
	return err;
}

int compare_sets(struct comparison *c, const struct run_set *a,
		 const struct run_set *b)
{
	struct series_key *keys;
	size_t n;
	int err;

	*c = (struct comparison){.a = a, .b = b};
	keys = run_set_keys(a, b, &n);
	err = keys ? 0 : -ENOMEM;
	for (size_t i = 0; i < n && !err; i++)
		err = compare_key(c, keys[i], keys[i].transport);
	free(keys);
	return err ? err : judge(c);
}

int compare_transports(struct comparison *c, const struct run_set *runs,
		       enum transport base)
{
	struct series_key *keys;
	size_t n;
	int err;

	*c = (struct comparison){.a = runs, .b = runs};
	keys = run_set_keys(runs, NULL, &n);
	err = keys ? 0 : -ENOMEM;
	for (size_t i = 0; i < n && !err; i++)
		if (keys[i].transport != base)
			err = compare_key(c, keys[i], base);
	free(keys);
	return err ? err : judge(c);
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
	for (size_t i = 0; i < c->n_rows; i++)
		if (c->rows[i].tested || c->rows[i].verdict == VERDICT_UNTESTED)
			return false;
	return c->n_rows;
}

void comparison_free(struct comparison *c)
{
	free(c->rows);
	*c = (struct comparison){0};
}

size_t runs_needed(size_t n_tails, double alpha)
{
	size_t n = 2;

	while (smallest_p(n, n) * (double)n_tails > alpha)
		n++;
	return n;
}
