// SPDX-License-Identifier: GPL-2.0-only
#include "source.h"

#include <stdlib.h>

#include "alloc.h"
#include "caller_rows.h"
#include "clock.h"
#include "delta.h"
#include "recorder.h"
#include "support.h"
#include "trace_reader.h"

struct live {
	struct top_source source; /* must be first */
	struct profile about;	  /* holds the run */
	struct recorder *recorder;
	struct trace_reader *reader; /* NULL: nobody wants single transfers */
	struct timeline timeline;
	uint64_t start_ns;
	uint64_t event; /* number of the next anomaly */
	bool callers;	/* they are measured */
	struct caller_rows rows;
};

/* Adds the callers so far to the open interval of the model. */
static void add_callers(struct live *l)
{
	struct profile p = {0};
	struct callers *all = profile_callers(&p);

	recorder_read_callers(l->recorder, all);
	caller_rows_start(&l->rows);
	for (size_t i = 0; i < all->n_callers; i++)
		caller_rows_add(&l->rows, &all->callers[i],
				callers_stack_of(all, &all->callers[i]));
	caller_rows_end(&l->rows, l->source.model);
	profile_free(&p);
}

/* Adds an interval to the model: series from @in, all else from @p. */
static void add_interval(struct live *l, const struct interval *in,
			 const struct profile *p)
{
	struct top_model *m = l->source.model;
	const struct top_status status =
		top_status_of(p, in->end_ns, recorder_in_flight(l->recorder));

	top_begin_interval(m, in->end_ns);
	for (size_t i = 0; i < in->n_deltas; i++) {
		const struct delta *g = &in->delta[i];

		top_add_delta(m, recorder_series_key(l->recorder, g->series),
			      g);
	}
	if (l->callers)
		add_callers(l);
	top_set_fast(m, p->fast, p->n_fast);
	for (size_t i = 0; i < p->n_events; i++)
		top_add_event(m, &p->events[i]);
	top_end_interval(m, &status);
}

static int live_flush(struct top_source *s)
{
	struct live *l = (struct live *)s;
	struct interval in;
	struct profile p = {0};
	int err;

	profile_add_run(&p);
	err = recorder_update(l->recorder, &l->timeline, &l->event, &p);
	if (err)
		goto out;
	timeline_pop_interval(&l->timeline, monotonic_ns() - l->start_ns, &in);
	add_interval(l, &in, &p);
	interval_free(&in);
out:
	profile_free(&p);
	return err ? err : 1;
}

static int live_refresh(struct top_source *s)
{
	const int more = live_flush(s);

	if (more > 0 && s->on_interval)
		s->on_interval(s->ctx);
	return more;
}

/* Passes single transfers on. */
static int live_read(struct top_source *s)
{
	const int more = trace_reader_read(((struct live *)s)->reader);

	return more < 0 ? more : 1;
}

static int live_profile(struct top_source *s, struct profile *p)
{
	struct live *l = (struct live *)s;
	struct run *run = profile_add_run(p);

	run_describe(run);
	run->start_unix_s = s->run->start_unix_s;
	run->duration_ns = monotonic_ns() - l->start_ns;
	recorder_read(l->recorder, p);
	profile_sort(p);
	return 0;
}

static void live_close(struct top_source *s)
{
	struct live *l = (struct live *)s;

	trace_reader_close(l->reader);
	recorder_close(l->recorder);
	timeline_free(&l->timeline);
	caller_rows_free(&l->rows);
	profile_free(&l->about);
	free(l);
}

/* Returns 0 or -errno, reported. */
static int start(struct live *l, const struct recorder_options *options)
{
	const struct top_model *m = l->source.model;
	struct run *run = profile_add_run(&l->about);
	int err;

	run_describe(run);
	l->source.run = run;
	/* The timeline stores no intervals, so it needs no length. */
	recorder_start_timeline(&l->timeline, 0);
	l->callers = options->callers;
	if (l->callers)
		caller_rows_init(&l->rows, l->source.model, true);
	err = recorder_open(options, &l->recorder);
	if (!err && m->trace)
		err = trace_reader_open(l->recorder, false, m->trace,
					m->trace_ctx, &l->reader);
	if (l->reader) {
		l->source.fd = trace_reader_fd(l->reader);
		l->source.read = live_read;
	}
	if (!err)
		err = recorder_attach(l->recorder);
	if (err)
		support_explain_failure();
	l->start_ns = monotonic_ns();
	return err;
}

struct top_source *top_live_open(struct top_model *m,
				 const struct recorder_options *options,
				 uint64_t step_ns)
{
	struct live *l = xcalloc(1, sizeof(*l));

	l->source = (struct top_source){
		.refresh = live_refresh,
		.flush = live_flush,
		.profile = live_profile,
		.close = live_close,
		.model = m,
		.fd = -1,
		.step_ns = step_ns,
	};
	if (!start(l, options))
		return &l->source;
	live_close(&l->source);
	return NULL;
}
