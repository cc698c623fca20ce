// SPDX-License-Identifier: GPL-2.0-only
#include "noise.h"

#include <errno.h>
#include <stdlib.h>

#include "compare.h"
#include "rank_tests.h"

#define DIVISIONS 1000
#define FOUND	  950 /* of these */

/* Marsaglia's xorshift64: any stream will do, but always the same one. */
static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static void shuffle(double *v, size_t n, uint64_t *state)
{
	for (size_t i = n; i > 1; i--) {
		size_t j = next_random(state) % i;
		double swap = v[i - 1];

		v[i - 1] = v[j];
		v[j] = swap;
	}
}

static int compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Shuffles @v, two halves. Returns 0 or -ENOMEM. */
static int measure(double *v, size_t half, size_t rank, struct noise_floor *f)
{
	double *shifts = calloc(DIVISIONS, sizeof(*shifts));
	uint64_t state = 0x9e3779b97f4a7c15;
	int err = shifts ? 0 : -ENOMEM;

	for (int i = 0; i < DIVISIONS && !err; i++) {
		shuffle(v, 2 * half, &state);
		err = detection_limit(v, half, v + half, half, rank,
				      &shifts[i]);
	}
	if (!err) {
		qsort(shifts, DIVISIONS, sizeof(*shifts), compare_doubles);
		/* without any noise it is -0 */
		f->floor_ns = shifts[FOUND - 1] > 0 ? shifts[FOUND - 1] : 0;
		f->relative = f->median > 0 ? f->floor_ns / f->median : 0;
	}
	free(shifts);
	return err;
}

static int add_floor(struct noise *n, const struct noise_floor *f)
{
	struct noise_floor *floors =
		realloc(n->floors, (n->n + 1) * sizeof(*floors));

	if (!floors)
		return -ENOMEM;
	n->floors = floors;
	floors[n->n++] = *f;
	return 0;
}

/* A floor, its height still to be measured, for each that all runs have. */
static int add_floors(struct noise *n, const struct series_key *key,
		      double *values)
{
	for (int phase = 0; phase < LC_PHASES; phase++)
		for (int stat = 0; stat < STAT_COMPARED; stat++) {
			struct noise_floor f = {
				.key = *key, .phase = phase, .statistic = stat};
			size_t have = run_set_values(n->runs, key, phase, stat,
						     values);

			if (have < n->runs->n)
				continue;
			f.median = median_estimate(values, have,
						   COMPARE_CONFIDENCE)
					   .value;
			if (add_floor(n, &f))
				return -ENOMEM;
		}
	return 0;
}

static int measure_all(struct noise *n, double *values)
{
	size_t rank =
		detection_rank(n->half, n->half, NOISE_ALPHA / (double)n->n);
	int err = 0;

	if (!rank) /* even one floor alone: too few */
		return -ERANGE;
	for (size_t i = 0; i < n->n && !err; i++) {
		struct noise_floor *f = &n->floors[i];

		/* of an odd number of runs one stays out */
		run_set_values(n->runs, &f->key, f->phase, f->statistic,
			       values);
		err = measure(values, n->half, rank, f);
	}
	return err;
}

int noise_measure(struct noise *n, const struct run_set *runs)
{
	double *values = calloc(runs->n, sizeof(*values));
	struct series_key *keys;
	size_t n_keys;
	int err;

	*n = (struct noise){.runs = runs, .half = runs->n / 2};
	keys = run_set_keys(runs, NULL, &n_keys);
	err = keys && values ? 0 : -ENOMEM;
	for (size_t i = 0; i < n_keys && !err; i++)
		err = add_floors(n, &keys[i], values);
	if (!err && n->n)
		err = measure_all(n, values);
	free(keys);
	free(values);
	return err;
}

void noise_free(struct noise *n)
{
	free(n->floors);
	*n = (struct noise){0};
}

size_t noise_runs_needed(size_t n_floors)
{
	return 2 * runs_needed(n_floors, NOISE_ALPHA);
}
