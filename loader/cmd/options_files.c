// SPDX-License-Identifier: GPL-2.0-only
#include "options_files.h"

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
