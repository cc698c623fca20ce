// SPDX-License-Identifier: GPL-2.0-only
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "diag.h"

static error_t parse_common(int key, char *arg, struct argp_state *state)
{
	(void)arg;
	(void)state;
	switch (key) {
	case 'v':
		diag_level = DIAG_VERBOSE;
		return 0;
	case 'q':
		diag_level = DIAG_QUIET;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp_option common_options[] = {
	{"verbose", 'v', 0, 0, "Say more about what is done", 0},
	{"quiet", 'q', 0, 0, "Say nothing but errors and losses", 0},
	{0}};

const struct argp common_argp = {.options = common_options,
				 .parser = parse_common};

const struct argp_child common_children[] = {
	{&common_argp, 0, "General:", -1},
	{0},
};

int stdout_finish(void)
{
	if (!fflush(stdout) && !ferror(stdout))
		return 0;
	diag_error("write standard output: %s", strerror(errno));
	return -EIO;
}
