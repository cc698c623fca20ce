// SPDX-License-Identifier: GPL-2.0-only
#include "series_statistic.h"

uint64_t series_samples(const struct series *s, enum lc_phase phase)
{
	uint64_t n = s->phase[phase].count;

	if (phase == LC_TOTAL)
		sum_add(&n, s->phase[LC_TIMEOUT].count);
	return n;
}

uint64_t series_sum_ns(const struct series *s, enum lc_phase phase)
{
	return phase == LC_TOTAL ? series_time_ns(s) : s->phase[phase].sum;
}

void series_samples_of(const struct series *s, enum lc_phase phase,
		       struct hist *all)
{
	hist_merge(all, &s->phase[phase]);
	if (phase == LC_TOTAL)
		hist_merge(all, &s->phase[LC_TIMEOUT]);
}

typedef bool (*summary)(const struct hist *h, enum statistic statistic,
			double *ns);

static bool summarise(const struct series *s, enum lc_phase phase, summary of,
		      enum statistic statistic, double *ns)
{
	struct hist all = {0};
	bool found;

	if (phase != LC_TOTAL || !s->phase[LC_TIMEOUT].count)
		return of(&s->phase[phase], statistic, ns);
	series_samples_of(s, phase, &all);
	found = of(&all, statistic, ns);
	hist_free(&all);
	return found;
}

bool series_statistic(const struct series *s, enum lc_phase phase,
		      enum statistic statistic, double *ns)
{
	return summarise(s, phase, statistic_of, statistic, ns);
}

bool series_statistic_between(const struct series *s, enum lc_phase phase,
			      enum statistic statistic, double *ns)
{
	return summarise(s, phase, statistic_between, statistic, ns);
}
