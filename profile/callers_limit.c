// SPDX-License-Identifier: GPL-2.0-only
/* A profile whose call stacks are too long for a file. */
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "callers.h"
#include "sums.h"

#define QUOTES_AND_COMMA 3 /* around each stack in a file */

struct timed_stack {
	uint32_t index;
	uint64_t ns; /* of its callers */
};

/* The greatest time first. */
static int compare_times(const void *a, const void *b)
{
	const struct timed_stack *x = a, *y = b;

	if (x->ns != y->ns)
		return x->ns < y->ns ? 1 : -1;
	return (x->index > y->index) - (x->index < y->index);
}

/* Returns the stacks of @s by time; the caller frees. */
static struct timed_stack *sort_by_time(const struct callers *s)
{
	struct timed_stack *sorted = xcalloc(s->n_stacks, sizeof(*sorted));

	for (size_t i = 0; i < s->n_stacks; i++)
		sorted[i].index = (uint32_t)i;
	for (size_t i = 0; i < s->n_callers; i++)
		if (s->callers[i].stack)
			sum_add(&sorted[s->callers[i].stack - 1].ns,
				s->callers[i].sum_ns);
	qsort(sorted, s->n_stacks, sizeof(*sorted), compare_times);
	return sorted;
}

/* Frees the stacks beyond @max bytes, which become NULL. Returns their number. */
static size_t free_stacks(struct callers *s, size_t max)
{
	struct timed_stack *sorted = sort_by_time(s);
	size_t bytes = 0, n = 0;

	for (size_t i = 0; i < s->n_stacks; i++) {
		char **stack = &s->stacks[sorted[i].index];
		const size_t len = strlen(*stack) + QUOTES_AND_COMMA;

		if (bytes + len <= max) {
			bytes += len;
			continue;
		}
		free(*stack);
		*stack = NULL;
		n++;
	}
	free(sorted);
	return n;
}

/* Closes the gaps in the stacks. Sets the new @number + 1 of each, 0 of a gap. */
static void close_gaps(struct callers *s, uint32_t *number)
{
	const size_t before = s->n_stacks;

	s->n_stacks = 0;
	for (size_t i = 0; i < before; i++) {
		if (!s->stacks[i])
			continue;
		s->stacks[s->n_stacks++] = s->stacks[i];
		number[i] = (uint32_t)s->n_stacks;
	}
}

/* Callers without their stack can have the key of another one. */
static void renumber_callers(struct callers *s, const uint32_t *number)
{
	struct message_caller *old = s->callers;
	const size_t before = s->n_callers;

	s->callers = NULL;
	s->n_callers = s->cap_callers = 0;
	for (size_t i = 0; i < before; i++) {
		struct message_caller c = old[i];

		if (c.stack)
			c.stack = number[c.stack - 1];
		if (old[i].stack && !c.stack)
			callers_lose(&s->lost_stacks,
				     sum_of(c.completed, c.timed_out));
		callers_add_caller(s, &c);
		hist_free(&old[i].latency);
	}
	free(old);
}

size_t callers_limit_stacks(struct callers *s, size_t max)
{
	uint32_t *number;
	size_t n;

	if (!s->n_stacks)
		return 0;
	number = xcalloc(s->n_stacks, sizeof(*number));
	n = free_stacks(s, max);
	if (n) {
		close_gaps(s, number);
		renumber_callers(s, number);
	}
	free(number);
	return n;
}
