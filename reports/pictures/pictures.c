// SPDX-License-Identifier: GPL-2.0-only
#include "pictures.h"

#include <math.h>

#define BINS   72  /* per histogram */
#define POINTS 240 /* per percentile curve */

/*
 * Starts the data block of a curve with its title for the legend. Titles are
 * constants and numbers, without quotes.
 */
static void start_curve(const struct figures *f, size_t i, FILE *out)
{
	const struct figures_curve *curve = &f->curve[i];

	/* Two empty lines separate blocks. */
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

/* Lines of edge, height, row and colour. */
static bool latency_data(const struct figures *f, FILE *out)
{
	double low = INFINITY, high = 1, share[BINS];

	for (size_t i = 0; i < f->n_curves; i++) {
		low = fmin(low, fmax((double)f->curve[i].total->min, 1));
		high = fmax(high, (double)f->curve[i].total->max);
	}
	low *= 0.95;
	high *= 1.05;
	for (size_t i = 0; i < f->n_curves; i++) {
		const struct figures_curve *curve = &f->curve[i];
		double most = 0;

		picture_bins(curve->total, low, high, share, BINS);
		for (int j = 0; j < BINS; j++)
			most = fmax(most, share[j]);
		start_curve(f, i, out);
		for (int j = 0; j < 2 * BINS; j++)
			fprintf(out, "%.9g %.6g %u %u\n",
				low *
					pow(high / low,
					    (j + 1) / 2 / (double)BINS) /
					f->unit_ns,
				share[j / 2] / most, curve->row + 1,
				curve->color + 1);
	}
	return f->n_curves;
}

/*
 * Writes the steps of the quantile function and joins steps that are too narrow to
 * see. Because the axis is logarithmic, the least time is 1 ns.
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

/* Lines of 1 / (1 - p), latency, panel and colour. */
static bool percentiles_data(const struct figures *f, FILE *out)
{
	for (size_t i = 0; i < f->n_curves; i++) {
		const struct figures_curve *curve = &f->curve[i];
		char rest[32];

		snprintf(rest, sizeof(rest), "%u %u",
			 f->n_sides ? curve->row + 1 : 1, curve->color + 1);
		start_curve(f, i, out);
		write_curve(curve->total, f->unit_ns, rest, out);
	}
	return f->n_curves;
}

/* Lines of label, title (first bar of a row only), position, ends of pieces. */
static bool phases_data(const struct figures *f, FILE *out)
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
	return f->n_bars;
}

const struct picture_kind picture_kinds[PICTURES] = {
	[PICTURE_LATENCY] =
		{"latency", "Distribution of latency",
		 "Each row is the histogram of the total of a series, "
		 "normalised to equal height.",
		 "Each row has the histograms of the total of a message, of "
		 "all runs of a side together, normalised to equal height.",
		 latency_data},
	[PICTURE_PERCENTILES] =
		{"percentiles", "Latency by percentile",
		 "x % of transfers finished within y. The x axis is "
		 "logarithmic in 1 - percentile, so 90, 99 and 99.9 are evenly "
		 "spaced. A curve ends at the slowest transfer.",
		 "x % of transfers finished within y, of all runs of a side "
		 "together. The x axis is logarithmic in 1 - percentile, so "
		 "90, 99 and 99.9 are evenly spaced. A curve ends at the "
		 "slowest transfer.",
		 percentiles_data},
	[PICTURE_PHASES] = {"phases", "Where the time goes",
			    "The mean time of a transfer over each transport, "
			    "by phase.",
			    "The mean time of a transfer, by phase.",
			    phases_data},
	[PICTURE_TIMELINE] =
		{"timeline", "Latency over time",
		 "All transfers together. A stronger colour means a larger "
		 "share of the transfers of an interval; below, the number of "
		 "transfers started per second. A percentile is missing where "
		 "there are too few samples.",
		 NULL, timeline_data},
};
