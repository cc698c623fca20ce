// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>

#include "diag.h"
#include "import_messages.h"
#include "losses.h"
#include "perfetto_trace.h"
#include "trace_command.h"

struct log_trace {
	struct trace t;
	const struct profile *profile;
	bool begun;
};

/* The first line waits for the first event, because the log may have none. */
static void begin(struct log_trace *l)
{
	const struct perfetto_clocks clocks = {
		.clock = l->profile->runs[0].stamp_clock};

	if (l->begun)
		return;
	l->begun = true;
	trace_begin(&l->t, NULL, NULL);
	if (l->t.o->to)
		perfetto_trace_clocks(l->t.o->to, &clocks);
}

static void show(void *ctx, const struct trace_line *line)
{
	struct log_trace *l = ctx;

	begin(l);
	if (trace_selects(l->t.o, line))
		trace_show(&l->t, line);
}

int trace_refuse_profile(const char *path)
{
	if (!log_profile_is_profile(path))
		return 0;
	diag_error("'%s' is a recording: it has histograms, no single "
		   "transfers",
		   path);
	diag_hint("'scmi-perf report %s' lists its last anomalies; trace "
		  "needs a log, or no FILE on the running kernel",
		  path);
	return -EINVAL;
}

int trace_log(const struct trace_options *o)
{
	const uint64_t lost[TRACE_TYPES] = {0};
	struct log_profile_options how = o->log;
	struct profile p = {0};
	struct log_trace l = {.t = {.o = o, .source = SOURCE_FTRACE},
			      .profile = &p};
	struct import_stats st;
	int err;

	err = trace_refuse_profile(o->file);
	if (err)
		return err;
	how.no_intervals = true;
	how.by_resource = o->by_resource || o->filter.n_resources;
	how.trace = show;
	how.trace_ctx = &l;
	err = log_profile_read(&p, o->file, &how, &st);
	if (!err) {
		begin(&l);
		trace_end(&l.t, &p, lost);
		import_warn_unparsed(&p, &st);
		import_warn_resources(&st);
		losses_warn(p.lost, p.runs);
	}
	profile_free(&p);
	return err;
}
