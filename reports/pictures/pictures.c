// SPDX-License-Identifier: GPL-2.0-only
#include "pictures.h"

#include <math.h>

#define BINS   72  /* of a histogram: some pixels each */
#define POINTS 240 /* of a percentile curve */

/*
 * A block of data for each curve, which begins with what a legend says of it.
 * Names are those of the specification, numbers or ours: no quotes among them.
 */
static void begin_curve(const struct figures *f, size_t i, FILE *out)
{
	const struct figures_curve *curve = &f->curve[i];

	/* Two empty lines divide blocks; behind the last they would begin one. */
	fprintf(out, "%s\"%s%s%s\"\n", i ? "\n\n" : "", f->row[curve->row],
		f->n_sides ? ": " : "",
		f->n_sides ? f->side[curve->color] : "");
}

void picture_bins(const struct hist *h, double low, double high, double *share,
		  int n_bins)
{
	const double scale = n_bins / log(high / low);

	for (int i = 0; i < n_bins; i++)
		share[i] = 0;
	for (uint32_t i = 0; i < h->n_buckets; i++) {
		const uint32_t index = h->bucket[i].index;
		double middle = ((double)hist_lower(index) +
				 (double)hist_upper(index)) /
				2;
		int at = (int)(log(fmax(middle, 1) / low) * scale);

		at = at < 0 ? 0 : at >= n_bins ? n_bins - 1 : at;
		share[at] += (double)h->bucket[i].n / (double)h->count;
	}
}

/* Edge, height, row and colour. */
static int latency_data(const struct figures *f, FILE *out, bool *any)
{
	double low = INFINITY, high = 1, share[BINS];

	for (size_t i = 0; i < f->n_curves; i++) {
		low = fmin(low, fmax((double)f->curve[i].total.min, 1));
		high = fmax(high, (double)f->curve[i].total.max);
	}
	low *= 0.95;
	high *= 1.05;
	for (size_t i = 0; i < f->n_curves; i++) {
		const struct figures_curve *curve = &f->curve[i];
		double most = 0;

		picture_bins(&curve->total, low, high, share, BINS);
		for (int j = 0; j < BINS; j++)
			most = fmax(most, share[j]);
		begin_curve(f, i, out);
		for (int j = 0; j < 2 * BINS; j++)
			fprintf(out, "%.9g %.6g %u %u\n",
				low *
					pow(high / low,
					    (j + 1) / 2 / (double)BINS) /
					f->unit_ns,
				share[j / 2] / most, curve->row + 1,
				curve->color + 1);
	}
	*any = f->n_curves;
	return 0;
}

/*
 * The steps of the quantile function; those too narrow to see become one. The
 * axis is logarithmic: nothing takes less than 1 ns on it.
 */
static void write_curve(const struct hist *h, double unit_ns, const char *rest,
			FILE *out)
{
	const double apart = pow((double)h->count, 1.0 / POINTS);
	uint64_t below = 0;
	double from = 1;

	for (uint32_t i = 0; i < h->n_buckets; i++) {
		const uint64_t upper = hist_upper(h->bucket[i].index);
		const double ns =
			fmax((double)(upper < h->max ? upper : h->max), 1);
		double to = (double)h->count;

		below += h->bucket[i].n;
		if (below < h->count)
			to /= (double)(h->count - below);
		if (below < h->count && to < from * apart)
			continue;
		fprintf(out, "%.9g %.9g %s\n%.9g %.9g %s\n", from, ns / unit_ns,
			rest, to, ns / unit_ns, rest);
		from = to;
	}
}

/* 1 / (1 - p), latency, panel and colour. */
static int percentiles_data(const struct figures *f, FILE *out, bool *any)
{
	for (size_t i = 0; i < f->n_curves; i++) {
		const struct figures_curve *curve = &f->curve[i];
		char rest[32];

		snprintf(rest, sizeof(rest), "%u %u",
			 f->n_sides ? curve->row + 1 : 1, curve->color + 1);
		begin_curve(f, i, out);
		write_curve(&curve->total, f->unit_ns, rest, out);
	}
	*any = f->n_curves;
	return 0;
}

/* What it is; what of, for its row's first; its place; where each piece ends. */
static int phases_data(const struct figures *f, FILE *out, bool *any)
{
	for (size_t i = 0; i < f->n_bars; i++) {
		const struct figures_bar *bar = &f->bar[i];
		const bool first = !i || bar->row != bar[-1].row;
		double end = 0;

		if (f->n_sides)
			fprintf(out, "\"%u %s\" \"%s\"", bar->row + 1,
				bar->side, first ? f->row[bar->row] : "");
		else
			fprintf(out, "\"%s\" \"\"", bar->side);
		fprintf(out, " %g", (double)i + 0.5 * bar->row);
		for (int j = 0; j < FIGURES_PIECES; j++) {
			end += bar->ns[j];
			fprintf(out, " %.9g", end / f->unit_ns);
		}
		fputc('\n', out);
	}
	*any = f->n_bars;
	return 0;
}

static const struct {
	const char *name, *title;
	const char *caption, *compared; /* the latter: of a comparison */
	int (*data)(const struct figures *f, FILE *out, bool *any);
} pictures[PICTURES] = {
	[PICTURE_LATENCY] =
		{"latency", "How transfers are distributed",
		 "Each row is the histogram of a series' total, drawn as high "
		 "as the others.",
		 "Each row has the histograms of a message's total, of all "
		 "runs of a side together, drawn as high as the others.",
		 latency_data},
	[PICTURE_PERCENTILES] =
		{"percentiles", "How slow the slowest are",
		 "The total that so many percent of a series' transfers do "
		 "not exceed; the axis gives every nine the same room. A "
		 "curve ends at the slowest transfer.",
		 "The total that so many percent of a message's transfers do "
		 "not exceed, of all runs of a side together; the axis gives "
		 "every nine the same room. A curve ends at the slowest "
		 "transfer.",
		 percentiles_data},
	[PICTURE_PHASES] = {"phases", "Where the time goes",
			    "The mean time of a transfer over each transport, "
			    "piece by piece.",
			    "The mean time of a transfer, piece by piece.",
			    phases_data},
	[PICTURE_TIMELINE] =
		{"timeline", "What happened when",
		 "All transfers together: the stronger the colour, the more of "
		 "an interval's took so long; below, how many were begun in a "
		 "second. A percentile is missing where too few samples tell.",
		 NULL, timeline_data},
};

const char *picture_name(enum picture picture)
{
	return pictures[picture].name;
}

const char *picture_title(enum picture picture)
{
	return pictures[picture].title;
}

const char *picture_caption(enum picture picture, const struct figures *f)
{
	return f->n_sides ? pictures[picture].compared
			  : pictures[picture].caption;
}

int picture_data(const struct figures *f, enum picture picture, FILE *out,
		 bool *any)
{
	*any = false;
	return pictures[picture].data(f, out, any);
}
