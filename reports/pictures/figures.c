// SPDX-License-Identifier: GPL-2.0-only
#include "figures.h"

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

/* Returns true if series @i is one of the FIGURES_ROWS that took the most time. */
static bool is_chosen(const struct profile *p, size_t i)
{
	const uint64_t mine = p->series[i].phase[LC_TOTAL].sum;
	size_t rank = 0;

	for (size_t j = 0; j < p->n_series; j++) {
		const uint64_t sum = p->series[j].phase[LC_TOTAL].sum;

		rank += sum > mine || (sum == mine && j < i);
	}
	return rank < FIGURES_ROWS;
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
	struct latency_table t;

	latency_table_init(&t, p);
	*f = (struct figures){.unit = t.unit, .unit_ns = t.unit_ns};
	for (size_t i = 0; i < p->n_series; i++) {
		if (!p->series[i].phase[LC_TOTAL].count)
			continue;
		f->all_rows++;
		if (is_chosen(p, i))
			add_series(f, &p->series[i]);
	}
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
