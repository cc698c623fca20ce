// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checks the reliability of verdicts by simulation with recorded noise.
 * tests/data/wall has 40 recordings of the same load (lab, --profile wall,
 * loopback, two threads, 400 transfers each). The machine was busy with other
 * work: some are slow, some have a tail a hundred times their median.
 *
 * A simulated run draws one of the recordings at random, and from it the same
 * number of transfers, with replacement. So it varies like real runs, both from
 * run to run and within a run.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit_test.h"
#include "check.h"
#include "ci_reports.h"
#include "names.h"
#include "noise.h"
#include "profile_file.h"

#define RECORDINGS 40
#define RUNS	   10 /* on each side */

/* SCMI_PERF_TRIALS sets a higher number, which takes longer. */
static size_t trials = 200;

static struct run_set recorded;
static uint64_t random_state;

/* Marsaglia's xorshift64*; the seed of each test is fixed. */
static uint64_t draw(uint64_t below)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return ((random_state * 0x2545f4914f6cdd1d) >> 33) % below;
}

static int read_recordings(void **state)
{
	static char names[RECORDINGS][64];
	const char *more = getenv("SCMI_PERF_TRIALS");
	char *paths[RECORDINGS];

	if (more && strtoul(more, NULL, 10))
		trials = strtoul(more, NULL, 10);
	for (int i = 0; i < RECORDINGS; i++) {
		snprintf(names[i], sizeof(names[i]),
			 "tests/data/wall/wall-%02d.scmi", i);
		paths[i] = names[i];
	}
	return run_set_read(&recorded, paths, RECORDINGS, RUN_SUMS);
}

static int free_recordings(void **state)
{
	run_set_free(&recorded);
	return 0;
}

/* Draws @from->count samples from @from and adds @shift_ns to each. */
static void resample(struct hist *to, const struct hist *from,
		     uint64_t shift_ns)
{
	uint32_t *bucket = calloc(from->count, sizeof(*bucket));
	uint64_t n = 0;

	assert_non_null(bucket);
	for (uint32_t i = 0; i < from->n_buckets; i++)
		for (uint64_t k = 0; k < from->bucket[i].n; k++)
			bucket[n++] = from->bucket[i].index;
	for (n = 0; n < from->count; n++) {
		uint32_t i = bucket[draw(from->count)];
		uint64_t lower = hist_lower(i);
		uint64_t ns = lower + draw(hist_upper(i) - lower + 1);

		hist_add(to, ns + shift_ns);
	}
	free(bucket);
}

/* Makes runs whose transfers in @phase take @shift_ns longer than recorded. */
static void simulate(struct run_set *set, enum lc_phase phase,
		     uint64_t shift_ns)
{
	*set = (struct run_set){
		.profile = calloc(RUNS, sizeof(*set->profile)),
		.n = RUNS,
	};
	assert_non_null(set->profile);
	for (int i = 0; i < RUNS; i++) {
		const struct series *from =
			&recorded.profile[draw(RECORDINGS)].series[0];
		struct series *to = profile_series(&set->profile[i], from->key);

		assert_non_null(to);
		memcpy(to->counter, from->counter, sizeof(to->counter));
		for (int p = 0; p < LC_PHASES; p++)
			resample(&to->phase[p], &from->phase[p],
				 p == (int)phase ? shift_ns : 0);
	}
	run_set_sum(set);
}

/* Checks a simulated B, shifted in a phase, against a simulated A. */
static void evaluate(struct check *c, const struct limits *limits,
		     enum lc_phase phase, uint64_t shift_ns)
{
	struct run_set a, b;

	simulate(&a, LC_TOTAL, 0);
	simulate(&b, phase, shift_ns);
	assert_int_equal(check_evaluate(c, limits, "limits", &b, &a), 0);
	run_set_free(&a);
	run_set_free(&b);
}

static void parse(struct limits *limits, const char *text)
{
	struct limits_error error;

	if (limits_parse(limits, text, strlen(text), &error))
		fail_msg("line %u: %s", error.line, error.why);
}

/*
 * Gets the limits that calibrate suggests for 20 of the recordings, the
 * number that a user records to compare 10 runs with 10.
 */
