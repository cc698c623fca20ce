// SPDX-License-Identifier: GPL-2.0-only
#include "compare_words.h"

#include <stdio.h>

#include "alloc.h"
#include "names.h"
#include "units.h"

char *compare_caveat(const struct comparison *c)
{
	size_t n_tests = c->n_tests, possible = 0;

	for (size_t i = 0; i < c->n_rows; i++)
		if (c->rows[i].verdict == VERDICT_UNTESTED)
			n_tests++;
		else if (c->rows[i].tested &&
			 smallest_p(c->rows[i].n_a, c->rows[i].n_b) *
					 (double)(2 * c->n_tests) <=
				 COMPARE_ALPHA)
			possible++;
	if (!n_tests || possible)
		return NULL;
	return xasprintf(
		"No difference can be significant: %s. At least %zu runs a "
		"side are needed, each in a file of its own.",
		c->n_tests ? "there are too few runs for this many comparisons"
			   : "a side has one run only",
		runs_needed(2 * n_tests, COMPARE_ALPHA));
}

char *compare_verdict(const struct comparison *c)
{
	const bool by_transport = comparison_by_transport(c);
	char *caveat = compare_caveat(c), tail[32];

	if (caveat)
		return caveat;
	if (!comparison_compared(c))
		return xstrdup("There is nothing to compare: the sides have no "
			       "latency in common.");
	snprintf(tail, sizeof(tail), " (p <= %g)", COMPARE_ALPHA);
	return xasprintf(
		"%s slower%s%s in %zu and faster in %zu of %zu comparisons%s.",
		by_transport ? "The others are" : "B is",
		by_transport ? " than " : "",
		by_transport ? transport_names[c->rows[0].transport_a] : "",
		comparison_count(c, VERDICT_SLOWER),
		comparison_count(c, VERDICT_FASTER), comparison_compared(c),
		comparison_is_exact(c) ? "; deterministic: each is real"
				       : tail);
}

char *compare_legend(const struct comparison *c, const char *unit)
{
	if (comparison_is_exact(c))
		return xasprintf("Times are in %s. The runs are deterministic: "
				 "B-A is exact, but percentiles have the "
				 "width of a bucket.",
				 unit);
	return xasprintf(
		"Each time, in %s, is the median of the runs. B-A is the "
		"Hodges-Lehmann shift, low ... high its %g %% confidence "
		"interval. effect is Cliff's delta: -1 all of B are faster, "
		"+1 all are slower. p is from the Mann-Whitney test, corrected "
		"(Holm) for %zu test%s.",
		unit, 100 * COMPARE_CONFIDENCE, c->n_tests, plural(c->n_tests));
}
