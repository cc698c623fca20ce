// SPDX-License-Identifier: GPL-2.0-only
/*
 * Measures what a history of one recording a night is worth, by simulation with
 * recorded noise: how often it finds a change where there is none, and how often it
 * names a night after which transfers take longer.
 *
 * tests/data/wall has 40 recordings of the same load on a busy machine. A simulated
 * night draws one of them at random. A night after the step has this many ns more in
 * each transfer, and so in each statistic. A step of one sd is half of the range in
 * which the middle 68 % of the recordings' medians are. Normal noise, which is easier
 * to reason about, has one sd in each of its series.
 *
 * scripts/history-power prints the table of docs/ci.md with more trials.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit_test.h"
#include "history.h"
#include "names.h"
#include "random_stream.h"
#include "robust_scores.h"

#define RECORDINGS 40
#define NIGHTS	   80
#define STEP	   60 /* the first night after it */
#define SERIES_MAX 12

/* SCMI_PERF_TRIALS sets a higher number, and all looks and kinds, for minutes. */
static size_t trials = 20;
static bool thorough;

static struct run_set recorded;
static struct history noise_of; /* all series of the recordings */

/* A kind of noise. */
struct noise_kind {
	const char *name;
	bool recorded;
	double rho;    /* dependence of a night on the one before */
	double shared; /* of the variance of all series of a night */
	size_t n_series;
	size_t shifted; /* series with a step, the first ones */
};

struct outcome {
	size_t one_look;  /* any point, at the last night alone */
	size_t each_look; /* a certain point, at any night */
	size_t named;	  /* the step, five nights after it, to one night */
	size_t certain;	  /* of these */
};

static int read_recordings(void **state)
{
	static char names[RECORDINGS][64];
	const struct history_options o = {.statistics = HISTORY_STATISTICS,
					  .phases = 1u << LC_TOTAL};
	const char *more = getenv("SCMI_PERF_TRIALS");
	char *paths[RECORDINGS];

	thorough = more && strtoul(more, NULL, 10);
	if (thorough)
		trials = strtoul(more, NULL, 10);
	for (int i = 0; i < RECORDINGS; i++) {
		snprintf(names[i], sizeof(names[i]),
			 "tests/data/wall/wall-%02d.scmi", i);
		paths[i] = names[i];
	}
	if (run_set_read(&recorded, paths, RECORDINGS, RUN_SUMS))
		return -1;
	history_init(&noise_of, &recorded, &o);
	return noise_of.n_series == 4 ? 0 : -1;
}

static int free_recordings(void **state)
{
	history_free(&noise_of);
	run_set_free(&recorded);
	return 0;
}

/* Sum of 12 uniform numbers: near to a standard normal, and the same everywhere. */
static double normal(void)
{
	double sum = -6;

	for (int i = 0; i < 12; i++)
		sum += (double)draw(1u << 20) / (double)(1u << 20);
	return sum;
}

/* Half of the range of the middle 68 % of the recordings' medians. */
static double recorded_sd(void)
{
	for (size_t j = 0; j < noise_of.n_series; j++)
		if ((int)noise_of.series[j].measure == STAT_P50) {
			size_t n;
			double *v = values_sorted(history_values(&noise_of, j),
						  RECORDINGS, &n);
			const double sd =
				(v[n * 84 / 100] - v[n * 16 / 100]) / 2;

			free(v);
			return sd;
		}
	fail_msg("no median");
	return 0;
}

/* Continues a series of numbers that depend on the ones before. */
static double next(double before, size_t night, double rho)
{
	const double own = normal();

	return night ? rho * before + sqrt(1 - rho * rho) * own : own;
}

/* Writes @n nights of all series; @by sd are added from night STEP on. */
static void simulate(const struct noise_kind *k, double *value, size_t n,
		     double by)
{
	double own[SERIES_MAX] = {0}, all = 0;
	const double sd = k->recorded ? recorded_sd() : 1;

	for (size_t i = 0; i < n; i++) {
		const size_t from = draw(RECORDINGS);

		all = next(all, i, k->rho);
		for (size_t j = 0; j < k->n_series; j++) {
			double *v = &value[j * n + i];

			own[j] = next(own[j], i, k->rho);
			*v = k->recorded ? history_values(&noise_of, j)[from]
					 : sqrt(k->shared) * all +
						   sqrt(1 - k->shared) * own[j];
			if (i >= STEP && j < k->shifted)
				*v += by * sd;
		}
	}
}

/* Looks at the first @n of @stride nights. */
static struct change_points look(const struct noise_kind *k,
				 const double *value, size_t n, size_t stride)
{
	double *seen = calloc(n * k->n_series, sizeof(*seen));
	const struct change_input in = {
		.n = n, .n_series = k->n_series, .value = seen};
	struct change_points c;

	assert_non_null(seen);
	for (size_t j = 0; j < k->n_series; j++)
		memcpy(seen + j * n, value + j * stride, n * sizeof(*seen));
	change_points_find(&c, &in);
	free(seen);
	return c;
}

