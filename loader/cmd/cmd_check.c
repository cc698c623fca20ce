// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "alloc.h"
#include "check.h"
#include "ci_reports.h"
#include "cli.h"
#include "command_files.h"
#include "commands.h"
#include "confirm.h"
#include "json_reports.h"
#include "options_files.h"
#include "output_guard.h"
#include "recordings.h"
#include "text_reports.h"

static const char doc[] =
	"Check runs against the limits in a file, alone or compared with a "
	"baseline. Each file is one run. --baseline takes all files up to the "
	"next option."
	"\vExit status: 0 all limits pass, 2 a limit is exceeded, 3 "
	"inconclusive, 1 an error.\n\n"
	"Examples:\n"
	"  scmi-perf check run.scmi --limits limits.ini\n"
	"  scmi-perf check new*.scmi --limits limits.ini --baseline "
	"old*.scmi\n"
	"  scmi-perf check new*.scmi --limits limits.ini --junit=junit.xml "
	"--github\n";

struct check_options {
	struct file_args runs;
	char **baseline; /* allocated; the strings belong to argv */
	size_t n_baseline;
	const char *limits, *confirm, *markdown, *junit;
	bool github;
};

enum {
	KEY_BASELINE = 0x100
};

static const struct argp_option options[] = {
	{"limits", CLI_TEXT(struct check_options, limits), "FILE", 0,
	 "Read the limits from FILE (required)", 0},
	{"baseline", KEY_BASELINE, "FILE…", 0,
	 "Compare with these runs, for max-regression and max-increase limits",
	 0},
	{"confirm", CLI_TEXT(struct check_options, confirm), "COMMAND", 0,
	 "If a limit fails, run COMMAND with sh to record every RUN and the "
	 "baseline again; only limits that fail twice fail",
	 0},
	{"markdown", CLI_TEXT(struct check_options, markdown), "FILE", 0,
	 "Also append Markdown to FILE (- prints it instead of text)", 0},
	{"junit", CLI_TEXT(struct check_options, junit), "FILE", 0,
	 "Also write JUnit XML to FILE (- prints it instead of text)", 0},
	{"github", CLI_FLAG(struct check_options, github), 0, 0,
	 "Also print annotations for GitHub Actions, before the text", 0},
	{0}};

static bool is_file(const char *arg)
{
	return arg && (*arg != '-' || !arg[1]);
}

/* argp has no options with several arguments: reads on to the next option. */
static void parse_baseline(struct check_options *o, char *arg,
			   struct argp_state *state)
{
	if (!is_file(arg))
		argp_error(state, "--baseline: no FILE given");
	o->baseline[o->n_baseline++] = arg;
	while (is_file(state->argv[state->next]))
		o->baseline[o->n_baseline++] = state->argv[state->next++];
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct check_options *o = state->input;

	switch (key) {
	case KEY_BASELINE:
		parse_baseline(o, arg, state);
		return 0;
	case ARGP_KEY_END:
		if (!o->limits)
			argp_error(state, "--limits FILE is required");
		if (cli_json + is_stdout(o->markdown) + is_stdout(o->junit) +
			    (o->github && cli_json) >
		    1)
			argp_error(state, "use only one of --json, "
					  "--markdown=-, --junit=-");
		break;
	}
	return files_parse(key, arg, state, &o->runs);
}

/* The inputs and the result; the second ones are those of --confirm. */
struct check_inputs {
	struct limits limits;
	struct run_set runs, baseline, runs_again, baseline_again;
	struct check check, check_again;
};

/* Reads the files of both sides. */
static int read_sides(const struct check_options *o, struct run_set *runs,
		      struct run_set *baseline)
{
	int err = run_set_read(runs, o->runs.file, (size_t)o->runs.n, RUN_BOTH);

	if (!err && o->n_baseline)
		err = run_set_read(baseline, o->baseline, o->n_baseline,
				   RUN_BOTH);
	if (!err)
		err = recordings_check_sets(runs, baseline);
	return err;
}

static int evaluate(struct check *c, const struct check_options *o,
		    const struct limits *limits, const struct run_set *runs,
		    const struct run_set *baseline)
{
	return check_evaluate(c, limits, o->limits, runs,
			      o->n_baseline ? baseline : NULL);
}

