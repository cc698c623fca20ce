// SPDX-License-Identifier: GPL-2.0-only
#include "check_words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "check_phase.h"
#include "names.h"
#include "units.h"

char *check_subject(const struct check_result *r)
{
	const bool regression = r->limit->kind == LIMIT_REGRESSION;
	char title[KEY_TITLE_LEN];

	key_title(&r->key, title);
	if (r->limit->kind == LIMIT_COUNT)
		return xasprintf("%s: %s", title, limit_name(r->limit));
	if (r->limit->kind == LIMIT_INCREASE)
		return xasprintf("%s: %s increase", title,
				 limit_name(r->limit) +
					 strlen("max-increase-"));
	return xasprintf("%s: %s %s%s", title, phase_names[r->phase],
			 statistic_names[r->limit->figure],
			 regression ? " regression" : "");
}

/* "; up to +3.900 us (+15.6 %) cannot be excluded", if that is over the limit */
static void write_doubt(const struct check_result *r, double base, FILE *out)
{
	const bool passes = r->cause == CHECK_WITHIN ||
			    r->cause == CHECK_UNPROVEN;

	if (!passes || !r->testable)
		return;
	if (!r->interval.interval) {
		fputs("; too few for an interval", out);
		return;
	}
	if (r->interval.high <= r->most)
		return;
	fprintf(out, "; up to %+.3f us", r->interval.high / 1e3);
	if (base > 0)
		fprintf(out, " (%+.1f %%)", 100 * r->interval.high / base);
	fputs(" cannot be excluded", out);
}

/* "; 95 % interval 480.000 to 530.000 us", unless it is below the limit */
static void write_interval(const struct check_result *r, FILE *out)
{
	if (!r->testable)
		return;
	if (!r->interval.interval)
		fputs("; too few for an interval", out);
	else if (r->interval.high > r->most &&
		 r->interval.high > r->interval.low)
		fprintf(out, "; %g %% interval %.3f to %.3f us",
			100 * CHECK_CONFIDENCE, r->interval.low / 1e3,
			r->interval.high / 1e3);
}

/* "+1.000 us (+4.0 %) on 25.000 us, limit 1.250 us; p = 0.0012, 10 … runs" */
static void write_regression(const struct check_result *r, FILE *out)
{
	const double base = r->difference.a.value;

	fprintf(out, "%+.3f us", r->value / 1e3);
	if (base > 0)
		fprintf(out, " (%+.1f %%)", 100 * r->value / base);
	fprintf(out, " on %.3f us, limit %.3f us%s", base / 1e3, r->most / 1e3,
		r->coarse ? ", the width of a bucket" : "");
	if (r->difference.exact)
		fputs("; deterministic", out);
	if (r->tested)
		fprintf(out, "; p = %.2g", r->p);
	fprintf(out, ", %zu run%s on %zu", r->runs_b, plural(r->runs_b),
		r->runs_a);
	write_doubt(r, base, out);
}

/* "408 of 20000, baseline 0 of 20000, limit +0 %; p = 0.0012" */
static void write_increase(const struct check_result *r, FILE *out)
{
	const struct count_difference *d = &r->count;

	fprintf(out,
		"%" PRIu64 " of %" PRIu64 ", baseline %" PRIu64 " of %" PRIu64
		", limit %+g %%",
		d->b.events, d->b.messages, d->a.events, d->a.messages,
		100 * r->limit->most);
	if (d->exact)
		fputs("; deterministic", out);
	if (r->tested)
		fprintf(out, "; p = %.2g%s", r->p,
			d->bursts ? ", in bursts: by the runs" : "");
}

static void write_value(const struct check_result *r, FILE *out)
{
	switch (r->limit->kind) {
	case LIMIT_TIME:
		fprintf(out, "%.3f us, limit %.3f us", r->value / 1e3,
			r->most / 1e3);
		write_interval(r, out);
		break;
	case LIMIT_COUNT:
		fprintf(out, "%.0f, limit %.0f", r->value, r->most);
		break;
	case LIMIT_REGRESSION:
		write_regression(r, out);
		break;
	case LIMIT_INCREASE:
		write_increase(r, out);
		break;
	}
}

/* "; mostly service: +95.000 us of +100.000 us, in the mean" */
static void write_phase(const struct check *c, const struct check_result *r,
			FILE *out)
{
	struct blamed_phase b;

	if (!check_find_phase(c, r, &b))
		return;
	if (b.by_baseline)
		fprintf(out, "; mostly %s: %+.3f us of %+.3f us in the mean",
			phase_names[b.phase], b.ns / 1e3, b.total_ns / 1e3);
	else
		fprintf(out, "; mostly %s: %.0f %% of the time",
			phase_names[b.phase], 100 * b.ns / b.total_ns);
}