static bool any_certain(const struct change_points *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->point[i].certain)
			return true;
	return false;
}

static void try_without(const struct noise_kind *k, struct outcome *o)
{
	double value[SERIES_MAX * NIGHTS];
	bool certain = false;

	simulate(k, value, NIGHTS, 0);
	for (size_t n = thorough ? CHANGE_RECORDINGS : NIGHTS; n <= NIGHTS;
	     n++) {
		struct change_points c;

		/* After a false point, the last night alone counts. */
		if (certain && n < NIGHTS)
			continue;
		c = look(k, value, n, NIGHTS);
		certain |= any_certain(&c);
		if (n == NIGHTS)
			o->one_look += c.n > 0;
		change_points_free(&c);
	}
	o->each_look += certain;
}

static void try_step(const struct noise_kind *k, struct outcome *o)
{
	const size_t n = STEP + 5;
	double value[SERIES_MAX * (STEP + 5)];
	struct change_points c;

	simulate(k, value, n, 2);
	c = look(k, value, n, n);
	for (size_t i = 0; i < c.n; i++)
		if (c.point[i].at + 1 >= STEP && c.point[i].at <= STEP + 1) {
			o->named++;
			o->certain += c.point[i].certain;
		}
	change_points_free(&c);
}

static struct outcome measure(const struct noise_kind *k, uint64_t seed)
{
	struct outcome o = {0};

	random_state = seed;
	for (size_t i = 0; i < trials; i++)
		try_without(k, &o);
	for (size_t i = 0; i < trials; i++)
		try_step(k, &o);
	print_message("# %s | %.1f %% | %.1f %% | %.1f %% | %.1f %%\n", k->name,
		      100 * (double)o.one_look / (double)trials,
		      100 * (double)o.each_look / (double)trials,
		      100 * (double)o.named / (double)trials,
		      100 * (double)o.certain / (double)trials);
	return o;
}

/* The greatest number of @n trials for a chance of @percent: three sd above it. */
static size_t most(double percent, size_t n)
{
	const double p = percent / 100, mean = p * (double)n;

	return (size_t)(mean + 3 * sqrt(mean * (1 - p)));
}

/* The smallest number. */
static size_t least(double percent, size_t n)
{
	return n - most(100 - percent, n);
}

static void test_recorded_noise(void **state)
{
	static const struct noise_kind kind = {
		"recorded, all transfers slower", true, 0, 0, 4, 4};
	const struct outcome o = measure(&kind, 1);

	assert_in_range(o.one_look, 0, most(5, trials));
	assert_in_range(o.each_look, 0, most(5, trials));
	assert_in_range(o.named, least(80, trials), trials);
}

static void test_normal_noise(void **state)
{
	static const struct noise_kind four = {
		"normal, 4 series, all slower", false, 0, 0.5, 4, 4};
	static const struct noise_kind one = {
		"normal, 1 series", false, 0, 0, 1, 1};
	static const struct noise_kind twelve = {
		"normal, 12 series, all slower", false, 0, 0.5, 12, 12};
	struct outcome o = measure(&four, 2);

	assert_in_range(o.one_look, 0, most(5, trials));
	assert_in_range(o.each_look, 0, most(5, trials));
	assert_in_range(o.named, least(80, trials), trials);
	if (!thorough)
		return;
	o = measure(&one, 3);
	assert_in_range(o.one_look, 0, most(5, trials));
	assert_in_range(o.each_look, 0, most(5, trials));
	assert_in_range(o.named, least(80, trials), trials);
	o = measure(&twelve, 4);
	assert_in_range(o.one_look, 0, most(5, trials));
	assert_in_range(o.each_look, 0, most(5, trials));
	assert_in_range(o.named, least(80, trials), trials);
}

/* A step in one of several series; nights that depend on each other. */
static void test_limits_of_it(void **state)
{
	static const struct noise_kind single = {
		"normal, 4 series, 1 slower", false, 0, 0.5, 4, 1};
	static const struct noise_kind of_twelve = {
		"normal, 12 series, 1 slower", false, 0, 0.5, 12, 1};
	static const struct noise_kind dependent = {
		"normal, 1 series, AR(1) 0.5", false, 0.5, 0, 1, 1};
	struct outcome o;

	o = measure(&single, 5);
	assert_in_range(o.one_look, 0, most(5, trials));
	assert_in_range(o.each_look, 0, most(5, trials));
	assert_in_range(o.named, least(80, trials), trials);
	if (!thorough)
		return;
	o = measure(&of_twelve, 6);
	assert_in_range(o.one_look, 0, most(5, trials));
	assert_in_range(o.each_look, 0, most(5, trials));
	assert_in_range(o.named, least(70, trials), trials);
	o = measure(&dependent, 7);
	/* Without a correction it is more than half of them. */
	assert_in_range(o.one_look, 0, most(15, trials));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_recorded_noise),
		cmocka_unit_test(test_normal_noise),
		cmocka_unit_test(test_limits_of_it),
	};

	return cmocka_run_group_tests(tests, read_recordings, free_recordings);
}
