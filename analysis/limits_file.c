// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "limits_file.h"
#include "diag.h"

/* The whole file, or one byte more than any limits file. 0 or -errno. */
static int read_all(FILE *in, char **text, size_t *len)
{
	*text = malloc(LIMITS_SIZE_MAX + 1);
	if (!*text)
		return -ENOMEM;
	*len = fread(*text, 1, LIMITS_SIZE_MAX + 1, in);
	return ferror(in) ? -errno : 0;
}

int limits_read(struct limits *l, const char *path)
{
	struct limits_error error = {0};
	FILE *in = fopen(path, "re");
	char *text = NULL;
	size_t len = 0;
	int err = in ? read_all(in, &text, &len) : -errno;

	*l = (struct limits){0};
	if (!err)
		err = limits_parse(l, text, len, &error);
	if (err && error.line)
		diag_error("%s:%u: %s", path, error.line, error.why);
	else if (err && *error.why)
		diag_error("%s: %s", path, error.why);
	else if (err)
		diag_error("read %s: %s", path, strerror(-err));
	free(text);
	if (in)
		fclose(in);
	return err;
}
