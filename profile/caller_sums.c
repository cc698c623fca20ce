// SPDX-License-Identifier: GPL-2.0-only
#include "caller_sums.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "delta.h"

void caller_sums_free(struct caller_sums *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->sum[i].name);
		delta_free(&s->sum[i].now);
	}
	free(s->sum);
	free(s->by_name);
	*s = (struct caller_sums){0};
}

void caller_sums_start(struct caller_sums *s)
{
	for (size_t i = 0; i < s->n; i++)
		delta_clear(&s->sum[i].now);
}

/* Returns the index of a name in @s->by_name, or the one to insert it at. */
static size_t index_of(const struct caller_sums *s, const char *name)
{
	size_t from = 0, to = s->n;

	while (from < to) {
		const size_t middle = from + (to - from) / 2;

		if (strcmp(s->sum[s->by_name[middle]].name, name) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* Returns the sum of a name, a new one if need be; NULL: there are too many. */
static struct caller_sum *find(struct caller_sums *s, const char *name)
{
	const size_t at = index_of(s, name);

	if (at < s->n && !strcmp(s->sum[s->by_name[at]].name, name))
		return &s->sum[s->by_name[at]];
	if (s->n == CALLER_NAMES)
		return NULL;
	array_reserve(s->sum, s->n, s->cap);
	array_reserve(s->by_name, s->n, s->cap_by_name);
	memmove(&s->by_name[at + 1], &s->by_name[at],
		(s->n - at) * sizeof(*s->by_name));
	s->by_name[at] = (uint32_t)s->n;
	s->sum[s->n] = (struct caller_sum){.name = xstrdup(name)};
	return &s->sum[s->n++];
}

void caller_sums_add(struct caller_sums *s, const char *name,
		     const struct message_caller *c)
{
	struct caller_sum *sum = find(s, name);
	struct hist *total;

	if (!sum)
		return;
	sum_add(&sum->now.counter[LC_BEGUN],
		sum_of(c->completed, c->timed_out));
	sum_add(&sum->now.counter[LC_COMPLETED], c->completed);
	sum_add(&sum->now.counter[LC_TIMED_OUT], c->timed_out);
	total = &sum->now.phase[LC_TOTAL];
	hist_merge(total, &c->latency);
	sum_add(&total->sum, c->sum_ns);
}

int caller_sums_collect(const struct caller_sums *s, struct timeline *t)
{
	int err = 0;

	for (size_t i = 0; i < s->n && !err; i++)
		err = timeline_add_snapshot(t, i, &s->sum[i].now);
	return err;
}
