// SPDX-License-Identifier: GPL-2.0-only
#include "report_view.h"

#include <inttypes.h>
#include <stdlib.h>

#include "alloc.h"
#include "profile_select.h"
#include "text.h"
#include "units.h"

const char *const view_sort_names[VIEW_SORTS] = {
	[VIEW_BY_TIME] = "time",   [VIEW_BY_P99] = "p99", [VIEW_BY_MAX] = "max",
	[VIEW_BY_COUNT] = "count", [VIEW_BY_KEY] = "key",
};

/* A series with the value that decides its position. */
struct ranked_series {
	const struct series *series;
	uint64_t value;
};

/* Returns the first phase that is shown, which decides the order. */
static enum lc_phase first_phase(const struct view_options *o)
{
	return o->phases ? (enum lc_phase)__builtin_ctz(o->phases) : LC_TOTAL;
}

static uint64_t value_of(const struct series *s, const struct view_options *o)
{
	const enum lc_phase phase = first_phase(o);
	const struct hist *h = &s->phase[phase];
	uint64_t value = h->count ? h->max : 0;

	switch (o->sort) {
	case VIEW_BY_TIME:
		return phase == LC_TOTAL ? series_time_ns(s) : h->sum;
	case VIEW_BY_P99:
		hist_percentile(h, 990, &value);
		return value;
	case VIEW_BY_MAX:
		return value;
	case VIEW_BY_COUNT:
		return series_messages(s);
	case VIEW_BY_KEY:
	case VIEW_SORTS:
		break;
	}
	return 0;
}

/* The greatest value first; equal ones in the order of keys. */
static int compare_ranks(const void *a, const void *b)
{
	const struct ranked_series *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? 1 : -1;
	return x->series < y->series ? -1 : x->series > y->series;
}

static bool is_shown(const struct series *s, const struct view_options *o)
{
	/* A series can have anomalies alone, which have a table of their own. */
	if (!o->phases && (series_messages(s) || s->counter[LC_FAST_CALLS]))
		return true;
	for (int i = 0; i < LC_PHASES; i++)
		if ((!o->phases || o->phases & 1u << i) && s->phase[i].count)
			return true;
	return false;
}

static void sort_rows(struct report_view *v)
{
	const struct profile *p = v->p;
	struct ranked_series *ranked = xcalloc(p->n_series, sizeof(*ranked));
	size_t n = 0;

	for (size_t i = 0; i < p->n_series; i++)
		if (is_shown(&p->series[i], v->options))
			ranked[n++] = (struct ranked_series){
				&p->series[i],
				value_of(&p->series[i], v->options)};
	if (n)
		qsort(ranked, n, sizeof(*ranked), compare_ranks);
	v->n = v->options->top && v->options->top < n ? v->options->top : n;
	v->hidden = n - v->n;
	v->row = xcalloc(v->n, sizeof(*v->row));
	for (size_t i = 0; i < v->n; i++)
		v->row[i] = ranked[i].series;
	free(ranked);
}

void report_view_init(struct report_view *v, struct profile *p,
		      const struct view_options *o)
{
	*v = (struct report_view){
		.p = p,
		.options = o,
		.all_begun = profile_total(p, LC_BEGUN),
		.all_time_ns = profile_time_ns(p),
	};
	if (filter_is_set(&o->filter))
		profile_select(p, &o->filter);
	sort_rows(v);
}

void report_view_free(struct report_view *v)
{
	free(v->row);
	*v = (struct report_view){0};
}

char *report_view_note(const struct report_view *v)
{
	char *text = NULL;

	if (filter_is_set(&v->options->filter))
		text = xasprintf("%" PRIu64 " of %" PRIu64
				 " transfers are selected%s",
				 profile_total(v->p, LC_BEGUN), v->all_begun,
				 sum_is_known(v->all_time_ns) ? "," : "");
	if (text && sum_is_known(v->all_time_ns))
		text = words_append(
			text, "%.1f %% of the time of all",
			v->all_time_ns ? 100.0 * (double)profile_time_ns(v->p) /
						 (double)v->all_time_ns
				       : 0);
	if (v->hidden)
		text = words_append(text,
				    "%sthe first %zu of %zu messages (--top)",
				    text ? "- " : "", v->n, v->n + v->hidden);
	return text;
}
