/* SPDX-License-Identifier: GPL-2.0-only */
/* Makes a profile of a log in one call. */
#ifndef SCMI_PERF_LOG_PROFILE_H
#define SCMI_PERF_LOG_PROFILE_H

#include "import.h"

struct log_profile_options {
	const char *buffer;	 /* of a trace.dat; NULL: the only one */
	bool no_intervals;	 /* no time series */
	uint64_t interval_ns;	 /* 0: chosen by the length of the log */
	uint64_t from_ns, to_ns; /* importer_set_range(); to_ns 0: no end */
	trace_sink trace;	 /* importer_trace(), or NULL */
	void *trace_ctx;
};

/*
 * Imports the log @path ("-": standard input) into @p, which is empty. Returns 0
 * with the numbers of the import in @st, or -errno, reported: -ENODATA if no event
 * could be used.
 */
int log_profile_read(struct profile *p, const char *path,
		     const struct log_profile_options *o,
		     struct import_stats *st);

/* Returns true if @path is a regular file that does not start as a profile. */
bool log_profile_is_log(const char *path);

#endif
