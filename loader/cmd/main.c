// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "alloc.h"
#include "child.h"
#include "cli.h"
#include "commands.h"
#include "diag.h"
#include "licenses.h"
#include "log_recognise.h"
#include "output_guard.h"
#include "version.h"

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *summary;
} commands[] = {
	{"record", cmd_record, "measure the running kernel, write a profile"},
	{"stat", cmd_stat, "measure the running kernel, print a report"},
	{"top", cmd_top, "show the slowest messages live, like scmi-top"},
	{"trace", cmd_trace, "print each transfer as it ends"},
	{"report", cmd_report, "show a profile: tables, JSON, page, pictures"},
	{"import", cmd_import, "make a profile from an ftrace text log"},
	{"export", cmd_export, "write a profile's data for other programs"},
	{"exporter", cmd_exporter, "serve metrics of a kernel to Prometheus"},
	{"merge", cmd_merge, "merge several profiles into one"},
	{"turns", cmd_turns, "record two builds in turns, for a comparison"},
	{"compare", cmd_compare, "compare two sets of profiles, or transports"},
	{"check", cmd_check, "check profiles against limits: exit 0, 2 or 3"},
	{"history", cmd_history, "show when recordings of many days changed"},
	{"calibrate", cmd_calibrate, "measure the noise, suggest limits"},
	{"doctor", cmd_doctor, "show which hooks this kernel supports"},
};

#define N_COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void usage(FILE *out)
{
	fputs("Usage: scmi-perf COMMAND [OPTION...]\n"
	      "Show where the time of SCMI transfers goes, per message and "
	      "phase.\n"
	      "\nCommands:\n",
	      out);
	for (size_t i = 0; i < N_COMMANDS; i++)
		fprintf(out, "  %-9s %s\n", commands[i].name,
			commands[i].summary);
	fputs("\nOptions:\n"
	      "  -h, --help     print this help; 'help COMMAND' explains one\n"
	      "  -V, --version  print the version\n"
	      "      --licenses print the licences of all in this file\n"
	      "\nExamples:\n"
	      "  scmi-perf doctor\n"
	      "  scmi-perf stat -d 10s\n"
	      "  scmi-perf record -d 30s -o run.scmi\n"
	      "  scmi-perf report run.scmi\n",
	      out);
}

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < N_COMMANDS; i++)
		if (!strcmp(name, commands[i].name))
			return &commands[i];
	return NULL;
}

static bool is_option(const char *arg, const char *letter, const char *name)
{
	return !strcmp(arg, letter) || !strcmp(arg, name);
}

/* argv[0] is an option that stands where the command should be. */
static void report_early_option(int argc, char **argv)
{
	const char *command = "COMMAND";

	diag_json |= is_option(argv[0], "-j", "--json");
	for (int i = argc - 1; i > 0; i--)
		if (find_command(argv[i]))
			command = argv[i];
	diag_error("option '%s' stands before the command", argv[0]);
	diag_hint("options follow it: scmi-perf %s %s", command, argv[0]);
}

/* Runs the command argv[0]; its argp calls itself "scmi-perf COMMAND". */
static int run(int argc, char **argv)
{
	const struct command *command = find_command(argv[0]);
	char *message;

	if (command) {
		argv[0] = xasprintf("scmi-perf %s", command->name);
		return command->run(argc, argv);
	}
	if (*argv[0] == '-') {
		report_early_option(argc, argv);
		return EXIT_ERROR;
	}
	message = xasprintf("unknown command '%s'", argv[0]);
	cli_usage_error(argv, "scmi-perf", message);
	free(message);
	return EXIT_ERROR;
}

/*
 * A file that is opened must not get the number of a closed standard stream,
 * where messages would follow. Reads of standard input and writes to standard
 * output still fail, because /dev/null is opened for the other direction.
 */
static void open_standard_streams(void)
{
	static const int flags[] = {O_WRONLY, O_RDONLY, O_WRONLY};

	/* open() returns the lowest number that is free. */
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", flags[fd]) < 0)
			exit(EXIT_ERROR);
}

/* A shell's ">>" can make a recording the standard output. */
static int refuse_stdout(void)
{
	return output_refuse_recording("-", OUTPUT_REPORT);
}

int main(int argc, char **argv)
{
	static char help[] = "--help";

	open_standard_streams();
	/* If it were ignored, no child would have a status. */
	signal(SIGCHLD, SIG_DFL);
	child_ignore_size_limit();
	json_set_alloc_funcs(xmalloc, free);
	cli_refuse_stdout = refuse_stdout;
	output_recognise = log_recognise;
	argp_err_exit_status = EXIT_ERROR;
	argp_program_version = *SCMI_PERF_COMMIT != '-'
				       ? "scmi-perf " SCMI_PERF_VERSION
					 " (g" SCMI_PERF_COMMIT ")"
				       : "scmi-perf " SCMI_PERF_VERSION;
	/* The command that is typed most has a name without a space. */
	if (argc && !strcmp(basename(argv[0]), "scmi-top"))
		return cmd_top(argc, argv);
	if (argc < 2) {
		usage(stderr);
		return EXIT_ERROR;
	}
	if (is_option(argv[1], "-V", "--version")) {
		puts(argp_program_version);
		return stdout_finish() ? EXIT_ERROR : EXIT_OK;
	}
	if (!strcmp(argv[1], "--licenses"))
		return print_licenses();
	if (!strcmp(argv[1], "help") && argc > 2)
		return run(2, (char *[]){argv[2], help, NULL});
	if (is_option(argv[1], "-h", "--help") || !strcmp(argv[1], "help")) {
		usage(stdout);
		return stdout_finish() ? EXIT_ERROR : EXIT_OK;
	}
	return run(argc - 1, argv + 1);
}
