/* SPDX-License-Identifier: GPL-2.0-only */
/* Makes a profile of a log in one call. */
#ifndef SCMI_PERF_LOG_PROFILE_H
#define SCMI_PERF_LOG_PROFILE_H

#include "import.h"
#include "import_timeline.h"

struct log_profile_options {
	const char *buffer;	 /* of a trace.dat; NULL: the only one */
	bool no_intervals;	 /* no time series */
	bool by_resource;	 /* importer_by_resource() */
	uint64_t interval_ns;	 /* 0: chosen by the length of the log */
	uint64_t from_ns, to_ns; /* importer_set_range(), if @has_end */
	bool has_start, has_end;
	struct task_intervals *tasks; /* to be filled; NULL: not needed */
	trace_sink trace;	      /* importer_trace(), or NULL */
	void *trace_ctx;
	bool trace_flight; /* importer_trace_flight() */
};

/*
 * Imports the log @path ("-": standard input) into @p, which is empty. Returns 0
 * with the numbers of the import in @st, or -errno, reported: -ENODATA if no event
 * could be used.
 */
int log_profile_read(struct profile *p, const char *path,
		     const struct log_profile_options *o,
		     struct import_stats *st);

/*
 * Both examine the start of @path, a regular file; a pipe, or a file that cannot be
 * read, is neither.
 */
bool log_profile_is_log(const char *path);
bool log_profile_is_profile(const char *path);

/*
 * Reads a profile, or imports a log, into @p, which is empty. Returns 0 or -errno,
 * reported. Warns of what the log lacks. @by_resource: as above, of a log.
 * @tasks: to be filled if it is a log; may be NULL.
 */
int log_profile_open(struct profile *p, const char *path, bool by_resource,
		     struct task_intervals *tasks);

#endif