/* Runs the command, which must write the files of both sides. */
static int record_again(const struct check_options *o)
{
	const size_t n_runs = (size_t)o->runs.n;
	char **paths = xcalloc(n_runs + o->n_baseline, sizeof(*paths));
	int err;

	for (size_t i = 0; i < n_runs; i++)
		paths[i] = o->runs.file[i];
	for (size_t i = 0; i < o->n_baseline; i++)
		paths[n_runs + i] = o->baseline[i];
	err = confirm_record(o->confirm, paths, n_runs + o->n_baseline);
	free(paths);
	return err;
}

/* Records both sides again and removes each fail that is not repeated. */
static int confirm(const struct check_options *o, struct check_inputs *in)
{
	const struct run_set *const first[] = {&in->runs, &in->baseline};
	int err = record_again(o);

	if (!err)
		err = read_sides(o, &in->runs_again, &in->baseline_again);
	if (!err)
		err = confirm_check_new(o->confirm, first, &in->runs_again);
	if (!err)
		err = confirm_check_new(o->confirm, first, &in->baseline_again);
	if (!err)
		err = evaluate(&in->check_again, o, &in->limits,
			       &in->runs_again, &in->baseline_again);
	if (!err)
		check_confirm(&in->check, &in->check_again);
	return err;
}

static int check(const struct check_options *o, struct check_inputs *in)
{
	int err = limits_read(&in->limits, o->limits);

	if (!err)
		err = read_sides(o, &in->runs, &in->baseline);
	if (!err)
		err = evaluate(&in->check, o, &in->limits, &in->runs,
			       &in->baseline);
	if (!err && o->confirm && check_verdict(&in->check) == CHECK_FAIL)
		err = confirm(o, in);
	return err;
}

/*
 * Writes a report with output_append() or output_write(). Returns 0 or -errno,
 * reported.
 */
static int output(const char *path,
		  int (*put)(const char *path, const void *data, size_t len),
		  void (*write)(const struct check *c, const char *limits,
				FILE *out),
		  const struct check_options *o, const struct check *c)
{
	char *text;
	size_t len;
	FILE *out = xopen_memstream(&text, &len);
	int err;

	write(c, o->limits, out);
	fclose(out);
	err = put(path, text, len);
	free(text);
	return err;
}

static int check_files(const struct check_options *o)
{
	struct command_files f = {0};

	command_files_read(&f, o->limits);
	command_files_read_all(&f, o->runs.file, (size_t)o->runs.n);
	command_files_read_all(&f, o->baseline, o->n_baseline);
	command_files_write(&f, OUTPUT_APPENDED, o->markdown);
	command_files_write(&f, OUTPUT_REPORT, o->junit);
	return command_files_check(&f);
}

static int print(const struct check_options *o, const struct check *c)
{
	int err = 0;

	if (o->markdown)
		err = output(o->markdown, output_append, check_markdown, o, c);
	if (!err && o->junit)
		err = output(o->junit, output_write, check_junit, o, c);
	if (err || is_stdout(o->markdown) || is_stdout(o->junit))
		return err;
	if (o->github)
		check_github(c, o->limits, stdout);
	(cli_json ? check_json : check_text)(c, o->limits, stdout);
	return stdout_finish();
}

int cmd_check(int argc, char **argv)
{
	static const struct argp argp = {options,	  parse, "RUN…", doc,
					 common_children, NULL,	 NULL};
	static const int status[CHECK_VERDICTS] = {
		[CHECK_PASS] = EXIT_OK,
		[CHECK_FAIL] = EXIT_EXCEEDED,
		[CHECK_INCONCLUSIVE] = EXIT_INCONCLUSIVE,
	};
	struct check_options o = {.runs = {.min = 1, .max = INT_MAX}};
	int result = EXIT_ERROR;
	struct check_inputs in = {0};

	o.baseline = xcalloc((size_t)argc, sizeof(*o.baseline));
	cli_parse(&argp, argc, argv, 0, &o);
	if (!check_files(&o) && !check(&o, &in) && !print(&o, &in.check))
		result = status[check_verdict(&in.check)];
	check_free(&in.check);
	check_free(&in.check_again);
	run_set_free(&in.runs);
	run_set_free(&in.runs_again);
	run_set_free(&in.baseline);
	run_set_free(&in.baseline_again);
	limits_free(&in.limits);
	free(o.baseline);
	return result;
}
