/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The subcommands. Each takes its own argv (argv[0] is "scmi-perf report" and
 * the like), parses it with argp and returns an exit status.
 */
#ifndef SCMI_PERF_COMMANDS_H
#define SCMI_PERF_COMMANDS_H

#include <argp.h>

/* Exit statuses, the same for every command. */
enum {
	EXIT_OK = 0,
	EXIT_ERROR = 1,	       /* wrong usage, or it failed; stderr says why */
	EXIT_EXCEEDED = 2,     /* check: a threshold was exceeded */
	EXIT_INCONCLUSIVE = 3, /* check: not enough to tell */
};

int cmd_record(int argc, char **argv);
int cmd_top(int argc, char **argv);
int cmd_trace(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_import(int argc, char **argv);
int cmd_merge(int argc, char **argv);
int cmd_compare(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_calibrate(int argc, char **argv);
int cmd_doctor(int argc, char **argv);

/* -v and -q, the same for every command: children of each command's argp. */
extern const struct argp_child common_children[];
/* The same, for commands with more children. */
extern const struct argp common_argp;

/* All that was printed is to be written. Returns 0 or -EIO, reported. */
int stdout_finish(void);

#endif
