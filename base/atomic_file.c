// SPDX-License-Identifier: GPL-2.0-only
#include "atomic_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alloc.h"

static int write_all(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		data += n;
		len -= (size_t)n;
	}
	return 0;
}

/* Writes to an existing pipe, terminal or device. */
static int write_special(const char *path, const void *data, size_t len)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int err;

	if (fd < 0)
		return -errno;
	err = write_all(fd, data, len);
	if (close(fd) && !err)
		err = -errno;
	return err;
}

/* Makes a rename in the folder of @path durable, if the folder is readable. */
static int sync_folder(const char *path)
{
	char *copy = xstrdup(path);
	int fd, err = 0;

	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(copy);
	if (fd < 0)
		return 0;
	if (fsync(fd) && errno != EINVAL) /* EINVAL: not supported */
		err = -errno;
	close(fd);
	return err;
}

static mode_t default_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

static int write_atomically(const char *path, mode_t mode, const void *data,
			    size_t len)
{
	char *temp = xasprintf("%s.XXXXXX", path);
	int fd, err;

	fd = mkostemp(temp, O_CLOEXEC);
	if (fd < 0) {
		err = -errno;
		goto out;
	}
	err = write_all(fd, data, len);
	if (!err && (fchmod(fd, mode) || fsync(fd)))
		err = -errno;
	if (close(fd) && !err)
		err = -errno;
	if (!err && rename(temp, path))
		err = -errno;
	if (err)
		unlink(temp);
	else
		err = sync_folder(path);
out:
	free(temp);
	return err;
}

int atomic_file_write(const char *path, const void *data, size_t len)
{
	char *target;
	struct stat st;
	int err;

	if (!strcmp(path, "-"))
		return write_all(STDOUT_FILENO, data, len);
	/* Follow links, so that a link stays a link and a device a device. */
	target = realpath(path, NULL);
	if (!target || stat(target, &st))
		err = write_atomically(path, default_mode(), data, len);
	else if (S_ISREG(st.st_mode))
		err = write_atomically(target, st.st_mode & 0777, data, len);
	else
		err = write_special(target, data, len);
	free(target);
	return err;
}
