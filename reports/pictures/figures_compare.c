// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>

#include "compare_cells.h"
#include "figures.h"

/* More rows of overlays than this are no picture any more. */
#define ROWS 4

/* What is one row: a key, of all transports where these are compared. */
struct group {
	struct series_key key;
	bool differs;  /* in any phase */
	double weight; /* time that its transfers took, on all sides */
};

static struct series_key group_key(const struct comparison *c,
				   struct series_key key)
{
	if (comparison_by_transport(c))
		key.transport = TRANSPORT_UNKNOWN;
	return key;
}

/* A side's key and runs; sides are A and B, or transports. */
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
		const struct run_set *set = side_runs(c, side);
		struct series_key key = side_key(c, group, side);

		for (size_t i = 0; i < set->n; i++) {
			const struct series *s = run_set_series(set, i, &key);

			sum += s ? (double)s->phase[LC_TOTAL].sum : 0;
		}
	}
	return sum;
}

static struct group *find_group(struct group *group, size_t n,
				struct series_key key)
{
	for (size_t i = 0; i < n; i++)
		if (!series_key_compare(&group[i].key, &key))
			return &group[i];
	return NULL;
}

/* The keys of which there is something to compare; @group has room for all. */
static size_t find_groups(const struct comparison *c, struct group *group)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n_rows; i++) {
		const struct difference *row = &c->rows[i];
		struct series_key key = group_key(c, row->key);

		if (row->phase == LC_TOTAL &&
		    row->verdict >= VERDICT_UNTESTED &&
		    !find_group(group, n, key))
			group[n++] = (struct group){
				.key = key, .weight = weight_of(c, key)};
	}
	for (size_t i = 0; i < c->n_rows; i++) {
		const struct difference *row = &c->rows[i];
		struct group *of = find_group(group, n, group_key(c, row->key));

		if (of && (row->verdict == VERDICT_SLOWER ||
			   row->verdict == VERDICT_FASTER))
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

static int in_order(const void *a, const void *b)
{
	return series_key_compare(&((const struct group *)a)->key,
				  &((const struct group *)b)->key);
}

/* All runs of a side together, as a curve and a bar. */
static int add_side(struct figures *f, const struct run_set *set,
		    struct series_key key, const char *name, unsigned int color)
{
	const unsigned int row = (unsigned int)f->n_rows;
	struct figures_curve *curve = &f->curve[f->n_curves];
	double sum[FIGURES_PIECES] = {0};

	for (size_t i = 0; i < set->n; i++) {
		const struct series *s = run_set_series(set, i, &key);

		if (!s)
			continue;
		hist_merge(&curve->total, &s->phase[LC_TOTAL]);
		figures_add_pieces(sum, s);
	}
	if (!curve->total.count)
		return 0;
	curve->row = row;
	curve->color = color;
	f->n_curves++;
	figures_add_bar(f, row, name, sum, curve->total.count);
	return 0;
}

/* Whether any row's transport is this, on the one side or the other. */
static bool is_compared(const struct comparison *c, int transport)
{
	for (size_t i = 0; i < c->n_rows; i++)
		if (c->rows[i].key.transport == transport ||
		    c->rows[i].transport_a == (enum transport)transport)
			return true;
	return false;
}

static int add_group(struct figures *f, const struct comparison *c,
		     const struct group *group)
{
	unsigned int color = 0;
	int err = 0;

	key_title(&group->key, f->row[f->n_rows]);
	for (int i = 0; i < sides(c) && !err; i++) {
		if (comparison_by_transport(c) && !is_compared(c, i))
			continue;
		f->side[color] = comparison_by_transport(c) ? transport_name(i)
				 : i			    ? "B"
							    : "A";
		err = add_side(f, side_runs(c, i), side_key(c, group->key, i),
			       f->side[color], color);
		color++;
	}
	f->n_sides = color;
	f->n_rows++;
	return err;
}

int figures_of_comparison(struct figures *f, const struct comparison *c)
{
	struct group *group = calloc(c->n_rows + 1, sizeof(*group));
	const struct compare_unit unit = compare_unit(c);
	size_t shown;
	int err = 0;

	*f = (struct figures){.unit = unit.name, .unit_ns = unit.ns};
	if (!group)
		return -ENOMEM;
	f->all_rows = find_groups(c, group);
	shown = f->all_rows < ROWS ? f->all_rows : ROWS;
	qsort(group, f->all_rows, sizeof(*group), more_interesting);
	qsort(group, shown, sizeof(*group), in_order);
	for (size_t i = 0; i < shown && !err; i++)
		err = add_group(f, c, &group[i]);
	free(group);
	return err;
}
