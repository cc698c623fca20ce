// SPDX-License-Identifier: GPL-2.0-only
#include "options_files.h"

#include <string.h>

#include "cli.h"

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
	return ARGP_ERR_UNKNOWN;
}

error_t files_parser(int key, char *arg, struct argp_state *state)
{
	return files_parse(key, arg, state, state->input);
}

enum {
	OPT_HTML = 0x200,
	OPT_SVG,
	OPT_PNG,
	OPT_PDF
};

static const struct argp_option options[] = {
	{"html", OPT_HTML, "FILE", 0,
	 "Write a page with pictures to FILE, - for standard output", 0},
	{"svg", OPT_SVG, "DIR", 0, "Write each picture as SVG into DIR", 0},
	{"png", OPT_PNG, "DIR", 0, "Write each picture as PNG into DIR", 0},
	{"pdf", OPT_PDF, "FILE", 0, "Write all pictures as PDF to FILE", 0},
	{0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct output_files *o = state->input;

	switch (key) {
	case OPT_HTML:
		o->html = arg;
		return 0;
	case OPT_SVG:
		o->svg = arg;
		return 0;
	case OPT_PNG:
		o->png = arg;
		return 0;
	case OPT_PDF:
		o->pdf = arg;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp file_argp = {options, parse, NULL, NULL,
				      NULL,    NULL,  NULL};

const struct argp_child file_children[] = {
	{&file_argp, 0, NULL, 0},
	{&common_argp, 0, "General:", -1},
	{0},
};

void file_options_check(struct argp_state *state, const struct output_files *o,
			const char *other)
{
	if (other && o->html && !strcmp(o->html, "-"))
		argp_error(state,
			   "%s and --html - both write to standard output",
			   other);
}
