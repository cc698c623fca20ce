// SPDX-License-Identifier: GPL-2.0-only
#include "output_stream.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "alloc.h"
#include "atomic_file.h"
#include "cli.h"
#include "diag.h"
#include "output_guard.h"
#include "output_path.h"

/* Opens a file without a name, beside @path if the file system can do that. */
static FILE *open_unnamed(const char *path)
{
	char *copy = xstrdup(path);
	const int fd =
		open(dirname(copy), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	free(copy);
	return fd < 0 ? tmpfile() : fdopen(fd, "w+");
}

/* Returns true for what is written and not replaced: a pipe, a device. */
static bool is_special(const char *path)
{
	struct stat st;

	return output_path_descriptor(path) >= 0 ||
	       (!stat(path, &st) && !S_ISREG(st.st_mode));
}

/* Opens it, or duplicates the descriptor. Returns NULL with errno set on errors. */
static FILE *open_special(const char *path)
{
	int fd = output_path_descriptor(path);

	if (is_stdout(path))
		return stdout;
	if (fd < 0)
		return fopen(path, "ae");
	fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	return fd < 0 ? NULL : fdopen(fd, "w");
}

static int close_special(FILE *out, const char *path)
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

int output_stream_open(struct output_stream *s, const char *path)
{
	int err = output_refuse_recording(path, OUTPUT_REPORT);

	*s = (struct output_stream){.path = path, .unnamed = !is_special(path)};
	if (err)
		return err;
	err = atomic_file_try(path);
	if (!err) {
		s->out = s->unnamed ? open_unnamed(path) : open_special(path);
		if (!s->out)
			err = -errno;
	}
	if (err)
		diag_error("write %s: %s", atomic_file_name(path),
			   strerror(-err));
	return err;
}

/* Copies the file, which has all that was written, to its path. */
static int copy_whole(struct output_stream *s)
{
	int err = output_refuse_recording(s->path, OUTPUT_REPORT);

	if (err)
		return err;
	if (fflush(s->out))
		err = -errno;
	else if (ferror(s->out))
		err = -EIO;
	else
		err = atomic_file_copy(s->path, fileno(s->out));
	if (err)
		diag_error("write %s: %s", s->path, strerror(-err));
	return err;
}

int output_stream_finish(struct output_stream *s, bool keep)
{
	int err = 0;

	if (!s->unnamed)
		return close_special(s->out, s->path);
	if (keep)
		err = copy_whole(s);
	fclose(s->out);
	return err;
}
