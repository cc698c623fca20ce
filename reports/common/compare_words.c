// SPDX-License-Identifier: GPL-2.0-only
#include "compare_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "compare_counts.h"
#include "compare_totals.h"
#include "facts.h"
#include "names.h"
#include "text.h"
#include "units.h"

char *compare_caveat(const struct comparison *c)
{
	size_t n_tests = c->n_tests, possible = 0;

	for (size_t i = 0; i < c->n_rows; i++)
		if (c->rows[i].verdict == VERDICT_UNTESTED)
			n_tests++;
		else if (c->rows[i].tested &&
			 difference_smallest_p(&c->rows[i].test, c->rows[i].n_a,
					       c->rows[i].n_b) *
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

/* Transports of one set of runs have different work by intention. */
static char *append_totals(char *text, const struct comparison *c)
{
	const size_t more = totals_count(c, VERDICT_SLOWER);
	const size_t less = totals_count(c, VERDICT_FASTER);

	if (comparison_by_transport(c) || (!more && !less))
		return text;
	return words_append(text,
			    "B sends more of %zu and less of %zu of %zu "
			    "message%s.",
			    more, less, c->n_totals, plural(c->n_totals));
}

static char *append_counts(char *text, const struct comparison *c)
{
	const size_t more = counts_count(c, VERDICT_SLOWER);
	const size_t less = counts_count(c, VERDICT_FASTER);

	if (!more && !less)
		return text;
	return words_append(text,
			    "B has more in %zu and less in %zu of %zu count%s "
			    "of timeouts, errors and anomalies.",
			    more, less, c->n_counts, plural(c->n_counts));
}

char *compare_title(const struct comparison *c, const struct series_key *key,
		    enum transport a)
{
	char title[KEY_TITLE_LEN];

	key_title(key, title);
	return comparison_by_transport(c) ? xasprintf("%s (B), against %s (A)",
						      title, transport_names[a])
					  : xstrdup(title);
}

const char *compare_count_title(const struct count_difference *d, char *buf)
{
	return d->kind == EVENTS_LOST ? "all messages"
				      : key_title(&d->key, buf);
}

bool count_is_significant(const struct count_difference *d)
{
	return d->verdict == VERDICT_SLOWER || d->verdict == VERDICT_FASTER;
}

const char *compare_count_verdict(const struct count_difference *d)
{
	return count_is_significant(d) ? total_verdict_name(d->verdict) : "";
}

const char *compare_total_verdict(const struct difference *d)
{
	return difference_is_significant(d) ? total_verdict_name(d->verdict)
					    : "";
}

const char *compare_row_verdict(const struct difference *row)
{
	return difference_is_significant(row) ? verdict_names[row->verdict]
					      : "";
}

static char *latency_verdict(const struct comparison *c)
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

char *compare_verdict(const struct comparison *c)
{
	return append_counts(append_totals(latency_verdict(c), c), c);
}

char *compare_totals_legend(const struct comparison *c)
{
	char *text = xstrdup("Messages of a run, and their summed time with "
			     "timeouts: the median of the runs, as below.");

	if (!c->n_total_tests)
		return text;
	return words_append(text,
			    "p is corrected (Holm) for these %zu tests alone.",
			    c->n_total_tests);
}

static bool any_bursts(const struct comparison *c)
{
	for (size_t i = 0; i < c->n_counts; i++)
		if (c->counts[i].bursts)
			return true;
	return false;
}

char *compare_counts_legend(const struct comparison *c)
{
	char *text = xstrdup("Timeouts, errors, anomalies and losses in all "
			     "runs of A and B, of this many messages.");

	if (c->n_count_tests)
		text = words_append(
			text,
			"p is exact for independent events (binomial, given "
			"their sum), corrected (Holm) for %zu test%s.",
			c->n_count_tests, plural(c->n_count_tests));
	if (any_bursts(c))
		text = words_append(text,
				    "Events that come in bursts are compared "
				    "by the runs' ranks.");
	return text;
}

/* "bpf and ftrace" */
static char *source_list(unsigned int sources)
{
	char *text = NULL;

	for (int i = 0; i < SOURCES; i++)
		if (sources & 1u << i)
			text = words_append(text, "%s%s", text ? "and " : "",
					    source_names[i]);
	return text;
}

char *compare_sources(const struct comparison *c)
{
	const unsigned int a = run_set_sources(c->a), b = run_set_sources(c->b);
	char *of_a, *of_b, *text;

	if (a == b)
		return NULL;
	of_a = source_list(a);
	of_b = source_list(b);
	text = xasprintf("The source of A is %s, that of B %s: they see not "
			 "the same and cost a transfer differently, so a "
			 "difference may be theirs.",
			 of_a, of_b);
	free(of_a);
	free(of_b);
	return text;
}

static char *legend_of_figures(const struct comparison *c, const char *unit)
{
	if (comparison_is_exact(c))
		return xasprintf("Times are in %s. The runs are deterministic: "
				 "B-A is exact, but percentiles have the "
				 "width of a bucket.",
				 unit);
	return xasprintf(
		"Each time, in %s, is the median of the runs. B-A is the "
		"Hodges-Lehmann shift, low ... high its %g %% confidence "
		"interval, each for itself. effect is Cliff's delta: -1 all of "
		"B are faster, "
		"+1 all are slower. p is from the Mann-Whitney test, corrected "
		"(Holm) for %zu test%s.",
		unit, 100 * COMPARE_CONFIDENCE, c->n_tests, plural(c->n_tests));
}

static bool any_blocks(const struct comparison *c)
{
	for (size_t i = 0; i < c->n_rows; i++)
		if (c->rows[i].tested && c->rows[i].test.n_blocks)
			return true;
	return false;
}

char *compare_legend(const struct comparison *c, const char *unit)
{
	char *sources = compare_sources(c);
	char *text = legend_of_figures(c, unit);

	if (any_blocks(c))
		text = words_append(text,
				    "The runs are in turns and the machine "
				    "drifted, so some rows are compared within "
				    "turns of four runs (aligned ranks).");
	if (sources)
		text = words_append(text, "%s", sources);
	free(sources);
	return text;
}

enum run_part {
	PART_LABEL,
	PART_HOST,
	PART_KERNEL,
	PARTS
};

static const char *part_of(const struct run *run, enum run_part part)
{
	return part == PART_LABEL  ? run->label
	       : part == PART_HOST ? run->host
				   : run->kernel;
}

/* Returns the text that all runs have; NULL: there is none. */
static const char *common_part(const struct run_set *set, enum run_part part)
{
	const char *text = NULL;

	for (size_t i = 0; i < set->n; i++)
		for (size_t k = 0; k < set->profile[i].n_runs; k++) {
			const char *own =
				part_of(&set->profile[i].runs[k], part);

			if (!own || (text && strcmp(text, own)))
				return NULL;
			text = own;
		}
	return text;
}

char *compare_side_name(const struct run_set *side, const struct run_set *other)
{
	const char *label = common_part(side, PART_LABEL);
	const char *other_label = common_part(other, PART_LABEL);
	const char *kernel = common_part(side, PART_KERNEL);
	const char *other_kernel = common_part(other, PART_KERNEL), *file;

	if (label && !(other_label && !strcmp(label, other_label)))
		return xstrdup(label);
	if (kernel && other_kernel && strcmp(kernel, other_kernel))
		return xstrdup(kernel);
	if (!side->n)
		return xstrdup("no file");
	file = strrchr(side->path[0], '/');
	file = file ? file + 1 : side->path[0];
	return side->n == 1 ? xstrdup(file)
			    : xasprintf("%s and %zu more", file, side->n - 1);
}

/* "2026-03-02 03:00 UTC to 2026-03-03 03:00 UTC", in the order of the files */
static char *dates_of(const struct run_set *set)
{
	const struct profile *last = &set->profile[set->n ? set->n - 1 : 0];
	char *from, *to, *text = NULL;

	if (!set->n || !set->profile[0].n_runs || !last->n_runs)
		return NULL;
	from = run_date(&set->profile[0].runs[0]);
	to = run_date(&last->runs[last->n_runs - 1]);
	if (from && to && strcmp(from, to))
		text = xasprintf("%s to %s", from, to);
	else if (from && to)
		text = xstrdup(from);
	free(from);
	free(to);
	return text;
}

char *compare_side_origin(const struct run_set *side)
{
	char *dates = dates_of(side), *text = NULL;

	for (int i = 0; i < PARTS; i++) {
		const char *part = common_part(side, i);

		if (part)
			text = words_append(text, "%s%s", text ? "- " : "",
					    part);
	}
	if (dates)
		text = words_append(text, "%s%s", text ? "- " : "", dates);
	free(dates);
	return text;
}
