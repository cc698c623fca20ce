// SPDX-License-Identifier: GPL-2.0-only
#include "figures.h"

#include <stdlib.h>

#include "latency_table.h"

const char *figures_piece_name(enum figures_piece piece)
{
	static const char *const names[FIGURES_PIECES] = {
		"submit",    "doorbell", "service", "dispatch",
		"transport", "wakeup",	 "other",
	};

	return names[piece];
}

void figures_add_pieces(double sum[FIGURES_PIECES], const struct series *s)
{
	static const enum lc_phase phases[PIECE_OTHER] = {
		LC_SUBMIT,   LC_DOORBELL,  LC_SERVICE,
		LC_DISPATCH, LC_TRANSPORT, LC_WAKEUP,
	};

	sum[PIECE_OTHER] += (double)s->phase[LC_TOTAL].sum;
	for (int i = 0; i < PIECE_OTHER; i++) {
		sum[i] += (double)s->phase[phases[i]].sum;
		sum[PIECE_OTHER] -= (double)s->phase[phases[i]].sum;
	}
}

void figures_add_bar(struct figures *f, unsigned int row, const char *side,
		     const double sum[FIGURES_PIECES], uint64_t count)
{
	struct figures_bar *bar = &f->bar[f->n_bars++];

	bar->row = row;
	bar->side = side;
	for (int i = 0; i < FIGURES_PIECES; i++)
		bar->ns[i] = sum[i] > 0 ? sum[i] / (double)count : 0;
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

static void add_series(struct figures *f, const struct series *s)
{
	const unsigned int row = (unsigned int)f->n_rows++;
	struct figures_curve *curve = &f->curve[f->n_curves++];

	key_title(&s->key, f->row[row]);
	curve->row = row;
	curve->color = row;
	hist_merge(&curve->total, &s->phase[LC_TOTAL]);
}

static void add_transport(struct figures *f, const struct profile *p,
			  enum transport transport)
{
	double sum[FIGURES_PIECES] = {0};
	uint64_t count = 0;

	for (size_t i = 0; i < p->n_series; i++) {
		if (p->series[i].key.transport != transport)
			continue;
		count += p->series[i].phase[LC_TOTAL].count;
		figures_add_pieces(sum, &p->series[i]);
	}
	if (count)
		figures_add_bar(f, 0, transport_name(transport), sum, count);
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
	for (size_t i = 0; i < n; i++)
		add_series(f, chosen[i]);
	for (int i = 0; i < TRANSPORTS; i++)
		add_transport(f, p, i);
	if (p->n_intervals)
		f->timed = p;
}

void figures_free(struct figures *f)
{
	for (size_t i = 0; i < f->n_curves; i++)
		hist_free(&f->curve[i].total);
	f->n_curves = 0;
}
