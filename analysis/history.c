// SPDX-License-Identifier: GPL-2.0-only
#include "history.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "compare.h"
#include "history_values.h"

const char *const history_state_names[HISTORY_STATES] = {
	[HISTORY_CERTAIN] = "change",
	[HISTORY_SUSPECTED] = "suspected",
	[HISTORY_ACCEPTED] = "accepted",
};

const char *history_measure_name(enum history_measure measure)
{
	static const char *const counts[] = {"timeouts", "errors", "anomalies"};

	return history_is_time(measure) ? statistic_names[measure]
					: counts[measure - HISTORY_TIMEOUTS];
}

const struct run *history_run(const struct history *h, size_t recording)
{
	return &h->runs->profile[h->order[recording]].runs[0];
}

const char *history_path(const struct history *h, size_t recording)
{
	return h->runs->path[h->order[recording]];
}

char *history_name(const struct history *h, size_t recording)
{
	const char *label = history_run(h, recording)->label;
	char *name, *ending;

	if (label)
		return xstrdup(label);
	name = xstrdup(basename(history_path(h, recording)));
	ending = strrchr(name, '.');
	if (ending && ending != name && !strcmp(ending, ".scmi"))
		*ending = '\0';
	return name;
}

bool history_has_name(const struct history *h, size_t recording,
		      const char *name)
{
	char *own = history_name(h, recording);
	const bool has = !strcmp(own, name);

	free(own);
	return has;
}

struct start {
	uint64_t unix_s;
	size_t run;
};

static int by_start(const void *a, const void *b)
{
	const struct start *x = a, *y = b;

	if (x->unix_s != y->unix_s)
		return x->unix_s < y->unix_s ? -1 : 1;
	return x->run < y->run ? -1 : 1;
}

static void set_order(struct history *h)
{
	struct start *start = xcalloc(h->n, sizeof(*start));

	h->order = xcalloc(h->n, sizeof(*h->order));
	h->timed = true;
	for (size_t i = 0; i < h->n; i++) {
		start[i] = (struct start){
			h->runs->profile[i].runs[0].start_unix_s, i};
		h->timed &= start[i].unix_s != 0;
	}
	if (h->timed && h->n)
		qsort(start, h->n, sizeof(*start), by_start);
	for (size_t i = 0; i < h->n; i++)
		h->order[i] = start[i].run;
	free(start);
}

/* Copies the values of @from to before @end; returns their number. */
static size_t copy_values(const struct history *h, size_t series, size_t from,
			  size_t end, double *values)
{
	size_t n = 0;

	for (size_t i = from; i < end; i++)
		if (!isnan(history_values(h, series)[i]))
			values[n++] = history_values(h, series)[i];
	return n;
}

/* Returns false if a side has no value. */
static bool set_row(const struct history *h, const struct change_point *p,
		    size_t series, struct history_row *row)
{
	double *before = xcalloc(h->n, sizeof(*before));
	double *after = xcalloc(h->n, sizeof(*after));

	*row = (struct history_row){.series = series};
	row->n_before = copy_values(h, series, p->from, p->at, before);
	row->n_after = copy_values(h, series, p->at, p->end, after);
	if (row->n_before && row->n_after) {
		row->before = median_estimate(before, row->n_before,
					      COMPARE_CONFIDENCE);
		row->after = median_estimate(after, row->n_after,
					     COMPARE_CONFIDENCE);
		row->shift = shift_estimate(before, row->n_before, after,
					    row->n_after, COMPARE_CONFIDENCE);
	}
	free(before);
	free(after);
	return row->n_before && row->n_after;
}

static void set_change(const struct history *h, const struct change_point *p,
		       struct history_change *c)
{
	*c = (struct history_change){
		.at = p->at,
		.state = p->fixed     ? HISTORY_ACCEPTED
			 : p->certain ? HISTORY_CERTAIN
				      : HISTORY_SUSPECTED,
		.p = p->p,
		.rows = xcalloc(h->n_series, sizeof(*c->rows)),
	};
	for (size_t j = 0; j < h->n_series; j++) {
		if (!p->changed[j] || !set_row(h, p, j, &c->rows[c->n_rows]))
			continue;
		c->worse |= c->rows[c->n_rows].shift.value > 0;
		c->n_rows++;
	}
}

/* The recordings that the user has named as changes. */
static bool *find_accepted(const struct history *h,
			   const struct history_options *o)
{
	bool *fixed = xcalloc(h->n, sizeof(*fixed));

	for (size_t a = 0; a < o->n_accepted; a++)
		for (size_t i = 0; i < h->n; i++)
			if (history_has_name(h, i, o->accepted[a])) {
				fixed[i] = true;
				break;
			}
	return fixed;
}

static void find_changes(struct history *h, const struct history_options *o)
{
	bool *fixed = find_accepted(h, o);
	const struct change_input in = {
		.n = h->n,
		.n_series = h->n_series,
		.value = h->value,
		.fixed = fixed,
		.exact = h->deterministic,
	};
	struct change_points points;

	change_points_find(&points, &in);
	h->changes = xcalloc(points.n, sizeof(*h->changes));
	for (size_t i = 0; i < points.n; i++)
		set_change(h, &points.point[i], &h->changes[h->n_changes++]);
	change_points_free(&points);
	free(fixed);
}

void history_init(struct history *h, const struct run_set *runs,
		  const struct history_options *o)
{
	*h = (struct history){
		.runs = runs,
		.n = runs->n,
		.last = o->last ? o->last : runs->n,
		.deterministic = run_set_deterministic(runs),
	};
	set_order(h);
	history_set_values(h, o);
	find_changes(h, o);
}

void history_free(struct history *h)
{
	for (size_t i = 0; i < h->n_changes; i++)
		free(h->changes[i].rows);
	free(h->changes);
	free(h->order);
	free(h->series);
	free(h->value);
	*h = (struct history){0};
}

static bool matters(const struct history *h, const struct history_change *c,
		    enum history_state state)
{
	return c->worse && c->state == state && c->at + h->last >= h->n;
}

const struct history_change *history_first_worse(const struct history *h,
						 enum history_state state)
{
	for (size_t i = 0; i < h->n_changes; i++)
		if (matters(h, &h->changes[i], state))
			return &h->changes[i];
	return NULL;
}

size_t history_worse(const struct history *h, enum history_state state)
{
	size_t n = 0;

	for (size_t i = 0; i < h->n_changes; i++)
		n += matters(h, &h->changes[i], state);
	return n;
}

bool history_too_short(const struct history *h)
{
	return !h->deterministic && h->n < CHANGE_RECORDINGS;
}

void history_baseline(const struct history *h, size_t *from, size_t *end)
{
	*from = 0;
	*end = h->n;
	for (size_t i = 0; i < h->n_changes; i++)
		if (h->changes[i].state == HISTORY_ACCEPTED)
			*from = h->changes[i].at;
	for (size_t i = h->n_changes; i-- > 0;)
		if (h->changes[i].at > *from)
			*end = h->changes[i].at;
}
