// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "limits_file.h"
#include "read_file.h"

int limits_read(struct limits *l, const char *path)
{
	struct limits_error error = {0};
	char *text;
	size_t len;
	int err = read_file(path, LIMITS_SIZE_MAX, &text, &len);

	*l = (struct limits){0};
	if (err)
		diag_error("read %s: %s", path, strerror(-err));
	else
		err = limits_parse(l, text, len, &error);
	if (error.line)
		diag_error("%s:%u: %s", path, error.line, error.why);
	else if (*error.why)
		diag_error("%s: %s", path, error.why);
	free(text);
	return err;
}

void limits_free(struct limits *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->sections[i].name);
		free(l->sections[i].limits);
	}
	free(l->sections);
	*l = (struct limits){0};
}
