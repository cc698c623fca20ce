// SPDX-License-Identifier: GPL-2.0-only
#include "window.h"

#include <string.h>

/* The number of the slot for an interval's end. */
static uint64_t slot_number(uint64_t length_ns, uint64_t end_ns)
{
	const uint64_t slot_ns = length_ns / WINDOW_SLOTS;

	return end_ns / (slot_ns ? slot_ns : 1);
}

static void clear_slot(struct window_slot *slot)
{
	hist_free(&slot->latency);
	hist_free(&slot->timeouts);
	*slot = (struct window_slot){0};
}

void window_add(struct window *w, uint64_t length_ns, uint64_t end_ns,
		const struct hist *latency, const struct hist *timeouts)
{
	const uint64_t number = slot_number(length_ns, end_ns);
	struct window_slot *slot = &w->slot[number % WINDOW_SLOTS];

	if (!length_ns)
		window_clear(w);
	if (slot->number != number) {
		slot->end_ns = 0;
		hist_clear(&slot->latency);
		hist_clear(&slot->timeouts);
	}
	slot->number = number;
	slot->end_ns = end_ns > slot->end_ns ? end_ns : slot->end_ns;
	hist_merge(&slot->latency, latency);
	hist_merge(&slot->timeouts, timeouts);
}

void window_sum(const struct window *w, uint64_t length_ns, uint64_t end_ns,
		struct hist *latency, struct hist *timeouts)
{
	const uint64_t now = slot_number(length_ns, end_ns);

	for (int i = 0; i < WINDOW_SLOTS; i++) {
		const struct window_slot *slot = &w->slot[i];

		if (!slot->end_ns || slot->number + WINDOW_SLOTS <= now)
			continue;
		hist_merge(latency, &slot->latency);
		hist_merge(timeouts, &slot->timeouts);
	}
}

void window_resize(struct window *w, uint64_t length_ns, uint64_t end_ns)
{
	const uint64_t now = slot_number(length_ns, end_ns);
	struct window resized = {0};

	for (int i = 0; i < WINDOW_SLOTS; i++) {
		const struct window_slot *slot = &w->slot[i];

		if (slot->end_ns &&
		    slot_number(length_ns, slot->end_ns) + WINDOW_SLOTS > now)
			window_add(&resized, length_ns, slot->end_ns,
				   &slot->latency, &slot->timeouts);
	}
	window_clear(w);
	*w = resized;
}

void window_copy(struct window *to, const struct window *from)
{
	*to = (struct window){0};
	for (int i = 0; i < WINDOW_SLOTS; i++) {
		to->slot[i].number = from->slot[i].number;
		to->slot[i].end_ns = from->slot[i].end_ns;
		hist_merge(&to->slot[i].latency, &from->slot[i].latency);
		hist_merge(&to->slot[i].timeouts, &from->slot[i].timeouts);
	}
}

void window_clear(struct window *w)
{
	for (int i = 0; i < WINDOW_SLOTS; i++)
		clear_slot(&w->slot[i]);
}
