// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "diag.h"
#include "losses.h"
#include "profile_file.h"

static const char doc[] =
	"Make one profile of several, of many hosts or many runs: series with "
	"the same key are added up, the runs are kept side by side. FILE - is "
	"standard input."
	"\vExamples:\n"
	"  scmi-perf merge monday.scmi tuesday.scmi -o week.scmi\n"
	"  scmi-perf merge board*.scmi -o - | scmi-perf report -\n";

static const struct argp_option options[] = {
	{"output", 'o', "FILE", 0,
	 "Write the profile to FILE (required; - for standard output)", 0},
	{0}};

struct options {
	char **input;
	int n_inputs;
	const char *output;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case 'o':
		o->output = arg;
		return 0;
	case ARGP_KEY_ARGS:
		o->input = state->argv + state->next;
		o->n_inputs = state->argc - state->next;
		return 0;
	case ARGP_KEY_END:
		if (o->n_inputs < 2)
			argp_error(state, "a merge needs two profiles or more");
		if (!o->output)
			argp_error(state, "say with -o where to write");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* Adds the profile in a file. Returns 0 or -errno, reported. */
static int add_file(struct profile *sum, const char *path)
{
	struct profile p;
	int err;

	profile_init(&p);
	err = profile_read(&p, path);
	if (!err) {
		err = profile_merge(sum, &p);
		if (err)
			diag_error("merge %s: %s", path, strerror(-err));
	}
	profile_free(&p);
	return err;
}

static void summarise(const struct profile *p, const struct options *o)
{
	if (strcmp(o->output, "-"))
		diag_info("wrote %s: %d profiles with %zu runs, %" PRIu64
			  " transfers begun, %zu series",
			  o->output, o->n_inputs, p->n_runs,
			  profile_total(p, LC_BEGUN), p->n_series);
	losses_warn(p);
}

int cmd_merge(int argc, char **argv)
{
	static const struct argp argp = {
		options, parse, "FILE FILE…", doc, common_children, NULL, NULL};
	struct options o = {0};
	int result = EXIT_ERROR;
	struct profile sum;

	cli_parse(&argp, argc, argv, 0, &o);
	profile_init(&sum);
	for (int i = 0; i < o.n_inputs; i++)
		if (add_file(&sum, o.input[i]))
			goto out;
	if (profile_write(&sum, o.output))
		goto out;
	summarise(&sum, &o);
	result = EXIT_OK;
out:
	profile_free(&sum);
	return result;
}
