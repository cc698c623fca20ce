// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "cli.h"
#include "command_files.h"
#include "commands.h"
#include "diag.h"
#include "export_perfetto.h"
#include "import_messages.h"
#include "losses.h"
#include "options_files.h"
#include "options_log.h"
#include "output_guard.h"
#include "profile_file.h"
#include "prometheus_reports.h"
#include "text_reports.h"
#include "trace_command.h"
#include "units.h"

static const char doc[] =
	"Write the data of a profile, or of a log, for other programs. FILE - "
	"is standard input: a profile, with --perfetto a log. Each OUT can be "
	"- for standard output."
	"\vExamples:\n"
	"  scmi-perf export trace.dat --perfetto transfers.pftrace\n"
	"  scmi-perf export run.scmi --csv series.csv\n"
	"  scmi-perf export run.scmi --folded - | flamegraph.pl >callers.svg\n"
	"  scmi-perf export trace.txt --folded callers.txt --by count\n"
	"  scmi-perf export run.scmi --prometheus scmi.prom\n";

struct export_options {
	const char *folded, *csv, *perfetto, *prometheus;
	bool by_count, by_resource;
	struct log_profile_options log;
	struct file_args files;
};

enum {
	KEY_BY = 256
};

static const struct argp_option options[] = {
	{"perfetto", CLI_TEXT(struct export_options, perfetto), "OUT", 0,
	 "Write the single transfers of a log as a trace for ui.perfetto.dev",
	 0},
	{"csv", CLI_TEXT(struct export_options, csv), "OUT", 0,
	 "Write all series as comma-separated values, a line a phase; single "
	 "transfers: 'scmi-perf trace --csv LOG'",
	 0},
	{"folded", CLI_TEXT(struct export_options, folded), "OUT", 0,
	 "Write the callers as folded stacks, the input of flame graphs: task; "
	 "functions; message, and their summed time in us",
	 0},
	{"prometheus", CLI_TEXT(struct export_options, prometheus), "OUT", 0,
	 "Write counters and latency histograms in the text format of "
	 "Prometheus, for node_exporter's textfile collector",
	 0},
	{"by", KEY_BY, "VALUE", 0,
	 "Of --folded, time (default): the value is the time; count: the "
	 "number of transfers. Of --csv and --prometheus, resource: each "
	 "clock, sensor, domain … by itself",
	 0},
	{0}};

static void parse_by(struct export_options *o, const char *arg,
		     struct argp_state *state)
{
	if (!strcmp(arg, "resource"))
		o->by_resource = true;
	else if (!strcmp(arg, "count") || !strcmp(arg, "time"))
		o->by_count = *arg == 'c';
	else
		cli_invalid(arg, "by", "one of: time, count, resource", state);
}

static void check_outputs(const struct export_options *o,
			  struct argp_state *state)
{
	if (!o->folded && !o->csv && !o->perfetto && !o->prometheus)
		argp_error(state, "one of --perfetto, --csv, --folded, "
				  "--prometheus is required");
	if (is_stdout(o->folded) + is_stdout(o->csv) + is_stdout(o->perfetto) +
		    is_stdout(o->prometheus) >
	    1)
		argp_error(state, "only one OUT can be standard output");
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct export_options *o = state->input;

	switch (key) {
	case KEY_BY:
		parse_by(o, arg, state);
		return 0;
	case ARGP_KEY_INIT:
		state->child_inputs[1] = &o->log;
		return 0;
	case ARGP_KEY_END:
		check_outputs(o, state);
		break;
	}
	if (cli_store(key, arg, state) == 0)
		return 0;
	return files_parse(key, arg, state, &o->files);
}

/* Ends the text in @out. Returns 0 or -errno, reported. */
static int write_text(const char *path, FILE *out, char **text,
		      const size_t *len)
{
	int err;

	if (fclose(out))
		out_of_memory();
	err = output_write(path, *text, *len);
	free(*text);
	return err;
}

