// SPDX-License-Identifier: GPL-2.0-only
#include "part_ids.h"

void part_ids_add(struct part_ids *p, struct id_table *t, unsigned int first,
		  unsigned int n, const struct ftrace_event *begin)
{
	const uint32_t id = begin->transfer_id, i = id % PART_IDS;

	if (!t->part[i] || t->part[i] < first) {
		t->part[i] = (uint16_t)n;
		t->id[i] = id;
		p->own++;
	} else if (t->id[i] == id) {
		p->shared += t->part[i] != n;
		p->own += t->part[i] == n;
	}
	if (!p->first_ns) {
		p->first_ns = begin->time_ns;
		p->first = id;
	}
	p->last_ns = begin->time_ns;
	p->last = id;
}

/* Returns true if all ids of @high are greater, although @low ends later. */
static bool are_apart(const struct part_ids *low, const struct part_ids *high)
{
	return high->first_ns && low->last_ns > high->first_ns &&
	       high->first > low->last &&
	       high->first - low->last > PART_IDS_SLACK;
}

bool part_ids_conflict(const struct part_ids *a, const struct part_ids *b)
{
	return b->shared > b->own || are_apart(a, b) || are_apart(b, a);
}
