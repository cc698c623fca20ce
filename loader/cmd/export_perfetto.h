/* SPDX-License-Identifier: GPL-2.0-only */
/* Writes a Perfetto trace of a log while it is imported. */
#ifndef SCMI_PERF_EXPORT_PERFETTO_H
#define SCMI_PERF_EXPORT_PERFETTO_H

#include "log_profile.h"
#include "output_stream.h"

struct perfetto_export {
	struct output_stream stream;
	struct perfetto_trace *trace;
	const struct profile *profile;
	bool begun;
};

/*
 * Opens @path for the trace of the log that will be read into @p, and sets what @how
 * needs for that. Returns 0 or -errno, reported.
 */
int export_perfetto_open(struct perfetto_export *e, const char *path,
			 const struct profile *p,
			 struct log_profile_options *how);

/* Returns @err of the import, or that of the output, reported. */
int export_perfetto_finish(struct perfetto_export *e, int err);

#endif
