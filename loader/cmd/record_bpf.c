// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdlib.h>

#include "alloc.h"
#include "clock.h"
#include "diag.h"
#include "options_actions.h"
#include "record_source.h"
#include "support.h"
#include "trace_reader.h"
#include "units.h"

struct bpf_record {
	struct record_source source; /* must be first */
	struct recorder_options options;
	uint64_t interval_ns;
	struct recorder *recorder;
	struct timeline timeline;
	struct profile *profile;
	uint64_t start_ns;
	uint64_t ended_ns;	 /* when the last interval was ended */
	struct actions *actions; /* NULL: none, and no reader */
	struct trace_reader *reader;
};

static void take(void *ctx, const struct trace_line *line)
{
	actions_line(ctx, line);
}

static int bpf_start(struct record_source *s, struct profile *p)
{
	struct bpf_record *r = (struct bpf_record *)s;
	int err;

	if (r->interval_ns)
		recorder_start_timeline(&r->timeline, r->interval_ns);
	err = recorder_open(&r->options, &r->recorder);
	if (!err && r->actions) {
		r->actions->source = SOURCE_BPF;
		err = trace_reader_open(r->recorder, false, take, r->actions,
					&r->reader);
	}
	if (!err)
		err = recorder_attach(r->recorder);
	if (err) {
		support_explain_failure();
		return err;
	}
	r->start_ns = monotonic_ns();
	r->ended_ns = r->start_ns;
	r->profile = p;
	profile_add_run(p);
	return 0;
}

/* Returns the end of the current interval; 0 without a time series. */
static uint64_t interval_end(const struct bpf_record *r)
{
	const uint64_t step = r->timeline.interval_ns;

	if (!step)
		return 0;
	return r->start_ns + ((r->ended_ns - r->start_ns) / step + 1) * step;
}

/* The end of the interval, or before that the time to read events for actions. */
static uint64_t bpf_next_tick(const struct record_source *s)
{
	const struct bpf_record *r = (const struct bpf_record *)s;
	const uint64_t end_ns = interval_end(r);
	uint64_t read_ns;

	if (!r->actions)
		return end_ns;
	read_ns = monotonic_ns() + RECORD_ACTIONS_NS;
	return end_ns && end_ns < read_ns ? end_ns : read_ns;
}

/* Passes the events so far to the actions. Returns 0 or -errno, reported. */
static int bpf_act(struct bpf_record *r)
{
	int more = 1;

	while (r->reader && more > 0)
		more = trace_reader_read(r->reader);
	return r->reader ? more : 0;
}

/* Ends an interval. After a failure, goes on without a time series. */
static int bpf_tick(struct record_source *s)
{
	struct bpf_record *r = (struct bpf_record *)s;
	const uint64_t now_ns = monotonic_ns(), end_ns = interval_end(r);
	const int err = bpf_act(r);

	if (err || !end_ns || now_ns < end_ns)
		return err;
	r->ended_ns = now_ns;
	if (!recorder_end_interval(r->recorder, &r->timeline,
				   now_ns - r->start_ns))
		return 0;
	diag_warning("the recording continues without a time series");
	timeline_free(&r->timeline);
	return 0;
}

static void warn_of_lost_events(const struct bpf_record *r)
{
	uint64_t all = 0;

	for (int i = 0; r->actions && i < TRACE_TYPES; i++)
		all += recorder_lost_events(r->recorder, i);
	if (all)
		diag_warning("--on lost %" PRIu64 " event%s (ring_buffer): "
			     "increase --ring-size",
			     all, plural(all));
}

static int bpf_stop(struct record_source *s)
{
	struct bpf_record *r = (struct bpf_record *)s;
	struct profile *p = r->profile;

	p->runs[0].duration_ns = monotonic_ns() - r->start_ns;
	recorder_detach(r->recorder);
	if (bpf_act(r))
		diag_warning("the last events are missing for --on");
	recorder_read(r->recorder, p);
	warn_of_lost_events(r);
	if (r->timeline.interval_ns &&
	    recorder_finish_timeline(r->recorder, &r->timeline,
				     p->runs[0].duration_ns, p))
		diag_warning("the profile has no time series");
	profile_sort(p);
	return 0;
}

static void bpf_close(struct record_source *s)
{
	struct bpf_record *r = (struct bpf_record *)s;

	timeline_free(&r->timeline);
	trace_reader_close(r->reader);
	recorder_close(r->recorder);
	free(r);
}

struct record_source *record_with_bpf(const struct live_options *o,
				      uint64_t interval_ns,
				      struct actions *actions)
{
	struct bpf_record *r = xcalloc(1, sizeof(*r));

	*r = (struct bpf_record){
		.source = {bpf_start, bpf_next_tick, bpf_tick, bpf_stop,
			   bpf_close},
		.options = o->recorder,
		.interval_ns = interval_ns,
		.actions = actions,
	};
	if (actions)
		actions_record_all(&r->options);
	return &r->source;
}
