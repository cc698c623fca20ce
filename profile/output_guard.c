// SPDX-License-Identifier: GPL-2.0-only
#include "output_guard.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "atomic_file.h"
#include "cli.h"
#include "diag.h"
#include "gzip.h"
#include "profile_json.h"

/* Bytes at the start of a profile, enough for its schema. */
#define HEAD 4096

bool is_stdout(const char *path)
{
	return path && !strcmp(path, "-");
}

static bool stat_of(const char *path, int stream, struct stat *st)
{
	return !(strcmp(path, "-") ? stat(path, st) : fstat(stream, st)) &&
	       S_ISREG(st->st_mode);
}

int output_refuse_input(const char *path, char *const *inputs, size_t n)
{
	struct stat out, in;

	if (!path || !stat_of(path, STDOUT_FILENO, &out))
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (!stat_of(inputs[i], STDIN_FILENO, &in) ||
		    in.st_dev != out.st_dev || in.st_ino != out.st_ino)
			continue;
		diag_error("%s: not written: it is an input of this command",
			   atomic_file_name(path));
		diag_hint("name another file for the output");
		return -EEXIST;
	}
	return 0;
}

/* Returns true if @fd starts as a profile, a damaged one included. */
static bool is_profile(int fd)
{
	char packed[HEAD], text[HEAD];
	ssize_t n = read(fd, packed, sizeof(packed));
	size_t len;

	if (n <= 0)
		return false;
	len = gzip_head(packed, (size_t)n, text, sizeof(text));
	return memmem(text, len, PROFILE_FORMAT, strlen(PROFILE_FORMAT));
}

int output_refuse_profile(const char *path)
{
	struct stat st;
	bool profile;
	int fd;

	if (!path || !stat_of(path, STDOUT_FILENO, &st))
		return 0;
	fd = open(is_stdout(path) ? "/proc/self/fd/1" : path,
		  O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return 0;
	profile = is_profile(fd);
	close(fd);
	if (!profile)
		return 0;
	diag_error("%s: not written: it is a profile, which this would destroy",
		   atomic_file_name(path));
	if (is_stdout(path))
		diag_hint("redirect it to another file");
	else
		diag_hint("give the option a FILE of its own before the "
			  "profiles, or remove %s first",
			  path);
	return -EEXIST;
}

int output_write(const char *path, const void *data, size_t len)
{
	int err = output_refuse_profile(path);

	if (err)
		return err;
	err = atomic_file_write(path, data, len);
	if (err)
		diag_error("write %s: %s", atomic_file_name(path),
			   strerror(-err));
	return err;
}

int output_append(const char *path, const void *data, size_t len)
{
	int err;

	if (is_stdout(path)) {
		fwrite(data, 1, len, stdout);
		return stdout_finish();
	}
	err = output_refuse_profile(path);
	if (err)
		return err;
	err = atomic_file_append(path, data, len);
	if (err)
		diag_error("write %s: %s", path, strerror(-err));
	return err;
}
