// SPDX-License-Identifier: GPL-2.0-only
#include "pictures.h"

#include <math.h>

#include "../loader/names.h"

#define BINS   72  /* of a histogram: some pixels each */
#define POINTS 240 /* of a percentile curve */

struct picture_series picture_series(const struct profile *p)
{
	struct picture_series chosen = {0};

	for (size_t i = 0; i < p->n_series; i++) {
		const struct hist *h = &p->series[i].phase[LC_TOTAL];
		size_t rank = 0;

		if (!h->count)
			continue;
		chosen.all++;
		for (size_t j = 0; j < p->n_series; j++) {
			const uint64_t sum = p->series[j].phase[LC_TOTAL].sum;

			rank += sum > h->sum || (sum == h->sum && j < i);
		}
		if (rank < PICTURE_SERIES)
			chosen.series[chosen.n++] = &p->series[i];
	}
	return chosen;
}

const char *picture_piece_name(enum picture_piece piece)
{
	static const char *const names[PICTURE_PIECES] = {
		"submit",    "doorbell", "service",	   "dispatch",
		"transport", "wakeup",	 "not told apart",
	};

	return names[piece];
}

bool picture_pieces(const struct profile *p, enum transport transport,
		    double ns[PICTURE_PIECES])
{
	static const enum lc_phase phases[PIECE_OTHER] = {
		LC_SUBMIT,   LC_DOORBELL,  LC_SERVICE,
		LC_DISPATCH, LC_TRANSPORT, LC_WAKEUP,
	};
	double sum[PICTURE_PIECES] = {0};
	uint64_t count = 0;

	for (size_t i = 0; i < p->n_series; i++) {
		const struct series *s = &p->series[i];

		if (s->key.transport != transport)
			continue;
		count += s->phase[LC_TOTAL].count;
		sum[PIECE_OTHER] += (double)s->phase[LC_TOTAL].sum;
		for (int j = 0; j < PIECE_OTHER; j++) {
			sum[j] += (double)s->phase[phases[j]].sum;
			sum[PIECE_OTHER] -= (double)s->phase[phases[j]].sum;
		}
	}
	for (int j = 0; j < PICTURE_PIECES; j++)
		ns[j] = count && sum[j] > 0 ? sum[j] / (double)count : 0;
	return count;
}

/* Names are those of the specification, or numbers: no quotes among them. */
static void write_title(const struct series *s, bool first, FILE *out)
{
	char title[KEY_TITLE_LEN];

	/* Two empty lines divide blocks; behind the last they would begin one. */
	fprintf(out, "%s\"%s\"\n", first ? "" : "\n\n",
		key_title(&s->key, title));
}

/* The shares of a histogram's samples in BINS bins from @low to @high. */
static void bin(const struct hist *h, double low, double high,
		double share[BINS])
{
	const double scale = BINS / log(high / low);
	uint64_t n;

	for (int i = 0; i < BINS; i++)
		share[i] = 0;
	for (uint32_t index = 0; (n = hist_next(h, &index)); index++) {
		double middle = ((double)hist_lower(index) +
				 (double)hist_upper(index)) /
				2;
		int at = (int)(log(fmax(middle, 1) / low) * scale);

		at = at < 0 ? 0 : at >= BINS ? BINS - 1 : at;
		share[at] += (double)n / (double)h->count;
	}
}

static bool latency_data(const struct profile *p, const struct text_table *t,
			 FILE *out)
{
	const struct picture_series chosen = picture_series(p);
	double low = INFINITY, high = 1, share[BINS];

	for (size_t i = 0; i < chosen.n; i++) {
		const struct hist *h = &chosen.series[i]->phase[LC_TOTAL];

		low = fmin(low, fmax((double)h->min, 1));
		high = fmax(high, (double)h->max);
	}
	low *= 0.95;
	high *= 1.05;
	for (size_t i = 0; i < chosen.n; i++) {
		double most = 0;

		bin(&chosen.series[i]->phase[LC_TOTAL], low, high, share);
		for (int j = 0; j < BINS; j++)
			most = fmax(most, share[j]);
		write_title(chosen.series[i], !i, out);
		for (int j = 0; j < BINS; j++)
			for (int edge = j; edge <= j + 1; edge++)
				fprintf(out, "%.9g %.6g\n",
					low *
						pow(high / low,
						    edge / (double)BINS) /
						t->unit_ns,
					share[j] / most);
	}
	return chosen.n;
}

/* The steps of the quantile function; those too narrow to see become one. */
static void write_curve(const struct hist *h, double unit_ns, FILE *out)
{
	const double apart = pow((double)h->count, 1.0 / POINTS);
	uint64_t below = 0, n;
	double from = 1;

	for (uint32_t index = 0; (n = hist_next(h, &index)); index++) {
		const uint64_t upper = hist_upper(index);
		const double ns = (double)(upper < h->max ? upper : h->max);
		double to = (double)h->count;

		below += n;
		if (below < h->count)
			to /= (double)(h->count - below);
		if (below < h->count && to < from * apart)
			continue;
		fprintf(out, "%.9g %.9g\n%.9g %.9g\n", from, ns / unit_ns, to,
			ns / unit_ns);
		from = to;
	}
}

static bool percentiles_data(const struct profile *p,
			     const struct text_table *t, FILE *out)
{
	const struct picture_series chosen = picture_series(p);

	for (size_t i = 0; i < chosen.n; i++) {
		write_title(chosen.series[i], !i, out);
		write_curve(&chosen.series[i]->phase[LC_TOTAL], t->unit_ns,
			    out);
	}
	return chosen.n;
}

static bool phases_data(const struct profile *p, const struct text_table *t,
			FILE *out)
{
	bool any = false;

	for (int i = 0; i < TRANSPORTS; i++) {
		double ns[PICTURE_PIECES], end = 0;

		if (!picture_pieces(p, i, ns))
			continue;
		any = true;
		fprintf(out, "\"%s\"", transport_name(i));
		for (int j = 0; j < PICTURE_PIECES; j++) {
			end += ns[j];
			fprintf(out, " %.9g", end / t->unit_ns);
		}
		fputc('\n', out);
	}
	return any;
}

static const struct {
	const char *name, *title, *caption;
	bool (*data)(const struct profile *p, const struct text_table *t,
		     FILE *out);
} pictures[PICTURES] = {
	[PICTURE_LATENCY] = {"latency", "How transfers are distributed",
			     "Each row is the histogram of a series' total, "
			     "drawn as high as the others.",
			     latency_data},
	[PICTURE_PERCENTILES] =
		{"percentiles", "How slow the slowest are",
		 "The total that so many percent of a series' "
		 "transfers do not exceed; the axis gives every "
		 "nine the same room. A curve ends at the "
		 "slowest transfer.",
		 percentiles_data},
	[PICTURE_PHASES] = {"phases", "Where the time goes",
			    "The mean time of a transfer over each transport, "
			    "piece by piece.",
			    phases_data},
};

const char *picture_name(enum picture picture)
{
	return pictures[picture].name;
}

const char *picture_title(enum picture picture)
{
	return pictures[picture].title;
}

const char *picture_caption(enum picture picture)
{
	return pictures[picture].caption;
}

bool picture_data(const struct profile *p, const struct text_table *t,
		  enum picture picture, FILE *out)
{
	return pictures[picture].data(p, t, out);
}