static void calibrate(struct noise *noise, struct limits *limits)
{
	struct run_set half = {.n = RECORDINGS / 2};
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	/* Every other one, because the machine was busy for minutes. */
	half.profile = calloc(half.n, sizeof(*half.profile));
	assert_non_null(half.profile);
	for (size_t i = 0; i < half.n; i++)
		half.profile[i] = recorded.profile[2 * i];
	run_set_sum(&half);
	assert_true(noise_measure(noise, &half));
	noise_limits(noise, out);
	fclose(out);
	/* Also limits that are too large to be useful, which are comments. */
	for (char *at = text; (at = strstr(at, "\n# "));)
		if (*(at += 3) == '[' || !strncmp(at, "max-", 4))
			at[-2] = ' ';
	parse(limits, text);
	free(half.profile);
	profile_free(&half.all);
	noise->runs = NULL;
	free(text);
}

/* Returns the number of trials without a difference in which a limit fails. */
static size_t count_false_alarms(const struct limits *limits, size_t *tests)
{
	size_t alarms = 0;

	for (size_t i = 0; i < trials; i++) {
		struct check c;

		evaluate(&c, limits, LC_TOTAL, 0);
		alarms += check_verdict(&c) == CHECK_FAIL;
		*tests = c.n_tests;
		check_free(&c);
	}
	return alarms;
}

/* The strictest possible limit: any significant slowdown fails. */
static void test_false_alarms(void **state)
{
	struct limits limits;
	size_t alarms, tests;

	random_state = 1;
	parse(&limits, "[defaults]\nalpha = 0.01\n"
		       "[* * *]\nmax-regression = 0%\n");
	alarms = count_false_alarms(&limits, &tests);
	assert_true(tests >= 12); /* phases by statistics */
	print_message("# %zu of %zu comparisons without a difference fail\n",
		      alarms, trials);
	assert_true(100 * alarms <= trials);
	limits_free(&limits);
}

static void test_false_alarms_calibrated(void **state)
{
	struct noise noise;
	struct limits limits;
	size_t alarms, tests;

	random_state = 2;
	calibrate(&noise, &limits);
	alarms = count_false_alarms(&limits, &tests);
	assert_true(tests >= 12);
	print_message("# %zu of %zu comparisons without a difference fail\n",
		      alarms, trials);
	assert_true(100 * alarms <= trials);
	limits_free(&limits);
	noise_free(&noise);
}

/* Counts the trials in which the limit fails with a shift of four floors: the limit and three. */
static size_t count_found(const struct limits *limits,
			  const struct noise_floor *f)
{
	size_t found = 0;

	for (size_t i = 0; i < trials; i++) {
		struct check c;

		evaluate(&c, limits, f->phase, (uint64_t)(4 * f->floor_ns));
		for (size_t j = 0; j < c.n; j++)
			found += c.results[j].limit->kind == LIMIT_REGRESSION &&
				 c.results[j].phase == f->phase &&
				 c.results[j].limit->figure ==
					 (int)f->statistic &&
				 c.results[j].verdict == CHECK_FAIL;
		check_free(&c);
	}
	return found;
}

static void test_true_shifts(void **state)
{
	struct noise noise;
	struct limits limits;
	size_t tried = 0;

	random_state = 3;
	calibrate(&noise, &limits);
	for (size_t i = 0; i < noise.n; i++) {
		const struct noise_floor *f = &noise.floors[i];
		size_t found;

		if (f->phase != LC_TOTAL)
			continue;
		tried++;
		found = count_found(&limits, f);
		print_message(
			"# %zu of %zu shifts of four floors (%.1f us) are "
			"detected, %s %s\n",
			found, trials, 4 * f->floor_ns / 1e3,
			phase_names[f->phase], statistic_names[f->statistic]);
		assert_true(100 * found >= 95 * trials);
	}
	assert_int_equal(tried, STAT_COMPARED);
	limits_free(&limits);
	noise_free(&noise);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_false_alarms),
		cmocka_unit_test(test_false_alarms_calibrated),
		cmocka_unit_test(test_true_shifts),
	};

	return cmocka_run_group_tests(tests, read_recordings, free_recordings);
}