/* Prints why a result is inconclusive, as the end of a sentence. */
static void write_reason(const struct check *c, const struct check_result *r,
			 FILE *out)
{
	const struct limit_conditions *needs = &r->section->conditions;

	switch (r->cause) {
	case CHECK_WITHIN:
	case CHECK_BEYOND:
		break;
	case CHECK_NO_VALUE:
		fputs("no run has a value", out);
		break;
	case CHECK_NO_BASELINE:
		fputs("the baseline has no value", out);
		break;
	case CHECK_FEW_SAMPLES:
		fprintf(out, "too few samples: %" PRIu64, r->samples);
		if ((double)r->samples < needs->min_samples)
			fprintf(out, ", min-samples is %.0f",
				needs->min_samples);
		break;
	case CHECK_FEW_RUNS:
		fprintf(out,
			"too few runs: %zu on %zu of the baseline, "
			"min-runs is %.0f",
			r->runs_b, r->runs_a, needs->min_runs);
		break;
	case CHECK_FEW_FOR_ALPHA:
		fprintf(out, "%zu test%s at alpha %g need%s %zu runs a side",
			c->n_tests, plural(c->n_tests), limits_alpha(c->limits),
			c->n_tests == 1 ? "s" : "",
			r->n_blocks ? 2 * blocks_needed(c->n_tests,
							limits_alpha(c->limits))
				    : runs_needed(c->n_tests,
						  limits_alpha(c->limits)));
		break;
	case CHECK_CHANCE:
		fprintf(out,
			"this may be chance at alpha %g; record more runs%s",
			limits_alpha(c->limits),
			c->limits->looks > 1 ? "" : ", all anew");
		break;
	case CHECK_NOT_REPEATED:
		fputs("the runs are deterministic, but differ from each "
		      "other; check what else ran in them",
		      out);
		break;
	case CHECK_ORDER:
		fputs("the sides were recorded in blocks, so a drift of the "
		      "machine may explain it; record them in turns",
		      out);
		break;
	case CHECK_HOSTS:
		fputs("the sides were recorded on different hosts", out);
		break;
	case CHECK_UNPROVEN:
		fputs("prove = yes", out);
		break;
	case CHECK_LOST:
		fprintf(out, "%" PRIu64 " lost, limit %.0f", r->lost,
			needs->lost);
		break;
	}
}

char *check_finding(const struct check *c, const struct check_result *r)
{
	char *text;
	size_t len;
	FILE *out = xopen_memstream(&text, &len);

	if (r->has_value)
		write_value(r, out);
	write_phase(c, r, out);
	if (r->verdict == CHECK_INCONCLUSIVE) {
		if (r->has_value)
			fputs("; ", out);
		write_reason(c, r, out);
	}
	if (r->failed_once)
		fputs("; failed first, but not in the second recording", out);
	if (r->confirmed)
		fputs("; failed in both recordings, these figures are of the "
		      "second",
		      out);
	if (fclose(out))
		out_of_memory();
	return text;
}

void check_summary(const struct check *c, FILE *out)
{
	fprintf(out, "%zu limit%s: %zu failed, %zu inconclusive, %zu passed",
		c->n, plural(c->n), c->count[CHECK_FAIL],
		c->count[CHECK_INCONCLUSIVE], c->count[CHECK_PASS]);
}

/* As qsort() and bsearch() call it. */
static int compare_keys(const void *a, const void *b)
{
	return series_key_compare(a, b);
}

/* Returns the series whose timeouts or anomalies are limited, sorted; *@n of them. */
static struct series_key *counted_keys(const struct check *c, size_t *n)
{
	struct series_key *keys = xcalloc(c->n + 1, sizeof(*keys));

	*n = 0;
	for (size_t i = 0; i < c->n; i++) {
		const struct limit *limit = c->results[i].limit;

		if (limit_is_count(limit) && (limit->figure == LC_TIMED_OUT ||
					      limit->figure == LIMIT_ANOMALIES))
			keys[(*n)++] = c->results[i].key;
	}
	qsort(keys, *n, sizeof(*keys), compare_keys);
	return keys;
}

/* The results of a series are not consecutive, but mostly so. */
static char *uncounted_timeouts(const struct check *c)
{
	const struct check_result *first = NULL;
	const struct series_key *last = NULL;
	struct series_key *counted;
	char title[KEY_TITLE_LEN];
	size_t n = 0, n_counted;

	counted = counted_keys(c, &n_counted);
	for (size_t i = 0; i < c->n; i++) {
		const struct check_result *r = &c->results[i];

		if (limit_is_count(r->limit) ||
		    r->key.type != MESSAGE_COMMAND ||
		    (last && !series_key_compare(last, &r->key)))
			continue;
		last = &r->key;
		if ((first && !series_key_compare(&first->key, last)) ||
		    bsearch(last, counted, n_counted, sizeof(*counted),
			    compare_keys))
			continue;
		first = first ? first : r;
		n++;
	}
	free(counted);
	if (!first)
		return NULL;
	return xasprintf("[%s] limits latencies, but neither timeouts nor "
			 "anomalies of %s%s; add timeouts = 0 or anomalies = 0",
			 first->section->name, key_title(&first->key, title),
			 n > 1 ? " and other series" : "");
}

struct facts check_warnings(const struct check *c)
{
	struct facts f = {0};

	facts_add(&f, "", uncounted_timeouts(c));
	if (c->baseline)
		facts_append(&f, facts_of_confounders(c->baseline, c->runs));
	return f;
}
