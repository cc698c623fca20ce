// SPDX-License-Identifier: GPL-2.0-only
#include "check_phase.h"

#include "series_statistic.h"

/* Returns the mean time that a transfer of @set spends in a phase. */
static double mean_of(const struct run_set *set, const struct series_key *key,
		      enum lc_phase phase)
{
	const struct series *s = set ? profile_find(&set->all, key) : NULL;

	/* Of an unknown sum, nothing is to blame. */
	if (!s || !series_samples(s, LC_TOTAL) ||
	    !sum_is_known(series_sum_ns(s, LC_TOTAL)))
		return 0;
	return (double)series_sum_ns(s, phase) /
	       (double)series_samples(s, LC_TOTAL);
}

static double growth_of(const struct check *c, const struct check_result *r,
			enum lc_phase phase)
{
	return mean_of(c->runs, &r->key, phase) -
	       mean_of(c->baseline, &r->key, phase);
}

bool check_find_phase(const struct check *c, const struct check_result *r,
		      struct blamed_phase *b)
{
	static const enum lc_phase phases[] = {
		LC_SUBMIT,    LC_DOORBELL, LC_SERVICE, LC_DISPATCH,
		LC_TRANSPORT, LC_WAKEUP,   LC_TIMEOUT,
	};

	if (r->verdict != CHECK_FAIL || limit_is_count(r->limit) ||
	    r->phase != LC_TOTAL)
		return false;
	*b = (struct blamed_phase){
		.by_baseline = mean_of(c->baseline, &r->key, LC_TOTAL) > 0,
		.total_ns = growth_of(c, r, LC_TOTAL),
	};
	for (size_t i = 0; i < sizeof(phases) / sizeof(phases[0]); i++) {
		const double ns = growth_of(c, r, phases[i]);

		if (ns > b->ns) {
			b->phase = phases[i];
			b->ns = ns;
		}
	}
	return b->ns > 0 && b->total_ns > 0;
}
