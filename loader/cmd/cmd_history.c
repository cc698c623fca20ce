// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "accepted_changes.h"
#include "alloc.h"
#include "cli.h"
#include "commands.h"
#include "diag.h"
#include "history.h"
#include "history_text.h"
#include "json_reports.h"
#include "options_files.h"
#include "options_record.h"
#include "options_view.h"
#include "output_files.h"
#include "output_guard.h"
#include "profile_paths.h"
#include "recordings.h"
#include "text.h"

static const char doc[] =
	"Show a history: one recording a night or a commit, the recordings at "
	"which latencies, timeouts, errors or anomalies changed, and trends. "
	"DIR stands for its files *.scmi. The order is that of their start."
	"\vExit status: 0 no change for the worse, 2 a change for the worse "
	"that is not accepted, 3 one that may be chance, or too few "
	"recordings, 1 an error.\n\n"
	"Examples:\n"
	"  scmi-perf record --label $(git rev-parse --short HEAD) "
	"-o nights/$(date +%F).scmi -- ./load\n"
	"  scmi-perf history nights\n"
	"  scmi-perf history --accept accepted.txt --last 14 nights\n"
	"  scmi-perf history --html history.html -P SENSOR nights\n"
	"  scmi-perf check new.scmi --limits limits.ini --baseline "
	"$(scmi-perf history --baseline --accept accepted.txt nights)\n";

struct history_command {
	struct file_args files;
	struct filter filter;
	uint32_t phases, statistics;
	size_t last;
	const char *accept;
	struct output_files outputs;
	bool baseline;
};

enum {
	KEY_STATISTIC = 0x100,
	KEY_LAST,
};

