// SPDX-License-Identifier: GPL-2.0-only
#include "output_stream.h"

#include <errno.h>
#include <string.h>

#include "cli.h"
#include "diag.h"
#include "output_guard.h"

bool is_stdout(const char *path)
{
	return path && !strcmp(path, "-");
}

FILE *output_stream_append(const char *path)
{
	FILE *out;

	if (is_stdout(path))
		return stdout;
	if (output_refuse_profile(path))
		return NULL;
	out = fopen(path, "ae");
	if (!out)
		diag_error("write %s: %s", path, strerror(errno));
	return out;
}

int output_stream_close(FILE *out, const char *path)
{
	int failed;

	if (out == stdout)
		return stdout_finish();
	failed = ferror(out);
	if (!fclose(out) && !failed)
		return 0;
	diag_error("write %s: %s", path, strerror(errno));
	return -EIO;
}
