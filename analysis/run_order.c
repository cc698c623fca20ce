// SPDX-License-Identifier: GPL-2.0-only
#include "run_order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"

struct timed_run {
	uint64_t start;
	size_t number; /* in its set */
	bool in_b;
};

static int by_start(const void *a, const void *b)
{
	const struct timed_run *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->in_b != y->in_b)
		return x->in_b ? 1 : -1;
	return (x->number > y->number) - (x->number < y->number);
}

/* Returns false if a run has no start, or several. */
static bool add_side(struct timed_run *run, const struct run_set *set,
		     bool in_b)
{
	for (size_t i = 0; i < set->n; i++) {
		const struct profile *p = &set->profile[i];

		if (p->n_runs != 1 || !p->runs[0].start_unix_s)
			return false;
		run[i] = (struct timed_run){p->runs[0].start_unix_s, i, in_b};
	}
	return true;
}

/* Returns all runs in the order of time; NULL: not known. The caller frees. */
static struct timed_run *sort_runs(const struct run_set *a,
				   const struct run_set *b)
{
	struct timed_run *run = xcalloc(a->n + b->n + 1, sizeof(*run));
	bool known = add_side(run, a, false) && add_side(run + a->n, b, true);

	if (known)
		qsort(run, a->n + b->n, sizeof(*run), by_start);
	for (size_t i = 1; known && i < a->n + b->n; i++)
		known = run[i].start != run[i - 1].start ||
			run[i].in_b == run[i - 1].in_b;
	if (known)
		return run;
	free(run);
	return NULL;
}

/*
 * In turns the side changes at each second run at least, and neither side is earlier
 * by much: of pairs of a run of A and one of B, half have A first. An order by lot
 * has half of the changes of turns, and may be blocks by chance.
 */
enum run_order run_order_of(const struct run_set *a, const struct run_set *b)
{
	const size_t least = a->n < b->n ? a->n : b->n;
	const double pairs = (double)a->n * (double)b->n;
	double a_first = 0, before = 0;
	struct timed_run *run;
	size_t changes = 0;

	if (least < 2)
		return RUN_ORDER_UNKNOWN;
	run = sort_runs(a, b);
	if (!run)
		return RUN_ORDER_UNKNOWN;
	for (size_t i = 0; i < a->n + b->n; i++) {
		changes += i && run[i].in_b != run[i - 1].in_b;
		if (run[i].in_b)
			a_first += before;
		else
			before++;
	}
	free(run);
	return 2 * changes < least || fabs(2 * a_first / pairs - 1) > 0.5
		       ? RUN_ORDER_BLOCKS
		       : RUN_ORDER_TURNS;
}

/* Returns false if four runs are not A B B A or B A A B. */
static bool set_block(struct run_block *block, const struct timed_run *run)
{
	size_t n_a = 0, n_b = 0;

	if (run[0].in_b != run[3].in_b || run[1].in_b != run[2].in_b ||
	    run[0].in_b == run[1].in_b)
		return false;
	for (int i = 0; i < 4; i++)
		if (run[i].in_b)
			block->b[n_b++] = run[i].number;
		else
			block->a[n_a++] = run[i].number;
	return true;
}

size_t run_blocks(const struct run_set *a, const struct run_set *b,
		  struct run_block **blocks)
{
	struct timed_run *run = a->n == b->n ? sort_runs(a, b) : NULL;
	size_t n = a->n / 2;

	*blocks = NULL;
	if (!run || !n) {
		free(run);
		return 0;
	}
	*blocks = xcalloc(n, sizeof(**blocks));
	for (size_t i = 0; i < n; i++)
		if (!set_block(&(*blocks)[i], run + 4 * i)) {
			free(*blocks);
			*blocks = NULL;
			n = 0;
		}
	free(run);
	return n;
}

const char *const run_text_names[RUN_TEXTS] = {
	[RUN_HOST] = "host",
	[RUN_KERNEL] = "kernel",
	[RUN_COMMAND] = "command",
};

static const char *text_of(const struct run *run, enum run_text which)
{
	const char *const texts[RUN_TEXTS] = {
		[RUN_HOST] = run->host,
		[RUN_KERNEL] = run->kernel,
		[RUN_COMMAND] = run->command,
	};

	return texts[which];
}

/* Returns the text that all runs of a set have; NULL: none, or several. */
static const char *text_of_all(const struct run_set *set, enum run_text which)
{
	const char *first = NULL;

	for (size_t i = 0; i < set->n; i++)
		for (size_t j = 0; j < set->profile[i].n_runs; j++) {
			const char *text =
				text_of(&set->profile[i].runs[j], which);

			first = first ? first : text;
			if (!text || strcmp(text, first) != 0)
				return NULL;
		}
	return first;
}

bool run_sets_differ(const struct run_set *a, const struct run_set *b,
		     enum run_text which)
{
	const char *of_a = text_of_all(a, which);
	const char *of_b = text_of_all(b, which);

	return of_a && of_b && strcmp(of_a, of_b) != 0;
}
