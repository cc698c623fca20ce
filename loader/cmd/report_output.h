/* SPDX-License-Identifier: GPL-2.0-only */
/* The outputs of a report, which several commands write. */
#ifndef SCMI_PERF_REPORT_OUTPUT_H
#define SCMI_PERF_REPORT_OUTPUT_H

#include <argp.h>
#include <stdbool.h>

#include "output_files.h"
#include "report_view.h"

struct report_output {
	bool explain, callers, slowest;
	const char *markdown;
	struct output_files files;
	struct view_options view;
};

/*
 * --explain, --markdown, --html, …, --sort, --top and --phase; its input is a struct
 * report_output. The filter is not among them.
 */
extern const struct argp report_output_argp;

/* Ends the program if two outputs exclude each other; at ARGP_KEY_END. */
void report_output_check(const struct report_output *o,
			 struct argp_state *state);

/* Adds the files that report_output_write() can write. */
void report_output_add(const struct report_output *o, struct command_files *f);

/*
 * Returns 0 if gnuplot and standard output can be used as far as they are needed, else
 * -errno, reported. To be called before a long recording, as command_files_check().
 */
int report_output_try(const struct report_output *o);

/*
 * Removes what the filter excludes from @p, and writes what is requested. Returns 0
 * or -errno, reported.
 */
int report_output_write(const struct report_output *o, struct profile *p);

#endif
