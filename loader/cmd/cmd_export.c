// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "atomic_file.h"
#include "cli.h"
#include "commands.h"
#include "diag.h"
#include "log_profile.h"
#include "options_files.h"
#include "output_guard.h"
#include "prometheus_reports.h"
#include "text_reports.h"

static const char doc[] =
	"Write the data of a profile, or of a log, for other programs. FILE - "
	"is "
	"a profile on standard input."
	"\vExamples:\n"
	"  scmi-perf export run.scmi --folded - | flamegraph.pl >callers.svg\n"
	"  scmi-perf export trace.txt --folded callers.txt --by count\n"
	"  scmi-perf export run.scmi --prometheus scmi.prom\n";

struct export_options {
	const char *folded, *prometheus;
	bool by_count, by_resource;
	struct file_args files;
};

enum {
	KEY_BY = 256
};

static const struct argp_option options[] = {
	{"folded", CLI_TEXT(struct export_options, folded), "FILE", 0,
	 "Write the callers as folded stacks, the input of flame graphs: task; "
	 "functions; message, and their summed time in us",
	 0},
	{"prometheus", CLI_TEXT(struct export_options, prometheus), "FILE", 0,
	 "Write counters and latency histograms in the text format of "
	 "Prometheus, for node_exporter's textfile collector",
	 0},
	{"by", KEY_BY, "VALUE", 0,
	 "Of --folded, time (default): the value is the time; count: the "
	 "number of transfers. Of --prometheus, resource: each clock, sensor, "
	 "domain … by itself",
	 0},
	{0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct export_options *o = state->input;

	switch (key) {
	case KEY_BY:
		o->by_count = !strcmp(arg, "count");
		o->by_resource = !strcmp(arg, "resource");
		if (!o->by_count && !o->by_resource && strcmp(arg, "time"))
			cli_invalid(arg, "by", "one of: time, count, resource",
				    state);
		return 0;
	case ARGP_KEY_END:
		if (!o->folded && !o->prometheus)
			argp_error(state, "--folded or --prometheus is "
					  "required");
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
	err = atomic_file_write(path, *text, *len);
	free(*text);
	if (err)
		diag_error("write %s: %s", atomic_file_name(path),
			   strerror(-err));
	return err;
}

static int write_folded(const struct profile *p, const struct export_options *o)
{
	char *text;
	size_t len;
	FILE *out;

	if (!p->senders || !p->senders->n_callers) {
		diag_error("the profile has no callers");
		diag_hint("'scmi-perf record --callers' records them");
		return -ENODATA;
	}
	out = xopen_memstream(&text, &len);
	folded_text(p->senders, o->by_count, out);
	return write_text(o->folded, out, &text, &len);
}

static int write_prometheus(struct profile *p, const struct export_options *o)
{
	struct series_limit limit = {.limit = SERIES_LIMIT_DEFAULT};
	struct exposition e = {.profile = p};
	char *text;
	size_t len;
	FILE *out = xopen_memstream(&text, &len);

	if (!o->by_resource)
		profile_sum_resources(p);
	e.folded = series_limit_apply(&limit, p);
	prometheus_text(&e, out);
	series_limit_free(&limit);
	return write_text(o->prometheus, out, &text, &len);
}

int cmd_export(int argc, char **argv)
{
	static const struct argp argp = {options,	  parse, "FILE", doc,
					 common_children, NULL,	 NULL};
	struct export_options o = {.files = {.min = 1, .max = 1}};
	struct profile p = {0};
	int err = 0;

	cli_parse(&argp, argc, argv, 0, &o);
	if (o.folded)
		err = output_refuse_input(o.folded, o.files.file, 1);
	if (!err && o.prometheus)
		err = output_refuse_input(o.prometheus, o.files.file, 1);
	if (!err)
		err = log_profile_open(&p, o.files.file[0], o.by_resource);
	if (!err && o.folded)
		err = write_folded(&p, &o);
	if (!err && o.prometheus)
		err = write_prometheus(&p, &o);
	profile_free(&p);
	return err ? EXIT_ERROR : EXIT_OK;
}
