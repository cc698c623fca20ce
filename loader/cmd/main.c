// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "alloc.h"
#include "cli.h"
#include "commands.h"
#include "diag.h"

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *summary;
} commands[] = {
	{"record", cmd_record, "measure the running kernel, write a profile"},
	{"top", cmd_top, "show live what takes its time, as scmi-top does"},
	{"trace", cmd_trace, "print each transfer as it ends"},
	{"report", cmd_report, "show a profile: tables, JSON, page, pictures"},
	{"import", cmd_import, "make a profile from an ftrace text log"},
	{"merge", cmd_merge, "make one profile of several"},
	{"compare", cmd_compare, "compare two sets of profiles, or transports"},
	{"check", cmd_check, "judge profiles by limits, exit 0, 2 or 3"},
	{"calibrate", cmd_calibrate, "measure the noise, suggest limits"},
	{"doctor", cmd_doctor, "say what this kernel offers, and what not"},
};

#define N_COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void usage(FILE *out)
{
	fputs("Usage: scmi-perf COMMAND [OPTION...]\n"
	      "Where the time of SCMI transfers goes, per message and phase.\n"
	      "\nCommands:\n",
	      out);
	for (size_t i = 0; i < N_COMMANDS; i++)
		fprintf(out, "  %-9s %s\n", commands[i].name,
			commands[i].summary);
	fputs("\nExamples:\n"
	      "  scmi-perf doctor\n"
	      "  scmi-perf record -d 30s -o run.scmi\n"
	      "  scmi-perf report run.scmi\n"
	      "\n'scmi-perf COMMAND --help' explains a command.\n",
	      out);
}

int main(int argc, char **argv)
{
	static char name[32];

	json_set_alloc_funcs(xmalloc, free);
	argp_err_exit_status = EXIT_ERROR;
	argp_program_version = "scmi-perf " SCMI_PERF_VERSION;
	/* A name of its own, for what people type most. */
	if (argc && !strcmp(basename(argv[0]), "scmi-top"))
		return cmd_top(argc, argv);
	if (argc < 2) {
		usage(stderr);
		return EXIT_ERROR;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "help")) {
		usage(stdout);
		return EXIT_OK;
	}
	if (!strcmp(argv[1], "--version")) {
		puts(argp_program_version);
		return EXIT_OK;
	}
	for (size_t i = 0; i < N_COMMANDS; i++) {
		if (strcmp(argv[1], commands[i].name))
			continue;
		snprintf(name, sizeof(name), "scmi-perf %s", argv[1]);
		argv[1] = name;
		return commands[i].run(argc - 1, argv + 1);
	}
	diag_error("unknown command '%s'; 'scmi-perf --help' lists them",
		   argv[1]);
	return EXIT_ERROR;
}
