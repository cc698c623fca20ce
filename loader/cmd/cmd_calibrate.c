// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>

#include "ci_reports.h"
#include "cli.h"
#include "commands.h"
#include "diag.h"
#include "json_reports.h"
#include "options_files.h"
#include "noise.h"
#include "recordings.h"
#include "units.h"

static const char doc[] =
	"Measure the noise: the differences between runs of the same thing, "
	"for each message and phase. Prints a limits file for 'scmi-perf "
	"check' with each regression limit just above the noise. Each file is "
	"one run."
	"\vRecord as many runs as a comparison will have on both sides "
	"together, under the same conditions.\n\n"
	"Examples:\n"
	"  scmi-perf calibrate same*.scmi >limits.ini\n"
	"  scmi-perf calibrate -j same*.scmi | jq '.floors[] | .relative'\n";

static int calibrate(const struct file_args *files, struct run_set *runs,
		     struct noise *noise)
{
	uint64_t lost;
	int err = run_set_read(runs, files->file, (size_t)files->n, RUN_SUMS);

	if (!err)
		err = recordings_check_sets(runs, NULL);
	if (err)
		return err;
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
	lost = profile_missing(&runs->all);
	if (lost)
		diag_warning("%" PRIu64
			     " lost in these runs; 'scmi-perf report' "
			     "shows the cause and the remedy",
			     lost);
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

int cmd_calibrate(int argc, char **argv)
{
	static const struct argp argp = {NULL, files_parser,	"RUN RUN…",
					 doc,  common_children, NULL,
					 NULL};
	int result = EXIT_ERROR;
	struct run_set runs = {0};
	struct file_args files = {.min = 2, .max = INT_MAX};
	struct noise noise = {0};

	cli_parse(&argp, argc, argv, 0, &files);
	if (!calibrate(&files, &runs, &noise) && !print(&noise))
		result = EXIT_OK;
	noise_free(&noise);
	run_set_free(&runs);
	return result;
}
