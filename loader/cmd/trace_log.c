// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>

#include "diag.h"
#include "import_messages.h"
#include "losses.h"
#include "trace_command.h"

struct log_trace {
	struct trace t;
	bool begun;
};

/* The first line waits for the first event, because the log may have none. */
static void begin(struct log_trace *l)
{
	if (!l->begun)
		trace_begin(&l->t, NULL, NULL);
	l->begun = true;
}

static void show(void *ctx, const struct trace_line *line)
{
	struct log_trace *l = ctx;

	begin(l);
	if (trace_selects(l->t.o, line))
		trace_show(&l->t, line);
}

int trace_log(const struct trace_options *o)
{
	const uint64_t lost[TRACE_TYPES] = {0};
	struct log_profile_options how = o->log;
	struct log_trace l = {.t = {.o = o, .source = SOURCE_FTRACE}};
	struct profile p = {0};
	struct import_stats st;
	int err;

	if (log_profile_is_profile(o->file)) {
		diag_error("'%s' is a recording: it has histograms, no single "
			   "transfers",
			   o->file);
		diag_hint("'scmi-perf report %s' lists its last anomalies; "
			  "give trace a log, or no FILE on the running kernel",
			  o->file);
		return -EINVAL;
	}
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
