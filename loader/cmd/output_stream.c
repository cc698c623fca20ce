// SPDX-License-Identifier: GPL-2.0-only
#include "output_stream.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "atomic_file.h"
#include "cli.h"
#include "diag.h"
#include "output_guard.h"

bool is_stdout(const char *path)
{
	return path && !strcmp(path, "-");
}

FILE *output_stream_append(const char *path)
{
	FILE *out = NULL;
	int fd;

	if (is_stdout(path))
		return stdout;
	if (output_refuse_profile(path))
		return NULL;
	fd = atomic_file_descriptor(path);
	if (fd < 0)
		out = fopen(path, "ae");
	else if ((fd = fcntl(fd, F_DUPFD_CLOEXEC, 0)) >= 0)
		out = fdopen(fd, "w");
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
