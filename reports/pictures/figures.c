// SPDX-License-Identifier: GPL-2.0-only
#include "figures.h"

#include <stdlib.h>

#include "latency_table.h"

const char *const figures_piece_names[FIGURES_PIECES] = {
	"submit",    "doorbell", "service", "dispatch",
	"transport", "wakeup",	 "other",
};

void figures_bar_add(struct figures *f, const struct series *s)
{
	static const enum lc_phase phases[PIECE_OTHER] = {
		LC_SUBMIT,   LC_DOORBELL,  LC_SERVICE,
		LC_DISPATCH, LC_TRANSPORT, LC_WAKEUP,
	};
	struct figures_bar *bar = &f->bar[f->n_bars];

	bar->count += s->phase[LC_TOTAL].count;
	bar->ns[PIECE_OTHER] += (double)s->phase[LC_TOTAL].sum;
	for (int i = 0; i < PIECE_OTHER; i++) {
		bar->ns[i] += (double)s->phase[phases[i]].sum;
		bar->ns[PIECE_OTHER] -= (double)s->phase[phases[i]].sum;
	}
}

void figures_bar_end(struct figures *f, unsigned int row, const char *side)
{
	struct figures_bar *bar = &f->bar[f->n_bars];

	if (!bar->count)
		return;
	bar->row = row;
	bar->side = side;
	for (int i = 0; i < FIGURES_PIECES; i++)
		bar->ns[i] = bar->ns[i] > 0 ? bar->ns[i] / (double)bar->count
					    : 0;
	f->n_bars++;
}

/* Returns true if @a took more time than @b; the first one of equals. */
static bool took_more(const struct series *a, const struct series *b)
{
	const uint64_t x = a->phase[LC_TOTAL].sum, y = b->phase[LC_TOTAL].sum;

	return x > y || (x == y && a < b);
}

/* Counts the series of @p that have transfers, and finds those for a row. */
static size_t choose(const struct profile *p,
		     const struct series *chosen[FIGURES_ROWS + 1])
{
	size_t n = 0;

	for (size_t k = 0; k < p->n_series; k++) {
		const struct series *s = &p->series[k];
		size_t i = n < FIGURES_ROWS ? n : FIGURES_ROWS;

		if (!s->phase[LC_TOTAL].count)
			continue;
		n++;
		for (; i && took_more(s, chosen[i - 1]); i--)
			chosen[i] = chosen[i - 1];
		chosen[i] = s;
	}
	return n;
}

static int in_order(const void *a, const void *b)
{
	const struct series *const *x = a, *const *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void add_transport(struct figures *f, const struct profile *p,
			  enum transport transport)
{
	for (size_t i = 0; i < p->n_series; i++)
		if (p->series[i].key.transport == transport)
			figures_bar_add(f, &p->series[i]);
	figures_bar_end(f, 0, transport_names[transport]);
}

void figures_of_profile(struct figures *f, const struct profile *p)
{
	const struct series *chosen[FIGURES_ROWS + 1];
	struct latency_table t;
	size_t n;

	latency_table_init(&t, p);
	*f = (struct figures){.unit = t.unit, .unit_ns = t.unit_ns};
	f->all_rows = choose(p, chosen);
	n = f->all_rows < FIGURES_ROWS ? f->all_rows : FIGURES_ROWS;
	qsort(chosen, n, sizeof(*chosen), in_order);
	for (unsigned int i = 0; i < n; i++) {
		key_title(&chosen[i]->key, f->row[i]);
		f->curve[i] = (struct figures_curve){
			i, i, &chosen[i]->phase[LC_TOTAL]};
	}
	f->n_rows = f->n_curves = n;
	for (int i = 0; i < TRANSPORTS; i++)
		add_transport(f, p, i);
	if (p->n_intervals)
		f->timed = p;
}
