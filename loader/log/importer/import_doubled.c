// SPDX-License-Identifier: GPL-2.0-only
/* Recognises events that two consoles have printed into one log. */
#include "importer_state.h"

/* Returns the @i-th event of the window. */
static const struct ftrace_event *window_at(const struct importer *im,
					    unsigned int i)
{
	return &im->window[(im->oldest + i) % IMPORT_WINDOW];
}

static bool is_equal(const struct ftrace_event *a, const struct ftrace_event *b)
{
	return a->time_ns == b->time_ns && event_order_same(a, b);
}

/*
 * Returns true if an event like this one, and then later ones, came already; for
 * longer steps back see event_order.h.
 */
static bool is_echoed(const struct importer *im, const struct ftrace_event *ev)
{
	unsigned int i = im->n;
	uint64_t last_ns;

	if (!i || im->log.header)
		return false;
	last_ns = window_at(im, i - 1)->time_ns;
	if (last_ns <= ev->time_ns || last_ns - ev->time_ns > ORDER_BACK_NS)
		return false;
	while (i && window_at(im, i - 1)->time_ns >= ev->time_ns)
		if (is_equal(window_at(im, --i), ev))
			return true;
	return false;
}

bool importer_is_doubled(const struct importer *im,
			 const struct ftrace_event *ev)
{
	const unsigned int n_held = im->order.n_held;
	const struct ftrace_event *last = NULL;

	if (ev->decimals < 6 && ev->kind > FTRACE_END)
		return false;
	if (n_held)
		last = &im->order.held[n_held - 1];
	else if (im->n)
		last = window_at(im, im->n - 1);
	return (last && is_equal(last, ev)) || (!n_held && is_echoed(im, ev));
}
