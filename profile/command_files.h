/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The files that a command reads and writes. Before it works, or records for hours, it
 * knows that no output replaces an input, another output or a recording, and that each
 * of them can be written.
 */
#ifndef SCMI_PERF_COMMAND_FILES_H
#define SCMI_PERF_COMMAND_FILES_H

#include <stddef.h>

#include "output_guard.h"

struct output_file {
	enum output_kind kind;
	char *path;
	char *folder; /* is made for it if it is missing; NULL: none */
};

/* All-zero: none. Paths must stay until the check. */
struct command_files {
	char **input;
	size_t n_inputs, cap_inputs;
	struct output_file *output;
	size_t n_outputs, cap_outputs;
};

/* Add inputs; "-" is standard input. A NULL is none. */
void command_files_read(struct command_files *f, const char *path);
void command_files_read_all(struct command_files *f, char *const *paths,
			    size_t n);

/* Adds an output; "-" is standard output. A NULL is none. */
void command_files_write(struct command_files *f, enum output_kind kind,
			 const char *path);

/* Adds the report @name in the folder @folder, which can be missing. */
void command_files_write_in(struct command_files *f, const char *folder,
			    const char *name);

/*
 * Checks all of them, and frees @f. Returns 0 or -errno, reported: -EEXIST if a file
 * would be destroyed.
 */
int command_files_check(struct command_files *f);

#endif