static int write_folded(const struct profile *p, const struct export_options *o)
{
	size_t len, unknown;
	char *text;
	FILE *out;

	if (!p->senders || !p->senders->n_callers) {
		diag_error("the profile has no callers");
		diag_hint("'scmi-perf record --callers' records them");
		return -ENODATA;
	}
	out = xopen_memstream(&text, &len);
	unknown = folded_text(p->senders, o->by_count, out);
	if (unknown)
		diag_warning("without %zu caller%s whose times add up to more "
			     "than 292 years; --by count has them",
			     unknown, plural(unknown));
	return write_text(o->folded, out, &text, &len);
}

static int write_csv(const struct profile *p, const char *path)
{
	char *text;
	size_t len;
	FILE *out = xopen_memstream(&text, &len);

	series_csv(p, out);
	return write_text(path, out, &text, &len);
}

/* The last of all: it adds up series. */
static int write_prometheus(struct profile *p, const char *path)
{
	struct series_limit limit = {.limit = SERIES_LIMIT_DEFAULT};
	struct exposition e = {.profile = p};
	char *text;
	size_t len;
	FILE *out = xopen_memstream(&text, &len);

	e.folded = series_limit_apply(&limit, p);
	prometheus_text(&e, out);
	series_limit_free(&limit);
	return write_text(path, out, &text, &len);
}

static int check_files(const struct export_options *o)
{
	const char *const out[] = {o->perfetto, o->csv, o->folded,
				   o->prometheus};
	struct command_files f = {0};

	command_files_read(&f, o->files.file[0]);
	for (size_t i = 0; i < sizeof(out) / sizeof(out[0]); i++)
		command_files_write(&f, OUTPUT_REPORT, out[i]);
	return command_files_check(&f);
}

/* Imports the log, and writes its trace meanwhile. */
static int read_log(struct profile *p, const struct export_options *o)
{
	struct log_profile_options how = o->log;
	struct perfetto_export trace = {0};
	struct import_stats st;
	int err = 0;

	how.no_intervals = true;
	how.by_resource = o->by_resource;
	if (o->perfetto)
		err = export_perfetto_open(&trace, o->perfetto, p, &how);
	if (err)
		return err;
	err = log_profile_read(p, o->files.file[0], &how, &st);
	if (o->perfetto)
		err = export_perfetto_finish(&trace, err);
	if (err)
		return err;
	import_warn_unparsed(p, &st);
	if (o->by_resource)
		import_warn_resources(&st);
	losses_warn(p->lost, p->runs);
	return 0;
}

static int read_input(struct profile *p, const struct export_options *o)
{
	const char *path = o->files.file[0];

	if (o->perfetto) {
		const int err = trace_refuse_profile(path);

		return err ? err : read_log(p, o);
	}
	if (log_profile_is_log(path))
		return read_log(p, o);
	if (o->log.has_start || o->log.has_end || o->log.buffer) {
		diag_error("--from, --to and --buffer need a log, and '%s' is "
			   "a profile",
			   path);
		return -EINVAL;
	}
	return profile_read(p, path);
}

int cmd_export(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{&common_argp, 0, "General:", -1},
		{&log_argp, 0, "Of a log:", 1},
		{0}};
	static const struct argp argp = {options,  parse, "FILE", doc,
					 children, NULL,  NULL};
	struct export_options o = {.files = {.min = 1, .max = 1}};
	struct profile p = {0};
	int err;

	cli_parse(&argp, argc, argv, 0, &o);
	err = check_files(&o);
	if (!err)
		err = read_input(&p, &o);
	if (!err && !o.by_resource)
		profile_sum_resources(&p);
	if (!err && o.csv)
		err = write_csv(&p, o.csv);
	if (!err && o.folded)
		err = write_folded(&p, &o);
	if (!err && o.prometheus)
		err = write_prometheus(&p, o.prometheus);
	profile_free(&p);
	return err ? EXIT_ERROR : EXIT_OK;
}
