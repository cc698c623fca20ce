// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "alloc.h"
#include "clock.h"
#include "diag.h"
#include "import_timeline.h"
#include "record_source.h"

struct tracefs_record {
	struct record_source source; /* must be first */
	struct tracefs_options options;
	uint64_t interval_ns;
	struct tracefs_source *events;
	struct importer *im;
	struct import_timeline timeline;
	struct actions *actions; /* NULL: none */
	struct profile *profile;
	uint64_t read_ns; /* CLOCK_MONOTONIC */
};

static void take(void *ctx, const struct trace_line *line)
{
	actions_line(ctx, line);
}

static int tracefs_start(struct record_source *s, struct profile *p)
{
	struct tracefs_record *r = (struct tracefs_record *)s;
	int err;

	r->profile = p;
	r->im = importer_new(p);
	if (r->actions) {
		r->actions->source = SOURCE_TRACEFS;
		importer_trace(r->im, take, r->actions);
	}
	if (r->interval_ns)
		import_timeline_start(&r->timeline, r->im, p, r->interval_ns);
	err = tracefs_source_open(&r->options, r->im, &p->runs[0], &r->events);
	if (!err)
		err = tracefs_source_start(r->events);
	r->read_ns = monotonic_ns();
	return err;
}

static uint64_t tracefs_next_tick(const struct record_source *s)
{
	return ((const struct tracefs_record *)s)->read_ns + TRACEFS_PERIOD_NS;
}

static int tracefs_tick(struct record_source *s)
{
	struct tracefs_record *r = (struct tracefs_record *)s;
	int err;

	r->read_ns = monotonic_ns();
	err = tracefs_source_read(r->events);
	if (!err && r->actions)
		err = importer_advance(r->im, UINT64_MAX);
	return err;
}

static int tracefs_stop(struct record_source *s)
{
	struct tracefs_record *r = (struct tracefs_record *)s;
	int err = tracefs_source_stop(r->events);

	if (err)
		return err;
	if (!r->interval_ns)
		return importer_finish(r->im);
	if (import_timeline_finish(&r->timeline, r->profile))
		diag_warning("the profile has no time series");
	return 0;
}

static void tracefs_close(struct record_source *s)
{
	struct tracefs_record *r = (struct tracefs_record *)s;

	import_timeline_free(&r->timeline);
	tracefs_source_close(r->events);
	importer_free(r->im);
	free(r);
}

struct record_source *record_with_tracefs(const struct live_options *o,
					  uint64_t interval_ns, bool boot,
					  struct actions *actions)
{
	struct tracefs_record *r = xcalloc(1, sizeof(*r));

	*r = (struct tracefs_record){
		.source = {tracefs_start, tracefs_next_tick, tracefs_tick,
			   tracefs_stop, tracefs_close},
		.options = live_tracefs_options(o),
		.interval_ns = interval_ns,
		.actions = actions,
	};
	r->options.boot = boot;
	return &r->source;
}
