// SPDX-License-Identifier: GPL-2.0-only
#include "options_files.h"

#include "cli.h"
#include "output_guard.h"
#include "run_label.h"

const char *label_parse(const char *arg, struct argp_state *state)
{
	const char *why = run_label_error(arg);

	if (why)
		argp_error(state, "invalid value for --label: it %s", why);
	return arg;
}

error_t files_parse(int key, char *arg, struct argp_state *state,
		    struct file_args *files)
{
	switch (key) {
	case 'o':
		files->output = arg;
		return 0;
	case ARGP_KEY_ARGS:
		files->file = state->argv + state->next;
		files->n = state->argc - state->next;
		return 0;
	case ARGP_KEY_END:
		if (files->n > files->max)
			argp_error(state, "unexpected argument '%s'%s",
				   files->file[files->max],
				   files->max ? " (one FILE at a time)" : "");
		if (!files->n && files->min)
			argp_error(state, "no FILE given");
		if (files->n < files->min)
			argp_error(state, "at least %d FILEs are required",
				   files->min);
		return 0;
	}
	return cli_store(key, arg, state);
}

error_t files_parser(int key, char *arg, struct argp_state *state)
{
	return files_parse(key, arg, state, state->input);
}

static const struct argp_option options[] = {
	{"html", CLI_TEXT(struct output_files, html), "FILE", 0,
	 "Write a page with pictures to FILE, - for standard output", 0},
	{"svg", CLI_TEXT(struct output_files, svg), "DIR", 0,
	 "Write each picture as SVG into DIR", 0},
	{"png", CLI_TEXT(struct output_files, png), "DIR", 0,
	 "Write each picture as PNG into DIR", 0},
	{"pdf", CLI_TEXT(struct output_files, pdf), "FILE", 0,
	 "Write all pictures as PDF to FILE", 0},
	{0}};

const struct argp file_argp = {.options = options, .parser = cli_store};

void file_options_check(struct argp_state *state, const struct output_files *o,
			const char *other)
{
	if (other && is_stdout(o->html))
		argp_error(state,
			   "%s and --html - both write to standard output",
			   other);
}
