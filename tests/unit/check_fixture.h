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

/* Those of a test. */
static struct checked x;

/* Makes @n runs a side; run i has transfers of @ns + @step * i. */
static inline void make_sides(struct checked *to, size_t n,
			      uint64_t baseline_ns, uint64_t ns, uint64_t step)
{
	*to = (struct checked){0};
	make_set(&to->runs, n);
	make_set(&to->baseline, n);
	for (size_t i = 0; i < n; i++) {
		add_series(&to->baseline, i, key_of(0, 0),
			   baseline_ns + step * i);
		add_series(&to->runs, i, key_of(0, 0), ns + step * i);
	}
}

static inline void free_checked(struct checked *c)
{
	check_free(&c->c);
	limits_free(&c->limits);
	run_set_free(&c->runs);
	run_set_free(&c->baseline);
}

static inline int tear_down(void **state)
{
	free_checked(&x);
	return 0;
}

#define TEST_CHECK(f) cmocka_unit_test_teardown(f, tear_down)

static inline void make_checked(size_t n, uint64_t baseline_ns, uint64_t ns,
				uint64_t step)
{
	make_sides(&x, n, baseline_ns, ns, step);
}

static inline void parse_limits(const char *text)
{
	struct limits_error error;

	limits_free(&x.limits);
	if (limits_parse(&x.limits, text, strlen(text), &error))
		fail_msg("line %u: %s", error.line, error.why);
}

static inline void evaluate_again(void)
{
	check_free(&x.c);
	run_set_sum(&x.runs);
	run_set_sum(&x.baseline);
	assert_int_equal(check_evaluate(&x.c, &x.limits, "limits.ini", &x.runs,
					&x.baseline),
			 0);
}

static inline void evaluate(const char *text)
{
	parse_limits(text);
	evaluate_again();
}

static inline void expect(size_t i, enum check_verdict verdict,
			  enum check_cause cause)
{
	const struct check_result *r = &x.c.results[i];

	assert_in_range(i + 1, 1, x.c.n);
	if (r->verdict != verdict || r->cause != cause)
		fail_msg("%s %s: verdict %d, cause %d", r->section->name,
			 limit_name(r->limit), r->verdict, r->cause);
}

/* Evaluates a file of one limit that applies once. */
static inline const struct check_result *
expect_one(const char *text, enum check_verdict verdict, enum check_cause cause)
{
	evaluate(text);
	assert_int_equal(x.c.n, 1);
	expect(0, verdict, cause);
	assert_int_equal(check_verdict(&x.c), verdict);
	return &x.c.results[0];
}

/* The same by names without their prefixes. */
#define EXPECT(i, verdict, cause) expect(i, CHECK_##verdict, CHECK_##cause)
#define EXPECT_ONE(text, verdict, cause) \
	expect_one(text, CHECK_##verdict, CHECK_##cause)

#define TOTAL "[* * total]\n"
#define P50   TOTAL "max-regression-p50 = "

#endif
