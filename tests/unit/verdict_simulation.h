/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Simulates checks of two builds whose runs vary by a normal distribution, to count
 * their verdicts. Each limit is of a series of its own, with one value a run.
 */
#ifndef SCMI_PERF_VERDICT_SIMULATION_H
#define SCMI_PERF_VERDICT_SIMULATION_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "check.h"
#include "random_stream.h"

#define SIMULATED_NS \
	1000000.0 /* of a run that neither noise nor a slowdown changes */

enum simulated_order {
	SIMULATED_ABBA,
	SIMULATED_BLOCKS, /* all of the old build, then all of the new one */
	SIMULATED_SHUFFLED
};

/* Times are fractions of SIMULATED_NS. */
struct simulation {
	const char *limits; /* of [* * total] */
	size_t n_limits, runs;
	size_t n_slowed; /* limits whose series are slower by slowdown */
	double sd, slowdown;
	double drift; /* of the machine, from the first run to the last */
	enum simulated_order order;
};

static double draw_normal(void)
{
	const double u =
		((double)draw(UINT64_C(1) << 53) + 1) / 9007199254740993.0;
	const double v = (double)draw(UINT64_C(1) << 53) / 9007199254740992.0;

	return sqrt(-2 * log(u)) * cos(2 * M_PI * v);
}

/* Adds a series with one transfer of @ns. */
static void add_value(struct profile *p, size_t number, double ns)
{
	const struct series_key key = {.protocol =
					       (uint8_t)(0x80 + number / 200),
				       .message = (uint8_t)(number % 200)};
	struct series *s = profile_append_series(p, key);
	struct hist *h = &s->phase[LC_TOTAL];

	hist_add_bucket(h, hist_index((uint64_t)ns), 1);
	h->sum = h->min = h->max = (uint64_t)ns;
	s->counter[LC_BEGUN] = s->counter[LC_COMPLETED] = 1;
}

static void simulate_run(struct profile *p, const struct simulation *s,
			 bool of_b, size_t position)
{
	const double at = (double)position / (double)(2 * s->runs - 1);

	profile_add_run(p)->start_unix_s = 1000000 + 60 * position;
	for (size_t i = 0; i < s->n_limits; i++) {
		double value = 1 + s->sd * draw_normal() + s->drift * at;

		if (of_b && i < s->n_slowed)
			value += s->slowdown;
		add_value(p, i, SIMULATED_NS * value);
	}
}

/* Sets the side of each position in time: true is B. */
static void order_runs(bool *of_b, size_t runs, enum simulated_order order)
{
	for (size_t i = 0; i < 2 * runs; i++)
		of_b[i] = order == SIMULATED_ABBA ? i % 4 == 1 || i % 4 == 2
						  : i >= runs;
	for (size_t i = 2 * runs; order == SIMULATED_SHUFFLED && i > 1; i--) {
		const size_t j = draw(i);
		const bool swap = of_b[i - 1];

		of_b[i - 1] = of_b[j];
		of_b[j] = swap;
	}
	/* An uneven number ends with A B. */
	if (order == SIMULATED_ABBA && runs % 2)
		of_b[2 * runs - 1] = true;
}

static void begin_set(struct run_set *set, size_t n)
{
	*set = (struct run_set){.profile = xcalloc(n, sizeof(*set->profile)),
				.path = xcalloc(n, sizeof(*set->path))};
	for (size_t i = 0; i < n; i++)
		set->path[i] = "simulated";
}

/* Adds runs from position @from to before @end to both sets. */
static void simulate_runs(struct run_set *a, struct run_set *b,
			  const struct simulation *s)
{
	bool *of_b = xcalloc(2 * s->runs, sizeof(*of_b));

	begin_set(a, s->runs);
	begin_set(b, s->runs);
	order_runs(of_b, s->runs, s->order);
	for (size_t i = 0; i < 2 * s->runs; i++) {
		struct run_set *set = of_b[i] ? b : a;

		simulate_run(&set->profile[set->n++], s, of_b[i], i);
	}
	free(of_b);
}

/* Evaluates the first @n runs of each side. */
static enum check_verdict evaluate_runs(struct run_set *a, struct run_set *b,
					size_t n, const struct limits *limits,
					size_t *fails)
{
	const size_t all_a = a->n, all_b = b->n;
	enum check_verdict verdict;
	struct check c;

	a->n = b->n = n;
	run_set_sum(a);
	run_set_sum(b);
	if (check_evaluate(&c, limits, "limits", b, a))
		abort();
	verdict = check_verdict(&c);
	*fails = c.count[CHECK_FAIL];
	check_free(&c);
	a->n = all_a;
	b->n = all_b;
	return verdict;
}

static void parse_simulated(struct limits *limits, const char *text)
{
	struct limits_error error;

	if (limits_parse(limits, text, strlen(text), &error)) {
		fprintf(stderr, "line %u: %s\n", error.line, error.why);
		abort();
	}
}

/* Adds the verdicts of @trials files to @count. */
static inline void count_simulated(const struct simulation *s, size_t trials,
				   size_t count[CHECK_VERDICTS])
{
	struct limits limits;

	parse_simulated(&limits, s->limits);
	for (size_t i = 0; i < trials; i++) {
		struct run_set a, b;
		size_t fails;

		simulate_runs(&a, &b, s);
		count[evaluate_runs(&a, &b, s->runs, &limits, &fails)]++;
		run_set_free(&a);
		run_set_free(&b);
	}
	limits_free(&limits);
}

/*
 * Returns the number of @trials in which any of the looks at 10, 15, … runs a side, up
 * to @s->runs, fails; recording ends at the first verdict that is not inconclusive.
 */
static inline size_t count_looks(const struct simulation *s, size_t trials)
{
	struct limits limits;
	size_t failed = 0, fails;

	parse_simulated(&limits, s->limits);
	for (size_t i = 0; i < trials; i++) {
		struct run_set a, b;
		enum check_verdict verdict = CHECK_INCONCLUSIVE;

		simulate_runs(&a, &b, s);
		for (size_t n = 10;
		     n <= s->runs && verdict == CHECK_INCONCLUSIVE; n += 5)
			verdict = evaluate_runs(&a, &b, n, &limits, &fails);
		failed += verdict == CHECK_FAIL;
		run_set_free(&a);
		run_set_free(&b);
	}
	limits_free(&limits);
	return failed;
}

#endif
