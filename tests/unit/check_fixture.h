/* SPDX-License-Identifier: GPL-2.0-only */
/* Evaluates limits of a text on runs of known values. */
#ifndef SCMI_PERF_CHECK_FIXTURE_H
#define SCMI_PERF_CHECK_FIXTURE_H

#include <string.h>

#include "unit_test.h"
#include "check.h"
#include "run_fixture.h"

/* The runs and the baseline of a check, with its limits. */
struct checked {
	struct run_set runs, baseline;
	struct limits limits;
	struct check c;
};

/* Makes @n runs a side; run i has transfers of @ns + @step * i. */
static inline void make_checked(struct checked *x, size_t n,
				uint64_t baseline_ns, uint64_t ns,
				uint64_t step)
{
	*x = (struct checked){0};
	make_set(&x->runs, n);
	make_set(&x->baseline, n);
	for (size_t i = 0; i < n; i++) {
		add_series(&x->baseline, i, key_of(0, 0),
			   baseline_ns + step * i);
		add_series(&x->runs, i, key_of(0, 0), ns + step * i);
	}
}

static inline void free_checked(struct checked *x)
{
	check_free(&x->c);
	limits_free(&x->limits);
	run_set_free(&x->runs);
	run_set_free(&x->baseline);
}

static inline void parse_limits(struct checked *x, const char *text)
{
	struct limits_error error;

	limits_free(&x->limits);
	if (limits_parse(&x->limits, text, strlen(text), &error))
		fail_msg("line %u: %s", error.line, error.why);
}

static inline void evaluate_again(struct checked *x)
{
	check_free(&x->c);
	run_set_sum(&x->runs);
	run_set_sum(&x->baseline);
	assert_int_equal(check_evaluate(&x->c, &x->limits, "limits.ini",
					&x->runs, &x->baseline),
			 0);
}

static inline void evaluate(struct checked *x, const char *text)
{
	parse_limits(x, text);
	evaluate_again(x);
}

static inline void expect(const struct checked *x, size_t i,
			  enum check_verdict verdict, enum check_cause cause)
{
	assert_in_range(i + 1, 1, x->c.n);
	if (x->c.results[i].verdict != verdict ||
	    x->c.results[i].cause != cause)
		fail_msg("%s %s: verdict %d, cause %d",
			 x->c.results[i].section->name,
			 limit_name(x->c.results[i].limit),
			 x->c.results[i].verdict, x->c.results[i].cause);
}

/* Evaluates a file of one limit that applies once. */
static inline const struct check_result *expect_one(struct checked *x,
						    const char *text,
						    enum check_verdict verdict,
						    enum check_cause cause)
{
	evaluate(x, text);
	assert_int_equal(x->c.n, 1);
	expect(x, 0, verdict, cause);
	assert_int_equal(check_verdict(&x->c), verdict);
	return &x->c.results[0];
}

#define TOTAL "[* * total]\n"
#define P50   TOTAL "max-regression-p50 = "

#endif
