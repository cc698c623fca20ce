// SPDX-License-Identifier: GPL-2.0-only
#include "change_points.h"

#include <math.h>
#include <stdlib.h>

#include "alloc.h"
#include "change_split.h"

static struct change_point *add(struct change_points *c, size_t at)
{
	array_reserve(c->point, c->n, c->cap);
	c->point[c->n] = (struct change_point){.at = at};
	return &c->point[c->n++];
}

/*
 * Divides the recordings from @from to before @end, and both parts again. A doubtful
 * point is only of use in the last part, where more recordings will decide; in the
 * parts before it, it would be one more false one.
 */
static void divide(struct change_points *c, const struct change_input *in,
		   size_t from, size_t end)
{
	const struct change_split split = change_split_find(in, from, end);
	const bool certain = split.p <= CHANGE_ALPHA &&
			     end - from >= CHANGE_RECORDINGS;
	struct change_point *point;

	if (!split.found || (!certain && end < in->n))
		return;
	point = add(c, split.at);
	point->p = split.p;
	point->certain = certain;
	if (!certain)
		return;
	divide(c, in, from, split.at);
	divide(c, in, split.at, end);
}

/* Adds a point wherever a series is not as in the recording before. */
static void find_differences(struct change_points *c,
			     const struct change_input *in)
{
	for (size_t i = 1; i < in->n; i++) {
		bool *changed = xcalloc(in->n_series, sizeof(*changed));
		bool any = false;

		for (size_t j = 0; j < in->n_series; j++) {
			const double *v = in->value + j * in->n + i;

			changed[j] = !isnan(v[-1]) && !isnan(v[0]) &&
				     v[-1] != v[0];
			any |= changed[j];
		}
		if (any || (in->fixed && in->fixed[i])) {
			struct change_point *point = add(c, i);

			point->certain = true;
			point->fixed = in->fixed && in->fixed[i];
			point->changed = changed;
		} else {
			free(changed);
		}
	}
}

static void find_in_noise(struct change_points *c,
			  const struct change_input *in)
{
	size_t from = 0;

	for (size_t i = 1; i <= in->n; i++) {
		if (i < in->n && !(in->fixed && in->fixed[i]))
			continue;
		divide(c, in, from, i);
		from = i;
		if (i < in->n) {
			struct change_point *point = add(c, i);

			point->fixed = point->certain = true;
		}
	}
}

static int by_time(const void *a, const void *b)
{
	const struct change_point *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

/* A point lies between the certain ones next to it. */
static void set_bounds(struct change_points *c, const struct change_input *in)
{
	size_t from = 0, end = in->n;

	for (size_t i = 0; i < c->n; i++) {
		c->point[i].from = from;
		if (c->point[i].certain)
			from = c->point[i].at;
	}
	for (size_t i = c->n; i-- > 0;) {
		c->point[i].end = end;
		if (c->point[i].certain)
			end = c->point[i].at;
	}
}

/* Sets the series that differ on both sides, which are known now. */
static void find_series(struct change_point *p, const struct change_input *in)
{
	p->changed = xcalloc(in->n_series, sizeof(*p->changed));
	change_split_test(in, p->from, p->at, p->end, p->changed);
}

void change_points_find(struct change_points *c, const struct change_input *in)
{
	*c = (struct change_points){0};
	if (in->exact)
		find_differences(c, in);
	else
		find_in_noise(c, in);
	if (c->n)
		qsort(c->point, c->n, sizeof(*c->point), by_time);
	set_bounds(c, in);
	for (size_t i = 0; i < c->n && !in->exact; i++)
		find_series(&c->point[i], in);
}

void change_points_free(struct change_points *c)
{
	for (size_t i = 0; i < c->n; i++)
		free(c->point[i].changed);
	free(c->point);
	*c = (struct change_points){0};
}
