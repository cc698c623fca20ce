// SPDX-License-Identifier: GPL-2.0-only
#include "pictures.h"

#include <math.h>

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
		f->n_sides ? ": " : "", f->n_sides ? f->side[curve->side] : "");
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

void picture_scale(const struct figures *f, double *low, double *high)
{
	*low = INFINITY;
	*high = 1;
	for (size_t i = 0; i < f->n_curves; i++) {
		*low = fmin(*low, fmax((double)f->curve[i].total->min, 1));
		*high = fmax(*high, (double)f->curve[i].total->max);
	}
	*low *= 0.95;
	*high *= 1.05;
}

/* Lines of edge, height, row and side. */
static bool latency_data(const struct figures *f, FILE *out)
{
	double low, high, share[PICTURE_BINS];

	picture_scale(f, &low, &high);
	for (size_t i = 0; i < f->n_curves; i++) {
		const struct figures_curve *curve = &f->curve[i];
		double most = 0;

		picture_bins(curve->total, low, high, share, PICTURE_BINS);
		for (int j = 0; j < PICTURE_BINS; j++)
			most = fmax(most, share[j]);
		start_curve(f, i, out);
		for (int j = 0; j < 2 * PICTURE_BINS; j++)
			fprintf(out, "%.9g %.6g %u %u\n",
				low *
					pow(high / low,
					    (j + 1) / 2 /
						    (double)PICTURE_BINS) /
					f->unit_ns,
				share[j / 2] / most, curve->row + 1,
				curve->side + 1);
	}
	return f->n_curves;
}

void picture_steps(const struct hist *h, picture_step *step, void *to)
{
	const double apart = pow((double)h->count, 1.0 / POINTS);
	uint64_t below = 0;
	double from = 1;

	for (uint32_t i = 0; i < h->n_buckets; i++) {
		const uint64_t upper = hist_upper(h->bucket[i].index);
		const double ns =
			fmax((double)(upper < h->max ? upper : h->max), 1);
		double end = (double)h->count;

		below += h->bucket[i].n;
		if (below < h->count)
			end /= (double)(h->count - below);
		if (below < h->count && end < from * apart)
			continue;
		step(to, from, end, ns);
		from = end;
	}
}

struct curve_lines {
	double unit_ns;
	unsigned int panel, side;
	FILE *out;
};

/* Two lines of 1 / (1 - p), latency, panel and side. */
static void write_step(void *to, double from, double end, double ns)
{
	const struct curve_lines *l = to;

	fprintf(l->out, "%.9g %.9g %u %u\n%.9g %.9g %u %u\n", from,
		ns / l->unit_ns, l->panel, l->side, end, ns / l->unit_ns,
		l->panel, l->side);
}

static bool percentiles_data(const struct figures *f, FILE *out)
{
	for (size_t i = 0; i < f->n_curves; i++) {
		const struct figures_curve *curve = &f->curve[i];
		struct curve_lines lines = {f->unit_ns, curve->row + 1,
					    curve->side + 1, out};

		start_curve(f, i, out);
		picture_steps(curve->total, write_step, &lines);
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
			fprintf(out, "\"%s\" \"%s\" %g", bar->side,
				first ? f->row[bar->row] : "",
				(double)i + bar->row);
		else
			fprintf(out, "\"%s\" \"\" %zu", f->row[bar->row], i);
		for (int j = 0; j < FIGURES_PIECES; j++) {
			end += bar->ns[j];
			fprintf(out, " %.9g", end / f->bar_unit_ns);
		}
		fputc('\n', out);
	}
	return f->n_bars;
}

const struct picture_kind picture_kinds[PICTURES] = {
	[PICTURE_LATENCY] = {"latency", "Distribution of latency",
			     latency_data},
	[PICTURE_PERCENTILES] = {"percentiles", "Latency by percentile",
				 percentiles_data},
	[PICTURE_PHASES] = {"phases", "Where the time goes", phases_data},
	[PICTURE_TIMELINE] = {"timeline", "Latency over time", timeline_data},
};
