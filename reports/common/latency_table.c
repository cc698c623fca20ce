// SPDX-License-Identifier: GPL-2.0-only
#include "latency_table.h"

#include <inttypes.h>
#include <string.h>

#include "alloc.h"

const char *const latency_titles[LATENCY_COLUMNS] = {
	"count", "min", "p50", "p90", "p99", "p999", "max", "mean", "time%",
};

static void set_time(const struct latency_table *t, char *cell, double ns,
		     int decimals)
{
	snprintf(cell, sizeof(((struct latency_row *)0)->cell[0]), "%.*f",
		 decimals, ns / t->unit_ns);
}

static void fill_row(const struct latency_table *t, const struct hist *h,
		     int phase, struct latency_row *row)
{
	static const unsigned int permille[] = {500, 900, 990, 999};
	double mean;

	snprintf(row->cell[0], sizeof(row->cell[0]), "%" PRIu64, h->count);
	set_time(t, row->cell[1], (double)h->min, t->decimals);
	for (int i = 0; i < 4; i++) {
		uint64_t value;

		if (hist_percentile(h, permille[i], &value))
			set_time(t, row->cell[2 + i], (double)value,
				 t->decimals);
		else
			strcpy(row->cell[2 + i], "-");
	}
	set_time(t, row->cell[6], (double)h->max, t->decimals);
	/* A mean is finer than the timestamps of its samples. */
	if (hist_mean(h, &mean))
		set_time(t, row->cell[7], mean, t->decimals ? t->decimals : 1);
	else
		strcpy(row->cell[7], "-");
	/* Callers do not wait in these phases, or it is in others already. */
	if (t->all_ns && sum_is_known(t->all_ns) && phase != LC_DELAYED &&
	    phase != LC_HANDLING && phase != LC_ANSWER)
		snprintf(row->cell[8], sizeof(row->cell[8]), "%.1f",
			 100.0 * (double)h->sum / (double)t->all_ns);
	else
		strcpy(row->cell[8], "-");
}

/* The samples of a phase that has a row; NULL when it has none. */
static const struct hist *phase_of(const struct series *s, int phase)
{
	const struct hist *h = &s->phase[phase];

	return phase != LC_TIMEOUT && h->count ? h : NULL;
}

bool latency_row(const struct latency_table *t, const struct series *s,
		 enum lc_phase phase, struct latency_row *row)
{
	const struct hist *h = phase_of(s, phase);

	if (h)
		fill_row(t, h, phase, row);
	return h;
}

/*
 * The fastest median determines the unit, so that it has enough digits. The
 * largest value and the resolution of the timestamps determine the decimals, so
 * that columns stay narrow.
 */
static void choose_unit(struct latency_table *t, uint64_t fastest_ns,
			uint64_t largest_ns, uint64_t resolution_ns)
{
	static const double scale[] = {1, 10, 100, 1000};
	double largest, finest;

	t->unit = "us";
	t->unit_ns = 1e3;
	if (fastest_ns >= 10000000000ull) {
		t->unit = "s";
		t->unit_ns = 1e9;
	} else if (fastest_ns >= 10000000) {
		t->unit = "ms";
		t->unit_ns = 1e6;
	}
	largest = (double)largest_ns / t->unit_ns;
	t->decimals = largest < 1e3 ? 3 : largest < 1e4 ? 2 : 1;
	finest = t->unit_ns / (double)(resolution_ns ? resolution_ns : 1);
	while (t->decimals && scale[t->decimals] > finest)
		t->decimals--;
}

void latency_table_init(struct latency_table *t, const struct profile *p)
{
	uint64_t fastest = UINT64_MAX, largest = 0, resolution = 0, median;

	*t = (struct latency_table){.all_ns = profile_time_ns(p)};
	for (size_t i = 0; i < p->n_runs; i++)
		if (p->runs[i].resolution_ns > resolution)
			resolution = p->runs[i].resolution_ns;
	for (size_t i = 0; i < p->n_series * LC_PHASES; i++) {
		const int phase = (int)(i % LC_PHASES);
		const struct series *s = &p->series[i / LC_PHASES];
		const struct hist *h = phase_of(s, phase);

		t->has_timeout |= s->phase[LC_TIMEOUT].count > 0;
		if (!h)
			continue;
		if (largest < h->max)
			largest = h->max;
		t->has_transport |= phase == LC_TRANSPORT;
		t->has_answer |= phase == LC_ANSWER;
		if (phase != LC_TOTAL)
			continue;
		if (hist_percentile(h, 500, &median) && median < fastest)
			fastest = median;
	}
	choose_unit(t, fastest == UINT64_MAX ? 0 : fastest, largest,
		    resolution);
}

char *latency_legend(const struct latency_table *t)
{
	return xasprintf(
		"Latency in %s; percentiles to 0.8 %%, other values exact. "
		"time%%: of all SCMI time%s.%s%s",
		t->unit, t->has_timeout ? ", timeouts included" : "",
		t->has_transport
			? " transport = submit + doorbell + service + "
			  "dispatch, when they cannot be measured separately."
			: "",
		t->has_answer ? " answer = doorbell + service." : "");
}
