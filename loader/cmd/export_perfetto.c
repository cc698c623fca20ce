// SPDX-License-Identifier: GPL-2.0-only
#include "export_perfetto.h"

#include "diag.h"
#include "perfetto_trace.h"

/* The clock is known when the first line comes. */
static void begin(struct perfetto_export *e)
{
	const struct perfetto_clocks clocks = {
		.clock = e->profile->runs[0].stamp_clock};

	perfetto_trace_clocks(e->trace, &clocks);
	e->begun = true;
}

static void write_line(void *ctx, const struct trace_line *line)
{
	struct perfetto_export *e = ctx;

	if (!e->begun)
		begin(e);
	perfetto_trace_losses(e->trace, e->profile->lost);
	perfetto_trace_line(e->trace, line);
}

int export_perfetto_open(struct perfetto_export *e, const char *path,
			 const struct profile *p,
			 struct log_profile_options *how)
{
	const int err = output_stream_open(&e->stream, path);

	if (err)
		return err;
	e->trace = perfetto_trace_new(e->stream.out);
	e->profile = p;
	how->trace = write_line;
	how->trace_ctx = e;
	how->trace_flight = how->by_resource = true;
	return 0;
}

int export_perfetto_finish(struct perfetto_export *e, int err)
{
	int failed;

	if (!err) {
		perfetto_trace_losses(e->trace, e->profile->lost);
		if (perfetto_trace_is_shifted(e->trace))
			diag_warning("the log is several logs: in the trace, "
				     "those that began earlier than the one "
				     "before them ended follow it");
	}
	perfetto_trace_finish(e->trace);
	failed = output_stream_finish(&e->stream, !err);
	return err ? err : failed;
}
