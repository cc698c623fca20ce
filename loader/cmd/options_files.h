/* SPDX-License-Identifier: GPL-2.0-only */
/* The files that a command reads and writes. */
#ifndef SCMI_PERF_OPTIONS_FILES_H
#define SCMI_PERF_OPTIONS_FILES_H

#include <argp.h>

#include "output_files.h"

struct file_args {
	int min, max; /* number of FILEs that the command accepts */
	char **file;  /* into argv */
	int n;
	const char *output;
};

/* An element of a command's argp options. */
#define OPTION_OUTPUT(note)                                                 \
	{                                                                   \
		"output", 'o', "FILE", 0,                                   \
			"Write the profile to FILE, - for standard output " \
			"(" note ")",                                       \
			0                                                   \
	}

/* The same: names the recording in its profile. label_parse() checks the text. */
#define KEY_LABEL 0x500
#define OPTION_LABEL                                                         \
	{                                                                    \
		"label", KEY_LABEL, "TEXT", 0,                               \
			"Name the recording in its profile, such as by the " \
			"commit: 'scmi-perf history' shows it",              \
			0                                                    \
	}

/* Returns the argument of --label; an invalid one ends the program. */
const char *label_parse(const char *arg, struct argp_state *state);

/*
 * Parses FILE… and -o: the end of a command's argp parser. Returns 0 or
 * ARGP_ERR_UNKNOWN; a wrong number of files ends the program.
 */
error_t files_parse(int key, char *arg, struct argp_state *state,
		    struct file_args *files);

/* The same as a parser whose input is a struct file_args. */
error_t files_parser(int key, char *arg, struct argp_state *state);

/* --html, --svg, --png and --pdf; its input is a struct output_files. */
extern const struct argp file_argp;

/* Refuses --html - together with @other, an option that prints; NULL: none. */
void file_options_check(struct argp_state *state, const struct output_files *o,
			const char *other);

#endif
