/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A report of any size, written piece by piece. A file appears under its name when
 * it is whole, by output_write(); until then it has none.
 */
#ifndef SCMI_PERF_OUTPUT_STREAM_H
#define SCMI_PERF_OUTPUT_STREAM_H

#include <stdbool.h>
#include <stdio.h>

struct output_stream {
	const char *path;
	FILE *out;
	bool unnamed; /* @out is a file without a name */
};

/* Opens @path; "-" is standard output. Returns 0 or -errno, reported. */
int output_stream_open(struct output_stream *s, const char *path);

/*
 * Closes the stream. @keep: the report is whole; otherwise the file at its path stays
 * as it was. Returns 0 or -errno, reported.
 */
int output_stream_finish(struct output_stream *s, bool keep);

#endif
