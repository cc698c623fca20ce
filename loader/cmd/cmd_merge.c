// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <limits.h>
#include <string.h>

#include "cli.h"
#include "command_files.h"
#include "commands.h"
#include "diag.h"
#include "losses.h"
#include "options_files.h"
#include "profile_file.h"
#include "recordings.h"
#include "units.h"

static const char doc[] =
	"Merge profiles of several runs or hosts into one: counts of series "
	"with the same key are added up, and each run keeps its description. "
	"FILE - is standard input."
	"\vExamples:\n"
	"  scmi-perf merge monday.scmi tuesday.scmi -o week.scmi\n"
	"  scmi-perf merge board*.scmi -o - | scmi-perf report -\n";

static const struct argp_option options[] = {OPTION_OUTPUT("required"), {0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct file_args *files = state->input;

	if (key == ARGP_KEY_END && !files->output)
		argp_error(state, "-o FILE is required");
	return files_parse(key, arg, state, files);
}

/* Adds the profile in the file @path. Returns 0 or -errno, reported. */
static int add_file(struct profile *sum, struct recordings *all,
		    const char *path)
{
	struct profile p = {0};
	int err;

	err = profile_read(&p, path);
	if (!err) {
		recordings_add(all, &p, path);
		profile_merge(sum, &p);
	}
	profile_free(&p);
	return err;
}

static void summarise(const struct profile *p, const struct file_args *files)
{
	if (strcmp(files->output, "-"))
		diag_info("wrote %s: %d profile%s with %zu run%s, %" PRIu64
			  " transfer%s begun, %zu series",
			  files->output, files->n, plural((uint64_t)files->n),
			  p->n_runs, plural(p->n_runs),
			  profile_total(p, LC_BEGUN),
			  plural(profile_total(p, LC_BEGUN)), p->n_series);
	losses_warn(p->lost, p->runs);
}

int cmd_merge(int argc, char **argv)
{
	static const struct argp argp = {
		options, parse, "FILE FILE…", doc, common_children, NULL, NULL};
	struct file_args files = {.min = 2, .max = INT_MAX};
	struct command_files f = {0};
	int result = EXIT_ERROR;
	struct recordings all = {0};
	struct profile sum = {0};

	cli_parse(&argp, argc, argv, 0, &files);
	command_files_read_all(&f, files.file, (size_t)files.n);
	command_files_write(&f, OUTPUT_PROFILE, files.output);
	if (command_files_check(&f))
		return EXIT_ERROR;
	for (int i = 0; i < files.n; i++)
		if (add_file(&sum, &all, files.file[i]))
			goto out;
	if (recordings_check(&all) || profile_write(&sum, files.output))
		goto out;
	summarise(&sum, &files);
	result = EXIT_OK;
out:
	recordings_free(&all);
	profile_free(&sum);
	return result;
}
