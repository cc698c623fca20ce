// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "alloc.h"
#include "clock.h"
#include "diag.h"
#include "record_source.h"
#include "support.h"

struct bpf_record {
	struct record_source source; /* must be first */
	const struct recorder_options *options;
	uint64_t interval_ns;
	struct recorder *recorder;
	struct timeline timeline;
	struct profile *profile;
	uint64_t start_ns;
};

static int bpf_start(struct record_source *s, struct profile *p)
{
	struct bpf_record *r = (struct bpf_record *)s;
	int err;

	if (r->interval_ns)
		recorder_start_timeline(&r->timeline, r->interval_ns);
	err = recorder_open(r->options, &r->recorder);
	if (!err)
		err = recorder_attach(r->recorder);
	if (err) {
		support_explain_failure();
		return err;
	}
	r->start_ns = monotonic_ns();
	r->profile = p;
	profile_add_run(p);
	return 0;
}

/* Returns the end of the current interval, 0 without a time series. */
static uint64_t bpf_next_tick(const struct record_source *s)
{
	const struct bpf_record *r = (const struct bpf_record *)s;
	const uint64_t step = r->timeline.interval_ns;

	if (!step)
		return 0;
	return r->start_ns + ((monotonic_ns() - r->start_ns) / step + 1) * step;
}

/* Ends an interval. After a failure, goes on without a time series. */
static int bpf_tick(struct record_source *s)
{
	struct bpf_record *r = (struct bpf_record *)s;

	if (!recorder_end_interval(r->recorder, &r->timeline,
				   monotonic_ns() - r->start_ns))
		return 0;
	diag_warning("the recording continues without a time series");
	timeline_free(&r->timeline);
	return 0;
}

static int bpf_stop(struct record_source *s)
{
	struct bpf_record *r = (struct bpf_record *)s;
	struct profile *p = r->profile;

	p->runs[0].duration_ns = monotonic_ns() - r->start_ns;
	recorder_detach(r->recorder);
	recorder_read(r->recorder, p);
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
	recorder_close(r->recorder);
	free(r);
}

struct record_source *record_with_bpf(const struct live_options *o,
				      uint64_t interval_ns)
{
	struct bpf_record *r = xcalloc(1, sizeof(*r));

	*r = (struct bpf_record){
		.source = {bpf_start, bpf_next_tick, bpf_tick, bpf_stop,
			   bpf_close},
		.options = &o->recorder,
		.interval_ns = interval_ns,
	};
	return &r->source;
}
