// SPDX-License-Identifier: GPL-2.0-only
#include "flight.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "sums.h"

#define EVENT_SIZE offsetof(struct trace_event, stack)

struct flight_line {
	struct series_key key;
	uint64_t end_ns;
	unsigned char event[EVENT_SIZE];
};

static void drop_oldest(struct flight *f)
{
	f->oldest = (f->oldest + 1) % FLIGHT_LINES;
	f->n--;
}

void flight_add(struct flight *f, const struct trace_line *line)
{
	const uint64_t now_ns = line->event->t.end_ns;
	struct flight_line *copy;

	/* The kernel provides its pages when they are first written. */
	if (!f->line)
		f->line = xcalloc(FLIGHT_LINES, sizeof(*f->line));
	while (f->n && sum_of(f->line[f->oldest].end_ns, f->keep_ns) < now_ns)
		drop_oldest(f);
	if (f->n == FLIGHT_LINES) {
		drop_oldest(f);
		f->cut++;
	}
	copy = &f->line[(f->oldest + f->n++) % FLIGHT_LINES];
	copy->key = line->key;
	copy->end_ns = now_ns;
	memcpy(copy->event, line->event, EVENT_SIZE);
}

void flight_show(const struct flight *f, trace_sink sink, void *ctx)
{
	struct trace_event event = {0};
	struct trace_line *line = xcalloc(1, sizeof(*line));

	line->event = &event;
	for (size_t i = 0; i < f->n; i++) {
		const struct flight_line *kept =
			&f->line[(f->oldest + i) % FLIGHT_LINES];

		memcpy(&event, kept->event, EVENT_SIZE);
		line->key = kept->key;
		sink(ctx, line);
	}
	free(line);
}

void flight_free(struct flight *f)
{
	free(f->line);
	*f = (struct flight){0};
}
