// SPDX-License-Identifier: GPL-2.0-only
#include "compare_order.h"

#include <math.h>
#include <stdlib.h>

#include "alloc.h"
#include "compare_words.h"

struct ranked_row {
	const struct difference *row;
	bool changed;
	double weight; /* largest shift of its message in its part, ns */
};

static bool is_same_key(const struct difference *a, const struct difference *b)
{
	return !series_key_compare(&a->key, &b->key) &&
	       a->transport_a == b->transport_a;
}

static double shift_of(const struct difference *d)
{
	return d->verdict >= VERDICT_UNTESTED ? fabs(d->shift.value) : 0;
}

/* The rows of a key are consecutive. */
static void weigh(struct ranked_row *ranked, size_t n)
{
	for (size_t i = 0, end; i < n; i = end) {
		double weight[2] = {0};

		for (end = i;
		     end < n && is_same_key(ranked[i].row, ranked[end].row);
		     end++)
			weight[ranked[end].changed] =
				fmax(weight[ranked[end].changed],
				     shift_of(ranked[end].row));
		for (size_t k = i; k < end; k++)
			ranked[k].weight = weight[ranked[k].changed];
	}
}

static int compare_ranked(const void *a, const void *b)
{
	const struct ranked_row *x = a, *y = b;

	if (x->changed != y->changed)
		return x->changed ? -1 : 1;
	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static void order_rows(struct compare_order *o, const struct comparison *c)
{
	struct ranked_row *ranked = xcalloc(c->n_rows, sizeof(*ranked));

	for (size_t i = 0; i < c->n_rows; i++) {
		ranked[i].row = &c->rows[i];
		ranked[i].changed = difference_is_significant(&c->rows[i]);
		o->n_changed += ranked[i].changed;
	}
	weigh(ranked, c->n_rows);
	if (c->n_rows)
		qsort(ranked, c->n_rows, sizeof(*ranked), compare_ranked);
	o->n = c->changed_only ? o->n_changed : c->n_rows;
	o->row = xcalloc(o->n, sizeof(*o->row));
	for (size_t i = 0; i < o->n; i++)
		o->row[i] = ranked[i].row;
	free(ranked);
}

bool total_is_significant(const struct total_row *row)
{
	for (int i = 0; i < TOTALS; i++)
		if (difference_is_significant(&row->of[i]))
			return true;
	return false;
}

static void order_totals(struct compare_order *o, const struct comparison *c)
{
	size_t n = 0;

	o->total = xcalloc(c->n_totals, sizeof(*o->total));
	for (size_t i = 0; i < c->n_totals; i++)
		if (total_is_significant(&c->totals[i]))
			o->total[n++] = &c->totals[i];
	o->n_changed_totals = n;
	for (size_t i = 0; i < c->n_totals && !c->changed_only; i++)
		if (!total_is_significant(&c->totals[i]))
			o->total[n++] = &c->totals[i];
	o->n_totals = n;
}

static void order_counts(struct compare_order *o, const struct comparison *c)
{
	size_t n = 0;

	o->count = xcalloc(c->n_counts, sizeof(*o->count));
	for (size_t i = 0; i < c->n_counts; i++)
		if (count_is_significant(&c->counts[i]))
			o->count[n++] = &c->counts[i];
	o->n_changed_counts = n;
	for (size_t i = 0; i < c->n_counts && !c->changed_only; i++)
		if (!count_is_significant(&c->counts[i]))
			o->count[n++] = &c->counts[i];
	o->n_counts = n;
}

bool compare_order_is_count_title(const struct compare_order *o, size_t i)
{
	return !i || i == o->n_changed_counts ||
	       series_key_compare(&o->count[i - 1]->key, &o->count[i]->key) ||
	       o->count[i - 1]->transport_a != o->count[i]->transport_a;
}

void compare_order_init(struct compare_order *o, const struct comparison *c)
{
	*o = (struct compare_order){0};
	order_rows(o, c);
	order_totals(o, c);
	order_counts(o, c);
}

void compare_order_free(struct compare_order *o)
{
	free(o->row);
	free(o->total);
	free(o->count);
	*o = (struct compare_order){0};
}

bool compare_order_is_title(const struct compare_order *o, size_t i)
{
	return !i || i == o->n_changed ||
	       !is_same_key(o->row[i - 1], o->row[i]);
}
