// SPDX-License-Identifier: GPL-2.0-only
#include "noise.h"

#include <math.h>
#include <stdlib.h>

#include "alloc.h"
#include "compare.h"
#include "rank_tests.h"

#define DIVISIONS 1000
#define FOUND	  950 /* of these */

/* Marsaglia's xorshift64. A fixed seed makes the floors reproducible. */
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

/* Shuffles the two halves @v. */
static void measure(double *v, size_t half, size_t rank, struct noise_floor *f)
{
	uint64_t state = 0x9e3779b97f4a7c15;
	double shifts[DIVISIONS];

	for (int i = 0; i < DIVISIONS; i++) {
		shuffle(v, 2 * half, &state);
		shifts[i] = detection_limit(v, half, v + half, half, rank);
	}
	sort_values(shifts, DIVISIONS);
	/* without any noise it is -0 */
	f->floor_ns = shifts[FOUND - 1] > 0 ? shifts[FOUND - 1] : 0;
	f->relative = f->median > 0 ? f->floor_ns / f->median : 0;
}

/* Adds a floor, without its height, for each statistic that all runs have. */
static void add_floors(struct noise *n, size_t *cap,
		       const struct series_key *key, double *values)
{
	for (int phase = 0; phase < LC_PHASES; phase++)
		for (int stat = 0; stat < STAT_COMPARED; stat++) {
			size_t have = run_set_values(n->runs, key, phase, stat,
						     values);

			if (have < n->runs->n)
				continue;
			array_reserve(n->floors, n->n, *cap);
			n->floors[n->n++] = (struct noise_floor){
				.key = *key,
				.phase = phase,
				.statistic = stat,
				.median = median_estimate(values, have,
							  COMPARE_CONFIDENCE)
						  .value};
		}
}

bool noise_measure(struct noise *n, const struct run_set *runs)
{
	double *values = xcalloc(runs->n, sizeof(*values));
	size_t n_keys, cap = 0, rank = 0;
	struct series_key *keys = run_set_keys(runs, NULL, &n_keys);

	*n = (struct noise){.runs = runs, .half = runs->n / 2};
	for (size_t i = 0; i < n_keys; i++)
		add_floors(n, &cap, &keys[i], values);
	if (n->n)
		rank = detection_rank(n->half, n->half,
				      NOISE_ALPHA / (double)n->n);
	for (size_t i = 0; i < n->n && rank; i++) {
		struct noise_floor *f = &n->floors[i];

		/* of 2 * half + 1 runs, the last one is not used */
		run_set_values(runs, &f->key, f->phase, f->statistic, values);
		measure(values, n->half, rank, f);
	}
	free(keys);
	free(values);
	return rank || !n->n;
}

void noise_free(struct noise *n)
{
	free(n->floors);
	*n = (struct noise){0};
}

double noise_limit_ns(const struct noise_floor *f)
{
	return ceil(NOISE_LIMIT * f->floor_ns);
}

bool noise_is_useful(const struct noise_floor *f)
{
	return noise_limit_ns(f) <= NOISE_USEFUL * f->median;
}

size_t noise_runs_needed(size_t n_floors)
{
	return 2 * runs_needed(n_floors, NOISE_ALPHA);
}
