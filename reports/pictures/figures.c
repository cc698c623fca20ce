// SPDX-License-Identifier: GPL-2.0-only
#include "figures.h"

#include <math.h>

#include "latency_table.h"

const char *figures_piece(int piece)
{
	return piece < SUMMARY_PHASES ? phase_names[summary_phases[piece]]
				      : "unsplit";
}

struct figures_bar *figures_bar_add(struct figures *f, const struct series *s)
{
	struct figures_bar *bar = &f->bar[f->n_bars];
	double rest = (double)series_time_ns(s);

	if (!(rest > 0) || !sum_is_known(series_time_ns(s)))
		return NULL;
	for (int i = 0; i < SUMMARY_PHASES; i++) {
		bar->ns[i] = (double)s->phase[summary_phases[i]].sum;
		rest -= bar->ns[i];
	}
	bar->ns[SUMMARY_PHASES] = rest > 0 ? rest : 0;
	f->n_bars++;
	return bar;
}

double figures_bar_ns(const struct figures_bar *bar)
{
	double ns = 0;

	for (int i = 0; i < FIGURES_PIECES; i++)
		ns += bar->ns[i];
	return ns;
}

double figures_longest_ns(const struct figures *f)
{
	double longest = 0;

	for (size_t i = 0; i < f->n_bars; i++)
		longest = fmax(longest, figures_bar_ns(&f->bar[i]));
	return longest;
}

void figures_bars_end(struct figures *f)
{
	const double longest = figures_longest_ns(f);

	f->bar_unit = longest < 1e6 ? "us" : longest < 1e9 ? "ms" : "s";
	f->bar_unit_ns = longest < 1e6 ? 1e3 : longest < 1e9 ? 1e6 : 1e9;
}

/* Returns true if @a took more time than @b; the first one of equals. */
static bool took_more(const struct series *a, const struct series *b)
{
	const uint64_t x = series_time_ns(a), y = series_time_ns(b);

	return x > y || (x == y && a < b);
}

/* Counts the series of @p that have transfers, and finds those for a row, in order. */
static size_t choose(const struct profile *p,
		     const struct series *chosen[FIGURES_ROWS + 1])
{
	size_t n = 0;

	for (size_t k = 0; k < p->n_series; k++) {
		const struct series *s = &p->series[k];
		size_t i = n < FIGURES_ROWS ? n : FIGURES_ROWS;

		if (!s->phase[LC_TOTAL].count && !series_time_ns(s))
			continue;
		n++;
		for (; i && took_more(s, chosen[i - 1]); i--)
			chosen[i] = chosen[i - 1];
		chosen[i] = s;
	}
	return n;
}

static void add_row(struct figures *f, const struct series *s)
{
	const unsigned int row = (unsigned int)f->n_rows++;
	struct figures_bar *bar = figures_bar_add(f, s);

	key_title(&s->key, f->row[row]);
	if (bar)
		bar->row = row;
	if (s->phase[LC_TOTAL].count)
		f->curve[f->n_curves++] =
			(struct figures_curve){row, 0, &s->phase[LC_TOTAL]};
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
	for (size_t i = 0; i < n; i++) {
		f->subject[i] = (size_t)(chosen[i] - p->series);
		add_row(f, chosen[i]);
	}
	figures_bars_end(f);
	if (p->n_intervals)
		f->timed = p;
}
