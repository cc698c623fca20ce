// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "check.h"
#include "ci_reports.h"
#include "cli.h"
#include "commands.h"
#include "confirm.h"
#include "diag.h"
#include "json_reports.h"
#include "options_files.h"
#include "text_reports.h"

static const char doc[] =
	"Judge runs by a limits file, on their own or against a baseline. Each "
	"file is one run. --baseline takes all files up to the next option."
	"\vExit status: 0 all limits hold, 2 one is exceeded, 3 it cannot be "
	"told, 1 it could not be judged.\n\n"
	"Examples:\n"
	"  scmi-perf check run.scmi --limits limits.ini\n"
	"  scmi-perf check new*.scmi --limits limits.ini --baseline "
	"old*.scmi\n"
	"  scmi-perf check new*.scmi --limits limits.ini --junit=junit.xml "
	"--github\n";

enum {
	KEY_LIMITS = 0x100,
	KEY_BASELINE,
	KEY_MARKDOWN,
	KEY_JUNIT,
	KEY_GITHUB,
	KEY_CONFIRM,
};

static const struct argp_option options[] = {
	{"limits", KEY_LIMITS, "FILE", 0, "What to judge by (required)", 0},
	{"baseline", KEY_BASELINE, "FILE…", 0,
	 "The runs that a max-regression is measured from", 0},
	{"confirm", KEY_CONFIRM, "COMMAND", 0,
	 "Before failing run COMMAND, a line for sh, which records all RUN "
	 "anew; only what fails twice fails",
	 0},
	{"markdown", KEY_MARKDOWN, "FILE", 0,
	 "Write Markdown to FILE too (appends; - instead of text)", 0},
	{"junit", KEY_JUNIT, "FILE", 0,
	 "Write JUnit XML to FILE too (- instead of text)", 0},
	{"github", KEY_GITHUB, 0, 0,
	 "Write annotations for GitHub Actions too, before the text", 0},
	{0}};

struct options {
	struct file_args runs;
	char **baseline; /* allocated; the strings are argv's */
	size_t n_baseline;
	const char *limits, *confirm, *markdown, *junit;
	bool github;
};

static bool to_stdout(const char *path)
{
	return path && !strcmp(path, "-");
}

static bool is_file(const char *arg)
{
	return arg && (*arg != '-' || !arg[1]);
}

/* argp has no options with several arguments: reads on to the next option. */
static void parse_baseline(struct options *o, char *arg,
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
	struct options *o = state->input;

	switch (key) {
	case KEY_LIMITS:
		o->limits = arg;
		return 0;
	case KEY_BASELINE:
		parse_baseline(o, arg, state);
		return 0;
	case KEY_CONFIRM:
		o->confirm = arg;
		return 0;
	case KEY_MARKDOWN:
		o->markdown = arg;
		return 0;
	case KEY_JUNIT:
		o->junit = arg;
		return 0;
	case KEY_GITHUB:
		o->github = true;
		return 0;
	case ARGP_KEY_END:
		if (!o->limits)
			argp_error(state, "say with --limits what to judge by");
		if (cli_json + to_stdout(o->markdown) + to_stdout(o->junit) +
			    (o->github && cli_json) >
		    1)
			argp_error(state, "standard output holds one of "
					  "--json, --markdown=-, --junit=-");
		break;
	}
	return files_parse(key, arg, state, &o->runs);
}

/* What is judged, and twice with --confirm. */
struct check_inputs {
	struct limits limits;
	struct run_set runs, baseline, runs_again;
	struct check gate, check_again;
};

static int judge(struct check *g, const struct options *o,
		 const struct check_inputs *c, const struct run_set *runs)
{
	return check_evaluate(g, &c->limits, o->limits, runs,
			      o->n_baseline ? &c->baseline : NULL);
}

/* Records anew and takes back what does not fail again. */
static int confirm(const struct options *o, struct check_inputs *c)
{
	int err = confirm_record(o->confirm, o->runs.file, (size_t)o->runs.n);

	if (!err)
		err = run_set_read(&c->runs_again, o->runs.file,
				   (size_t)o->runs.n);
	if (!err)
		err = judge(&c->check_again, o, c, &c->runs_again);
	if (!err)
		check_confirm(&c->gate, &c->check_again);
	return err;
}

static int check(const struct options *o, struct check_inputs *c)
{
	int err = limits_read(&c->limits, o->limits);

	if (!err)
		err = run_set_read(&c->runs, o->runs.file, (size_t)o->runs.n);
	if (!err && o->n_baseline)
		err = run_set_read(&c->baseline, o->baseline, o->n_baseline);
	if (!err)
		err = judge(&c->gate, o, c, &c->runs);
	if (!err && o->confirm && check_verdict(&c->gate) == CHECK_FAIL)
		err = confirm(o, c);
	return err;
}

typedef void (*writer)(const struct check *g, const char *path, FILE *out);

/* Writes to a file; @mode as for fopen(). Returns 0 or -errno, reported. */
static int write_file(const char *path, const char *mode, writer write,
		      const struct options *o, const struct check *g)
{
	FILE *out = fopen(path, mode);
	int failed;

	if (!out) {
		diag_error("write %s: %s", path, strerror(errno));
		return -EIO;
	}
	write(g, o->limits, out);
	failed = ferror(out);
	if (fclose(out) || failed) {
		diag_error("write %s: %s", path, strerror(errno));
		return -EIO;
	}
	return 0;
}

static int write_stdout(const struct options *o, const struct check *g)
{
	if (o->github && !to_stdout(o->junit) && !to_stdout(o->markdown))
		check_github(g, o->limits, stdout);
	if (to_stdout(o->markdown))
		check_markdown(g, o->limits, stdout);
	else if (to_stdout(o->junit))
		check_junit(g, o->limits, stdout);
	else if (!cli_json)
		check_text(g, o->limits, stdout);
	else
		check_json(g, o->limits, stdout);
	return stdout_finish();
}

static int print(const struct options *o, const struct check *g)
{
	int err = 0;

	if (o->markdown && !to_stdout(o->markdown))
		err = write_file(o->markdown, "ae", check_markdown, o, g);
	if (!err && o->junit && !to_stdout(o->junit))
		err = write_file(o->junit, "we", check_junit, o, g);
	return err ? err : write_stdout(o, g);
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
	struct options o = {.runs = {.min = 1, .max = INT_MAX}};
	int result = EXIT_ERROR;
	struct check_inputs c = {0};

	o.baseline = xcalloc((size_t)argc, sizeof(*o.baseline));
	cli_parse(&argp, argc, argv, 0, &o);
	if (!check(&o, &c) && !print(&o, &c.gate))
		result = status[check_verdict(&c.gate)];
	check_free(&c.gate);
	check_free(&c.check_again);
	run_set_free(&c.runs);
	run_set_free(&c.runs_again);
	run_set_free(&c.baseline);
	limits_free(&c.limits);
	free(o.baseline);
	return result;
}
