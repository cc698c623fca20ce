/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The common part of all commands: exit statuses, the options -h, -j, -q, -v
 * and -V, usage errors, and the end of standard output.
 */
#ifndef SCMI_PERF_CLI_H
#define SCMI_PERF_CLI_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Exit statuses, the same for every command. */
enum {
	EXIT_OK = 0,
	EXIT_ERROR = 1,	   /* wrong usage or a failure, reported on stderr */
	EXIT_EXCEEDED = 2, /* check: a limit is exceeded */
	EXIT_INCONCLUSIVE =
		3, /* check: too few runs or samples for a verdict */
};

extern bool cli_json; /* -j: print JSON, on stdout and on stderr */

/*
 * Called when the options are known: the program ends with EXIT_ERROR unless it
 * returns 0. NULL: none.
 */
extern int (*cli_refuse_stdout)(void);

/* The common options: children of each command's argp. */
extern const struct argp_child common_children[];
/* The same, for commands with more children. */
extern const struct argp common_argp;

/*
 * Parses a command's arguments as argp_parse() does. A usage error is reported
 * like any other error, as JSON if -j is among the arguments, and ends the
 * program with EXIT_ERROR. @flags are ARGP_IN_ORDER or 0.
 */
void cli_parse(const struct argp *argp, int argc, char **argv,
	       unsigned int flags, void *input);

/*
 * Keys of options without a letter that are only stored: in a member of the
 * parser's input, the argument in a const char *, or true in a bool.
 */
#define CLI_TEXT(type, member) (CLI_TEXTS + (int)offsetof(type, member))
#define CLI_FLAG(type, member) (CLI_FLAGS + (int)offsetof(type, member))

enum {
	CLI_TEXTS = 0x10000,
	CLI_FLAGS = 0x20000,
	CLI_KEYS_END = 0x30000,
};

/* A parser, or the end of one, for these keys. */
error_t cli_store(int key, char *arg, struct argp_state *state);

/* Reports a usage error: @message, and where to find help for @command. */
void cli_usage_error(char **argv, const char *command, const char *message);

/* Ends the program: @arg is an invalid value for --@option. */
void cli_invalid(const char *arg, const char *option, const char *expected,
		 struct argp_state *state);

/*
 * Return the number (decimal, or "0x1f") or the time in ns that @arg gives for
 * --@option. An invalid one ends the program with an error, which names the range
 * or @expected.
 */
long long cli_number(const char *arg, const char *option, long long min,
		     long long max, struct argp_state *state);
uint64_t cli_time(const char *arg, const char *option, uint64_t min_ns,
		  const char *expected, struct argp_state *state);

/* Flushes standard output. Returns 0 or -EIO, reported. */
int stdout_finish(void);

#endif
