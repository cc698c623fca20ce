// SPDX-License-Identifier: GPL-2.0-only
#include "cli.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "diag.h"
#include "units.h"

bool cli_json;
int (*cli_refuse_stdout)(void);

enum {
	OPT_USAGE = 0x300,
};

static void end_capture(void);

/* Ends the program after its help or version was printed. */
static _Noreturn void finish(void)
{
	end_capture();
	exit(stdout_finish() ? EXIT_ERROR : EXIT_OK);
}

static error_t parse_common(int key, char *arg, struct argp_state *state)
{
	(void)arg;
	switch (key) {
	case 'j':
		cli_json = diag_json = true;
		return 0;
	case 'v':
		diag_level = DIAG_VERBOSE;
		return 0;
	case 'q':
		diag_level = DIAG_QUIET;
		return 0;
	case 'h':
		argp_state_help(state, stdout,
				ARGP_HELP_STD_HELP & ~ARGP_HELP_EXIT_OK);
		finish();
	case OPT_USAGE:
		argp_state_help(state, stdout, ARGP_HELP_USAGE);
		finish();
	case 'V':
		puts(argp_program_version);
		finish();
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp_option common_options[] = {
	{"json", 'j', 0, 0,
	 "Print JSON, and messages as JSON objects on standard error", 0},
	{"verbose", 'v', 0, 0, "Print more details", 0},
	{"quiet", 'q', 0, 0, "Print only errors, warnings and losses", 0},
	{"help", 'h', 0, 0, "Print this help", 0},
	{"usage", OPT_USAGE, 0, 0, "Print a short usage message", 0},
	{"version", 'V', 0, 0, "Print the version", 0},
	{0}};

const struct argp common_argp = {.options = common_options,
				 .parser = parse_common};

const struct argp_child common_children[] = {
	{&common_argp, 0, "General:", -1},
	{0},
};

error_t cli_store(int key, char *arg, struct argp_state *state)
{
	char *input = state->input;

	if (key < CLI_TEXTS || key >= CLI_KEYS_END)
		return ARGP_ERR_UNKNOWN;
	if (key < CLI_FLAGS)
		*(const char **)(void *)(input + key - CLI_TEXTS) = arg;
	else
		*(bool *)(void *)(input + key - CLI_FLAGS) = true;
	return 0;
}

static bool has_json_option(char **argv)
{
	for (char **arg = argv + 1; *arg && strcmp(*arg, "--"); arg++)
		if (!strcmp(*arg, "-j") || !strcmp(*arg, "--json"))
			return true;
	return false;
}

void cli_usage_error(char **argv, const char *command, const char *message)
{
	diag_json = diag_json || has_json_option(argv);
	diag_error("%s", message);
	diag_hint("'%s --help' explains the usage", command);
}

/* While a command line is parsed, stderr is a buffer. */
static struct {
	FILE *stderr_before; /* NULL: nothing is parsed now */
	char **argv;
	char text[1024]; /* the start of it, as a string */
} capture;

/*
 * Reports the first line that argp or getopt printed: "COMMAND: MESSAGE", with
 * a path before COMMAND or not. argp's line after it is replaced by a hint.
 */
static void end_capture(void)
{
	const char *command, *message;

	if (!capture.stderr_before)
		return;
	command = basename(capture.argv[0]);
	fclose(stderr);
	stderr = capture.stderr_before;
	capture.stderr_before = NULL;
	capture.text[strcspn(capture.text, "\n")] = '\0';
	message = strstr(capture.text, command);
	message = message ? message + strlen(command) : capture.text;
	if (*message)
		cli_usage_error(capture.argv, command,
				message + strspn(message, ": "));
}

void cli_parse(const struct argp *argp, int argc, char **argv,
	       unsigned int flags, void *input)
{
	static bool registered;
	FILE *buffer;
	error_t err;

	/* argp and getopt print errors themselves, and exit() in here. */
	if (!registered)
		atexit(end_capture);
	registered = true;
	capture.argv = argv;
	buffer = fmemopen(capture.text, sizeof(capture.text), "w");
	if (buffer) {
		setbuf(buffer, NULL);
		capture.stderr_before = stderr;
		stderr = buffer;
	}
	/* Usage errors end the program. */
	err = argp_parse(argp, argc, argv, flags | ARGP_NO_HELP, NULL, input);
	end_capture();
	if (err == ENOMEM)
		out_of_memory();
	if (cli_refuse_stdout && cli_refuse_stdout())
		exit(EXIT_ERROR);
}

void cli_invalid(const char *arg, const char *option, const char *expected,
		 struct argp_state *state)
{
	argp_error(state, "invalid value '%s' for --%s (%s)", arg, option,
		   expected);
}

long long cli_number(const char *arg, const char *option, long long min,
		     long long max, struct argp_state *state)
{
	long long n;
	char *end;

	errno = 0;
	n = strtoll(arg, &end, strncmp(arg, "0x", 2) ? 10 : 16);
	if (errno || !isdigit((unsigned char)*arg) || *end || n < min ||
	    n > max)
		argp_error(state, "invalid value '%s' for --%s (%lld to %lld)",
			   arg, option, min, max);
	return n;
}

uint64_t cli_time(const char *arg, const char *option, uint64_t min_ns,
		  const char *expected, struct argp_state *state)
{
	uint64_t ns;

	if (parse_duration(arg, &ns) || ns < min_ns)
		cli_invalid(arg, option, expected, state);
	return ns;
}

int stdout_finish(void)
{
	if (!fflush(stdout) && !ferror(stdout))
		return 0;
	diag_error("write standard output: %s", strerror(errno));
	return -EIO;
}
