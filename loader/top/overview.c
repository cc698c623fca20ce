// SPDX-License-Identifier: GPL-2.0-only
#include "overview.h"

#include "row.h"

void overview_add(struct overview *o, uint64_t span_ns,
		  const struct top_row *total)
{
	struct overview_point *p = &o->point[o->n++ % OVERVIEW_POINTS];

	*p = (struct overview_point){.span_ns = span_ns};
	if (!total)
		return;
	p->value[OVERVIEW_SLOWNESS] = (double)total->last.latency.slowness;
	p->value[OVERVIEW_RATE] = top_rate(total);
	p->value[OVERVIEW_TIMEOUTS] =
		(double)(total->last.delta.counter[LC_TIMED_OUT] +
			 total->last.delta.counter[LC_SEND_FAILED]);
}

const struct overview_point *overview_at(const struct overview *o, size_t age)
{
	if (age >= o->n || age >= OVERVIEW_POINTS)
		return NULL;
	return &o->point[(o->n - 1 - age) % OVERVIEW_POINTS];
}
