// SPDX-License-Identifier: GPL-2.0-only
#include "profile_select.h"

#include <stdlib.h>

#include "alloc.h"
#include "callers.h"
#include "delta.h"

#define REMOVED UINT32_MAX

/* Sets @index to the new number of each series. */
static void select_series(struct profile *p, const struct filter *f,
			  uint32_t *index)
{
	uint32_t n = 0;

	for (size_t i = 0; i < p->n_series; i++) {
		if (filter_selects(f, &p->series[i].key)) {
			index[i] = n;
			p->series[n++] = p->series[i];
		} else {
			index[i] = REMOVED;
			series_free(&p->series[i]);
		}
	}
	p->n_series = n;
}

static void select_deltas(struct interval *in, const uint32_t *index)
{
	size_t n = 0;

	for (size_t i = 0; i < in->n_deltas; i++) {
		struct delta *g = &in->delta[i];

		g->series = index[g->series];
		if (g->series == REMOVED)
			delta_free(g);
		else
			in->delta[n++] = *g;
	}
	in->n_deltas = n;
}

static void select_events(struct profile *p, const struct filter *f)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n_events; i++)
		if (filter_selects(f, &p->events[i].key))
			p->events[n++] = p->events[i];
	p->n_events = n;
}

static void select_fast(struct profile *p, const struct filter *f)
{
	struct filter messages = *f;
	size_t n = 0;

	messages.one_transport = messages.one_instance = false;
	for (size_t i = 0; i < p->n_fast; i++) {
		const struct series_key key = {
			.protocol = p->fast[i].protocol,
			.message = p->fast[i].message,
		};

		if (filter_selects(&messages, &key))
			p->fast[n++] = p->fast[i];
	}
	p->n_fast = n;
}

/* A wait belongs to the one who waited. Channels stay, because all use them. */
static void select_callers(struct callers *s, const struct filter *f)
{
	const struct callers all = *s;

	s->n_callers = s->n_holders = s->n_slowest = 0;
	for (size_t i = 0; i < all.n_callers; i++)
		if (filter_selects(f, &all.callers[i].key))
			s->callers[s->n_callers++] = all.callers[i];
		else
			hist_free(&all.callers[i].latency);
	for (size_t i = 0; i < all.n_holders; i++)
		if (filter_selects(f, &all.holders[i].waiter))
			s->holders[s->n_holders++] = all.holders[i];
	for (size_t i = 0; i < all.n_slowest; i++)
		if (filter_selects(f, &all.slowest[i].key))
			s->slowest[s->n_slowest++] = all.slowest[i];
}

void profile_select(struct profile *p, const struct filter *f)
{
	uint32_t *index = xcalloc(p->n_series, sizeof(*index));

	select_series(p, f, index);
	for (size_t i = 0; i < p->n_intervals; i++)
		select_deltas(&p->intervals[i], index);
	free(index);
	select_events(p, f);
	select_fast(p, f);
	if (p->senders)
		select_callers(p->senders, f);
}
