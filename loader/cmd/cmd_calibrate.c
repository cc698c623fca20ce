// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "alloc.h"
#include "ci_reports.h"
#include "cli.h"
#include "commands.h"
#include "diag.h"
#include "json_reports.h"
#include "noise.h"
#include "options_files.h"
#include "options_record.h"
#include "options_view.h"
#include "recordings.h"
#include "units.h"

static const char doc[] =
	"Measure the noise: the differences between runs of the same thing, "
	"for each message. Prints a limits file for 'scmi-perf check' with "
	"each regression limit at three quarters of the noise floor. Each file "
	"is one run. Of a single run, it prints a file to start from, without "
	"regressions."
	"\vRecord as many runs as a comparison will have on both sides "
	"together, under the same conditions. Fewer messages and phases have "
	"lower floors.\n\n"
	"Examples:\n"
	"  scmi-perf calibrate same*.scmi >limits.ini\n"
	"  scmi-perf calibrate --phase total --phase wakeup -P CLOCK "
	"same*.scmi\n"
	"  scmi-perf calibrate run.scmi >limits.ini\n"
	"  scmi-perf calibrate -j same*.scmi | jq '.floors[] | .relative'\n";

struct calibrate_options {
	struct file_args files;
	uint32_t phases;
	struct filter filter;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct calibrate_options *o = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &o->phases;
		state->child_inputs[1] = &o->filter;
		return 0;
	case ARGP_KEY_END:
		if (o->files.n == 1 && cli_json)
			argp_error(state, "--json needs several runs: one has "
					  "no noise");
		if (!o->phases)
			o->phases = 1u << LC_TOTAL;
		break;
	}
	return files_parse(key, arg, state, &o->files);
}

static int read_runs(const struct calibrate_options *o, struct run_set *runs)
{
	uint64_t lost;
	int err =
		run_set_read(runs, o->files.file, (size_t)o->files.n, RUN_SUMS);

	if (!err)
		err = recordings_check_sets(runs, NULL);
	if (err)
		return err;
	run_set_select(runs, &o->filter, o->phases);
	lost = profile_missing(&runs->all);
	if (lost)
		diag_warning("%" PRIu64
			     " lost in these runs; 'scmi-perf report' "
			     "shows the cause and the remedy",
			     lost);
	return 0;
}

static int calibrate(struct run_set *runs, struct noise *noise)
{
	if (!noise_measure(noise, runs)) {
		diag_error(
			"%zu run%s %s too few for %zu figure%s: comparing "
			"halves of them finds no difference; record %zu runs",
			runs->n, plural(runs->n), runs->n == 1 ? "is" : "are",
			noise->n, plural(noise->n),
			noise_runs_needed(noise->n));
		return -ERANGE;
	}
	if (!noise->n) {
		diag_error("no message has a latency in all of these runs");
		return -ENODATA;
	}
	return 0;
}

static int print(const struct noise *noise)
{
	if (cli_json)
		noise_json(noise, stdout);
	else
		noise_limits(noise, stdout);
	return stdout_finish();
}

static int print_starter(const struct run_set *runs)
{
	char *text;
	size_t len;
	FILE *out = xopen_memstream(&text, &len);
	int err = starter_limits(runs, out) ? 0 : -ENODATA;

	if (fclose(out))
		out_of_memory();
	if (err)
		diag_error("no message has a latency in this run");
	else
		fwrite(text, 1, len, stdout);
	free(text);
	return err ? err : stdout_finish();
}

int cmd_calibrate(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{&phase_argp, 0,
		 "What to measure (default: --phase total):", 1},
		{&filter_argp, 0, NULL, 1},
		{&common_argp, 0, "General:", -1},
		{0}};
	static const struct argp argp = {NULL,	   parse, "RUN…", doc,
					 children, NULL,  NULL};
	struct calibrate_options o = {.files = {.min = 1, .max = INT_MAX}};
	struct run_set runs = {0};
	struct noise noise = {0};
	int err;

	cli_parse(&argp, argc, argv, 0, &o);
	err = read_runs(&o, &runs);
	if (!err && o.files.n == 1)
		err = print_starter(&runs);
	else if (!err)
		err = calibrate(&runs, &noise);
	if (!err && noise.n)
		err = print(&noise);
	noise_free(&noise);
	run_set_free(&runs);
	return err ? EXIT_ERROR : EXIT_OK;
}