static const struct argp_option options[] = {
	{"accept", CLI_TEXT(struct history_command, accept), "FILE", 0,
	 "The changes at the recordings whose labels FILE has, one a line, "
	 "are accepted: later recordings are compared with those since then",
	 0},
	{"last", KEY_LAST, "COUNT", 0,
	 "Only changes in the last COUNT recordings set the exit status", 0},
	{"baseline", CLI_FLAG(struct history_command, baseline), 0, 0,
	 "Print the files since the last accepted change, and before the "
	 "first one that is not accepted, for check --baseline",
	 0},
	{"statistic", KEY_STATISTIC, "NAME", 0,
	 "Of latencies: min, p10, p50, p90, p99, p999, max or mean; "
	 "repeatable (default: p10, p50, p90 and mean)",
	 1},
	{"html", CLI_TEXT(struct history_command, outputs.html), "FILE", 0,
	 "Write a page with pictures to FILE, - for standard output", 0},
	{0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct history_command *o = state->input;

	switch (key) {
	case KEY_STATISTIC:
		o->statistics |= statistic_bit(arg, state);
		return 0;
	case KEY_LAST:
		o->last = (size_t)cli_number(arg, "last", 1, INT_MAX, state);
		return 0;
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &o->phases;
		state->child_inputs[1] = &o->filter;
		return 0;
	case ARGP_KEY_END:
		if (o->baseline && (cli_json || o->outputs.html))
			argp_error(state, "--baseline prints the names of "
					  "files alone: without --json and "
					  "--html");
		file_options_check(state, &o->outputs,
				   cli_json ? "--json" : NULL);
		break;
	}
	return files_parse(key, arg, state, &o->files);
}

/* A label that no recording has is likely a typing error. */
static void warn_of_unknown(const struct history *h,
			    const struct accepted_changes *a)
{
	for (size_t j = 0; j < a->n; j++) {
		bool known = false;

		for (size_t i = 0; i < h->n && !known; i++)
			known = history_has_name(h, i, a->label[j]);
		if (!known)
			diag_warning("no recording has the accepted label '%s'",
				     a->label[j]);
	}
}

static void warn_of_order(const struct history *h)
{
	size_t without = 0;

	for (size_t i = 0; i < h->n; i++)
		without += !history_run(h, i)->start_unix_s;
	if (without && without < h->n)
		diag_warning("%zu of %zu recordings have no start time, so the "
			     "order is that of the arguments",
			     without, h->n);
}

static int status_of(const struct history *h)
{
	if (history_worse(h, HISTORY_CERTAIN))
		return EXIT_EXCEEDED;
	if (history_worse(h, HISTORY_SUSPECTED) || !h->n_series ||
	    history_too_short(h))
		return EXIT_INCONCLUSIVE;
	return EXIT_OK;
}

/* A command of a CI runner starts with "::", no path with "./" does. */
static char *plain_path(const char *path)
{
	return strncmp(path, "::", 2) ? xstrdup(path) : xasprintf("./%s", path);
}

/* Returns true if a line is the name of a file, and nothing else to those who read it. */
static bool is_line(const char *path)
{
	char *escaped = text_escape(path);
	const bool is = !strcmp(escaped, path);

	free(escaped);
	return is;
}

/* Prints a name that the shell passes on to check. Returns 0 or -EINVAL. */
static int print_path(const char *path)
{
	char *plain = plain_path(path);
	const bool is = is_line(plain);

	if (is)
		puts(plain);
	else
		diag_error("--baseline cannot print the name of the file %s: "
			   "rename it",
			   path);
	free(plain);
	return is ? 0 : -EINVAL;
}

static int print_baseline(const struct history *h)
{
	size_t from, end;
	int err = 0;

	history_baseline(h, &from, &end);
	for (size_t i = from; i < end && !err; i++)
		err = print_path(history_path(h, i));
	return err ? err : stdout_finish();
}

static int print(const struct history_command *o, const struct history *h)
{
	if (o->baseline)
		return print_baseline(h);
	if (output_files_any(&o->outputs) &&
	    output_files_write(&o->outputs, history_page(h)))
		return -EIO;
	if (cli_json)
		history_json(h, stdout);
	else if (!output_files_any(&o->outputs))
		history_text(h, !strcmp(nl_langinfo(CODESET), "UTF-8"), stdout);
	return stdout_finish();
}

static int check_files(const struct history_command *o,
		       const struct profile_paths *paths)
{
	struct command_files f = {0};

	command_files_read(&f, o->accept);
	command_files_read_all(&f, paths->path, paths->n);
	output_files_add(&o->outputs, &f);
	return command_files_check(&f);
}

/* Returns 0 or -errno, reported. */
static int read_runs(const struct history_command *o, struct run_set *runs,
		     struct profile_paths *paths)
{
	int err = profile_paths_read(paths, o->files.file, (size_t)o->files.n);

	if (!err)
		err = check_files(o, paths);
	if (!err)
		err = run_set_read(runs, paths->path, paths->n,
				   o->filter.n_resources ? RUN_RESOURCES
							 : RUN_SUMS);
	if (!err)
		err = recordings_check_sets(runs, NULL);
	if (!err)
		run_set_select(runs, &o->filter, o->phases);
	return err;
}

static int show(const struct history_command *o, const struct run_set *runs,
		const struct accepted_changes *accepted)
{
	const struct history_options how = {
		.statistics = o->statistics ? o->statistics
					    : HISTORY_STATISTICS,
		.phases = o->phases ? o->phases : 1u << LC_TOTAL,
		.accepted = accepted->label,
		.n_accepted = accepted->n,
		.last = o->last,
	};
	struct history h;
	int result;

	history_init(&h, runs, &how);
	warn_of_order(&h);
	warn_of_unknown(&h, accepted);
	result = print(o, &h)  ? EXIT_ERROR
		 : o->baseline ? EXIT_OK
			       : status_of(&h);
	history_free(&h);
	return result;
}

int cmd_history(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{&phase_argp, 0, "What to show:", 1},
		{&filter_argp, 0, NULL, 1},
		{&common_argp, 0, "General:", -1},
		{0}};
	static const struct argp argp = {options,  parse, "DIR|FILE…", doc,
					 children, NULL,  NULL};
	struct history_command o = {.files = {.min = 1, .max = INT_MAX}};
	struct accepted_changes accepted = {0};
	struct profile_paths paths = {0};
	struct run_set runs = {0};
	int result = EXIT_ERROR;

	setlocale(LC_CTYPE, "");
	cli_parse(&argp, argc, argv, 0, &o);
	if ((!o.accept || !accepted_changes_read(&accepted, o.accept)) &&
	    !read_runs(&o, &runs, &paths))
		result = show(&o, &runs, &accepted);
	accepted_changes_free(&accepted);
	run_set_free(&runs);
	profile_paths_free(&paths);
	return result;
}
