// SPDX-License-Identifier: GPL-2.0-only
#include "check_words.h"

#include <inttypes.h>

#include "names.h"

void check_subject(const struct check_result *r, FILE *out)
{
	char title[KEY_TITLE_LEN];

	fprintf(out, "%s: ", key_title(&r->key, title));
	if (r->limit->kind == LIMIT_COUNT)
		fputs(limit_name(r->limit), out);
	else
		fprintf(out, "%s %s%s", phase_name(r->phase),
			statistic_name(r->limit->what),
			r->limit->kind == LIMIT_REGRESSION ? " regression"
							   : "");
}

static void write_us(double ns, FILE *out)
{
	fprintf(out, "%.3f us", ns / 1e3);
}

static void write_time(const struct check_result *r, FILE *out)
{
	write_us(r->value, out);
	fputs(", limit ", out);
	write_us(r->most, out);
}

static void write_count(const struct check_result *r, FILE *out)
{
	fprintf(out, "%.0f, limit %.0f", r->value, r->most);
}

/* "+1.000 us (+4.0 %) on 25.000 us, limit 1.250 us; p = 0.0012, 10 … runs" */
static void write_regression(const struct check_result *r, FILE *out)
{
	const double base = r->difference.a.value;

	fprintf(out, "%+.3f us", r->value / 1e3);
	if (base > 0)
		fprintf(out, " (%+.1f %%)", 100 * r->value / base);
	fputs(" on ", out);
	write_us(base, out);
	fputs(", limit ", out);
	write_us(r->most, out);
	if (r->difference.exact)
		fputs("; deterministic", out);
	if (r->difference.tested)
		fprintf(out, "; p = %.2g", r->difference.p);
	fprintf(out, ", %zu run%s on %zu", r->runs_b, r->runs_b == 1 ? "" : "s",
		r->runs_a);
}

static void write_value(const struct check_result *r, FILE *out)
{
	switch (r->limit->kind) {
	case LIMIT_TIME:
		write_time(r, out);
		break;
	case LIMIT_COUNT:
		write_count(r, out);
		break;
	case LIMIT_REGRESSION:
		write_regression(r, out);
		break;
	}
}

/* Why no verdict could be given, as the end of a sentence. */
static void write_doubt(const struct check *g, const struct check_result *r,
			FILE *out)
{
	const struct limit_conditions *c = &r->section->conditions;

	switch (r->cause) {
	case CHECK_WITHIN:
	case CHECK_BEYOND:
		break;
	case CHECK_NO_VALUE:
		fputs("no run has a figure for it", out);
		break;
	case CHECK_NO_BASELINE:
		fputs("the baseline has no figure for it", out);
		break;
	case CHECK_FEW_SAMPLES:
		fprintf(out, "%" PRIu64 " samples are too few", r->samples);
		if ((double)r->samples < c->min_samples)
			fprintf(out, ", min-samples is %.0f", c->min_samples);
		break;
	case CHECK_FEW_RUNS:
		fprintf(out,
			"%zu runs on %zu of the baseline are too few, "
			"min-runs is %.0f",
			r->runs_b, r->runs_a, c->min_runs);
		break;
	case CHECK_FEW_FOR_ALPHA:
		fprintf(out,
			"with %zu tests at alpha %g it takes %zu runs a side",
			g->n_tests, g->limits->alpha,
			runs_needed(g->n_tests, g->limits->alpha));
		break;
	case CHECK_CHANCE:
		fprintf(out, "that may be chance at alpha %g; record more runs",
			g->limits->alpha);
		break;
	case CHECK_NOT_REPEATED:
		fputs("these runs are deterministic, but not the same; what "
		      "else did they measure?",
		      out);
		break;
	case CHECK_LOST:
		fprintf(out, "%" PRIu64 " lost, limit %.0f", r->lost, c->lost);
		break;
	}
}

void check_finding(const struct check *g, const struct check_result *r,
		   FILE *out)
{
	if (r->has_value)
		write_value(r, out);
	if (r->verdict == CHECK_INCONCLUSIVE) {
		if (r->has_value)
			fputs("; ", out);
		write_doubt(g, r, out);
	}
	if (r->failed_once)
		fputs("; failed at first, not again", out);
}

void check_summary(const struct check *g, FILE *out)
{
	fprintf(out, "%zu limit%s: %zu failed, %zu inconclusive, %zu passed",
		g->n, g->n == 1 ? "" : "s", g->count[CHECK_FAIL],
		g->count[CHECK_INCONCLUSIVE], g->count[CHECK_PASS]);
}

char *check_subject_string(const struct check_result *r)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	if (!out)
		return NULL;
	check_subject(r, out);
	return fclose(out) ? NULL : text;
}

char *check_finding_string(const struct check *g, const struct check_result *r)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	if (!out)
		return NULL;
	check_finding(g, r, out);
	return fclose(out) ? NULL : text;
}
