/* SPDX-License-Identifier: GPL-2.0-only */
/* What every command has: exit statuses, -v and -q, standard output. */
#ifndef SCMI_PERF_CLI_H
#define SCMI_PERF_CLI_H

#include <argp.h>

/* Exit statuses, the same for every command. */
enum {
	EXIT_OK = 0,
	EXIT_ERROR = 1,	       /* wrong usage, or it failed; stderr says why */
	EXIT_EXCEEDED = 2,     /* check: a threshold was exceeded */
	EXIT_INCONCLUSIVE = 3, /* check: not enough to tell */
};

/* -v and -q, the same for every command: children of each command's argp. */
extern const struct argp_child common_children[];
/* The same, for commands with more children. */
extern const struct argp common_argp;

/* All that was printed is to be written. Returns 0 or -EIO, reported. */
int stdout_finish(void);

#endif
