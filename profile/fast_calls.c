// SPDX-License-Identifier: GPL-2.0-only
#include "fast_calls.h"

#include <string.h>

#include "alloc.h"
#include "profile.h"
#include "sums.h"

int fast_channel_compare(const struct fast_channel *a,
			 const struct fast_channel *b)
{
	if (a->protocol != b->protocol)
		return a->protocol < b->protocol ? -1 : 1;
	if (a->message != b->message)
		return a->message < b->message ? -1 : 1;
	if (a->domain != b->domain)
		return a->domain < b->domain ? -1 : 1;
	return 0;
}

/* Returns the index of a channel, or the one to insert it at. */
static size_t index_of(const struct profile *p, const struct fast_channel *key)
{
	size_t from = 0, to = p->n_fast;

	while (from < to) {
		const size_t middle = from + (to - from) / 2;

		if (fast_channel_compare(&p->fast[middle], key) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static void add(struct fast_channel *to, const struct fast_channel *from)
{
	if (from->periods &&
	    (!to->periods || from->period_min_ns < to->period_min_ns))
		to->period_min_ns = from->period_min_ns;
	if (from->period_max_ns > to->period_max_ns)
		to->period_max_ns = from->period_max_ns;
	sum_add(&to->calls, from->calls);
	sum_add(&to->periods, from->periods);
	sum_add(&to->period_sum_ns, from->period_sum_ns);
	to->value[0] = from->value[0];
	to->value[1] = from->value[1];
}

struct fast_channel *profile_add_fast(struct profile *p,
				      const struct fast_channel *from)
{
	const size_t at = index_of(p, from);

	if (at < p->n_fast && !fast_channel_compare(&p->fast[at], from)) {
		add(&p->fast[at], from);
		return &p->fast[at];
	}
	if (p->n_fast == PROFILE_FAST_CHANNELS)
		return NULL;
	array_reserve(p->fast, p->n_fast, p->cap_fast);
	memmove(&p->fast[at + 1], &p->fast[at],
		(p->n_fast - at) * sizeof(*p->fast));
	p->fast[at] = *from;
	p->n_fast++;
	return &p->fast[at];
}

void fast_channel_add_period(struct fast_channel *f, uint64_t ns)
{
	const struct fast_channel period = {.value = {f->value[0], f->value[1]},
					    .periods = 1,
					    .period_sum_ns = ns,
					    .period_min_ns = ns,
					    .period_max_ns = ns};

	add(f, &period);
}

const char *fast_channel_check(const struct fast_channel *f)
{
	uint64_t least, most;

	if (f->periods >= f->calls)
		return "as many periods as calls";
	if (!f->periods)
		return f->period_sum_ns || f->period_min_ns || f->period_max_ns
			       ? "times without a period"
			       : NULL;
	if (f->period_min_ns > f->period_max_ns)
		return "period_min_ns is greater than period_max_ns";
	if (__builtin_mul_overflow(f->periods, f->period_min_ns, &least))
		least = SUM_MAX;
	if (__builtin_mul_overflow(f->periods, f->period_max_ns, &most))
		most = SUM_MAX;
	if (f->period_sum_ns < (least < SUM_MAX ? least : SUM_MAX) ||
	    f->period_sum_ns > most)
		return "period_sum_ns cannot be the sum of the periods";
	return NULL;
}
