// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "alloc.h"
#include "compare_cells.h"
#include "figures.h"

#define ROWS 4 /* more overlays are too small to read */

/* A row: a key, without its transport when transports are compared. */
struct group {
	struct series_key key;
	bool differs;  /* in any phase */
	double weight; /* time of its transfers, on all sides */
	size_t first;  /* row of the comparison */
};

static struct series_key group_key(const struct comparison *c,
				   struct series_key key)
{
	if (comparison_by_transport(c))
		key.transport = TRANSPORT_UNKNOWN;
	return key;
}

/* The key of a side, which is A, B or a transport. */
static struct series_key side_key(const struct comparison *c,
				  struct series_key key, int side)
{
	if (comparison_by_transport(c))
		key.transport = (uint8_t)side;
	return key;
}

static const struct run_set *side_runs(const struct comparison *c, int side)
{
	return side && !comparison_by_transport(c) ? c->b : c->a;
}

static int sides(const struct comparison *c)
{
	return comparison_by_transport(c) ? TRANSPORTS : 2;
}

static double weight_of(const struct comparison *c, struct series_key group)
{
	double sum = 0;

	for (int side = 0; side < sides(c); side++) {
		const struct series_key key = side_key(c, group, side);
		const struct series *s =
			profile_find(&side_runs(c, side)->all, &key);

		sum += s ? (double)s->phase[LC_TOTAL].sum : 0;
	}
	return sum;
}

static int by_key(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	return series_key_compare(&x->key, &y->key);
}

static int by_key_and_row(const void *a, const void *b)
{
	const struct group *x = a, *y = b;
	const int d = by_key(a, b);

	return d ? d : (x->first > y->first) - (x->first < y->first);
}

/* Sets @group to the keys that all sides have, sorted, each with its first row. */
static size_t find_keys(const struct comparison *c, struct group *group)
{
	size_t n = 0, different = 0;

	for (size_t i = 0; i < c->n_rows; i++) {
		const struct difference *row = &c->rows[i];

		if (row->phase == LC_TOTAL && row->verdict >= VERDICT_UNTESTED)
			group[n++] = (struct group){
				.key = group_key(c, row->key), .first = i};
	}
	if (n)
		qsort(group, n, sizeof(*group), by_key_and_row);
	for (size_t i = 0; i < n; i++)
		if (!i || by_key(&group[different - 1], &group[i]))
			group[different++] = group[i];
	return different;
}

/* Finds what all sides have; @group has an element for each row. */
static size_t find_groups(const struct comparison *c, struct group *group)
{
	const size_t n = find_keys(c, group);

	for (size_t i = 0; i < n; i++)
		group[i].weight = weight_of(c, group[i].key);
	for (size_t i = 0; i < c->n_rows && n; i++) {
		const struct difference *row = &c->rows[i];
		const struct group key = {.key = group_key(c, row->key)};
		struct group *of;

		if (!difference_is_significant(row))
			continue;
		of = bsearch(&key, group, n, sizeof(*group), by_key);
		if (of)
			of->differs = true;
	}
	return n;
}

static int more_interesting(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	if (x->differs != y->differs)
		return x->differs ? -1 : 1;
	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return series_key_compare(&x->key, &y->key);
}

/* Adds all runs of a side together, as a curve and a bar. */
static void add_side(struct figures *f, const struct run_set *set,
		     struct series_key key, unsigned int side)
{
	const unsigned int row = (unsigned int)f->n_rows;
	const struct series *s = profile_find(&set->all, &key);
	struct figures_bar *bar;

	if (!s || !s->phase[LC_TOTAL].count)
		return;
	f->curve[f->n_curves++] =
		(struct figures_curve){row, side, &s->phase[LC_TOTAL]};
	bar = figures_bar_add(f, s);
	if (!bar)
		return;
	bar->row = row;
	bar->side = f->side[side];
	for (int i = 0; i < FIGURES_PIECES; i++)
		bar->ns[i] =
			i < SUMMARY_PHASES && summary_phases[i] == LC_TIMEOUT
				? 0
				: bar->ns[i] / (double)s->phase[LC_TOTAL].count;
}

/* Returns true if a row has this transport on either side. */
static bool is_compared(const struct comparison *c, int transport)
{
	for (size_t i = 0; i < c->n_rows; i++)
		if (c->rows[i].key.transport == transport ||
		    c->rows[i].transport_a == (enum transport)transport)
			return true;
	return false;
}

static void add_group(struct figures *f, const struct comparison *c,
		      const struct group *group)
{
	unsigned int side = 0;

	key_title(&group->key, f->row[f->n_rows]);
	f->subject[f->n_rows] = group->first;
	for (int i = 0; i < sides(c); i++) {
		if (comparison_by_transport(c) && !is_compared(c, i))
			continue;
		f->side[side] = comparison_by_transport(c) ? transport_names[i]
				: i			   ? "B"
							   : "A";
		add_side(f, side_runs(c, i), side_key(c, group->key, i),
			 side++);
	}
	f->n_sides = side;
	f->n_rows++;
}

void figures_of_comparison(struct figures *f, const struct comparison *c)
{
	struct group *group = xcalloc(c->n_rows, sizeof(*group));
	const struct compare_unit unit = compare_unit(c);
	size_t shown;

	*f = (struct figures){.unit = unit.name, .unit_ns = unit.ns};
	f->all_rows = find_groups(c, group);
	shown = f->all_rows < ROWS ? f->all_rows : ROWS;
	qsort(group, f->all_rows, sizeof(*group), more_interesting);
	for (size_t i = 0; i < shown; i++)
		add_group(f, c, &group[i]);
	figures_bars_end(f);
	free(group);
}
