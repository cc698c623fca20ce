// SPDX-License-Identifier: GPL-2.0-only
#include "atomic_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alloc.h"
#include "diag.h"
#include "output_path.h"
#include "stop_signals.h"

/* Of new files; (uid_t)-1: those of this process. */
static uid_t new_uid = (uid_t)-1;
static gid_t new_gid = (gid_t)-1;

void atomic_file_new_owner(uid_t uid, gid_t gid)
{
	new_uid = uid;
	new_gid = gid;
}

int atomic_file_own(int fd)
{
	return new_uid != (uid_t)-1 && fchown(fd, new_uid, new_gid) ? -errno
								    : 0;
}

/* Writes @len bytes, or until an error, and sets *@written to their number. */
static int write_counted(int fd, const char *data, size_t len, size_t *written)
{
	*written = 0;
	while (*written < len) {
		ssize_t n = write(fd, data + *written, len - *written);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		*written += (size_t)n;
	}
	return 0;
}

static int write_all(int fd, const char *data, size_t len)
{
	size_t written;

	return write_counted(fd, data, len, &written);
}

/* @len bytes at @data to be written, or all of the file @from if @data is NULL. */
struct content {
	const char *data;
	size_t len;
	int from;
};

static int write_content(int fd, const struct content *c)
{
	char part[65536];
	off_t at = 0;
	ssize_t n;
	int err = 0;

	if (c->data)
		return write_all(fd, c->data, c->len);
	while (!err && (n = pread(c->from, part, sizeof(part), at)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		err = write_all(fd, part, (size_t)n);
		at += n;
	}
	return err;
}

/* Returns the number of bytes, or -1 with errno set. */
static off_t content_len(const struct content *c)
{
	struct stat st;

	if (c->data)
		return (off_t)c->len;
	return fstat(c->from, &st) ? -1 : st.st_size;
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

/*
 * Writes a new file and renames it to @path. @old is the file there, which has
 * the owner and mode to keep, or NULL.
 */
static int write_and_rename(const char *path, const struct stat *old,
			    const struct content *c)
{
	char *temp = xasprintf("%s.XXXXXX", path);
	int fd = mkostemp(temp, O_CLOEXEC), err;

	if (fd < 0) {
		err = -errno;
		free(temp);
		return err;
	}
	err = write_content(fd, c);
	/* The owner first: a change of owner clears mode bits. */
	if (!err && old && fchown(fd, old->st_uid, old->st_gid))
		err = -errno;
	if (!err && !old)
		err = atomic_file_own(fd);
	if (!err && (fchmod(fd, old ? old->st_mode & 0777 : default_mode()) ||
		     fsync(fd)))
		err = -errno;
	if (close(fd) && !err)
		err = -errno;
	if (!err && rename(temp, path))
		err = -errno;
	if (err)
		unlink(temp);
	else
		err = sync_folder(path);
	free(temp);
	return err;
}

/* The same, without a temporary file left behind by a signal. */
static int replace(const char *path, const struct stat *old,
		   const struct content *c)
{
	sigset_t mask;
	int err;

	stop_signals_block(&mask);
	err = write_and_rename(path, old, c);
	stop_signals_unblock(&mask);
	return err;
}

/* Whether a rename failed for a reason that does not keep @err's file as it is. */
static bool in_place_may_work(int err)
{
	return err == -EACCES || err == -EPERM || err == -EBUSY ||
	       err == -EXDEV || err == -EROFS || err == -ENAMETOOLONG;
}

/*
 * Makes room for @len bytes in the file @fd, so that a full disk is an error before its
 * content changes.
 */
static int reserve(int fd, off_t len)
{
	struct stat st;
	int err;

	if (fstat(fd, &st))
		return -errno;
	if (len <= st.st_size)
		return 0;
	err = posix_fallocate(fd, st.st_size, len - st.st_size);
	/* Not supported by the file system. */
	if (err == EINVAL || err == EOPNOTSUPP)
		return 0;
	if (err && ftruncate(fd, st.st_size))
		return -errno;
	return -err;
}

static int write_in_place(int fd, const struct content *c)
{
	const off_t len = content_len(c);
	int err = len < 0 ? -errno : reserve(fd, len);

	if (!err)
		err = write_content(fd, c);
	if (!err && (ftruncate(fd, len) || fsync(fd)))
		err = -errno;
	return err;
}

/* @fd is open on @path, which exists. */
static int write_existing(int fd, const char *path, const struct content *c)
{
	struct stat opened, named;
	char *target;
	int err;

	if (fstat(fd, &opened))
		return -errno;
	if (!S_ISREG(opened.st_mode))
		return write_content(fd, c);
	target = realpath(path, NULL);
	/* A path that leads elsewhere now is not followed there. */
	if (opened.st_nlink > 1 || !target || stat(target, &named) ||
	    named.st_dev != opened.st_dev || named.st_ino != opened.st_ino)
		err = -EBUSY;
	else
		err = replace(target, &opened, c);
	free(target);
	return in_place_may_work(err) ? write_in_place(fd, c) : err;
}

/*
 * Opens @path as a shell's ">" does. The kernel checks fs.protected_regular and
 * fs.protected_fifos only with O_CREAT, also if the file exists.
 */
static int open_as_shells(const char *path, int flags)
{
	return open(path, O_WRONLY | O_CREAT | O_NOCTTY | O_CLOEXEC | flags,
		    0666);
}

/* Removes the file that a failed write has made, behind a link or not. */
static void remove_made(const char *path)
{
	char *target = realpath(path, NULL);

	if (target)
		unlink(target);
	free(target);
}

static int write_file(const char *path, const struct content *c)
{
	struct stat st;
	int fd = output_path_descriptor(path), err;
	bool made;

	if (fd >= 0)
		return write_content(fd, c);
	/* Nothing there, not even a link: there is nothing to keep. */
	if (lstat(path, &st) && errno == ENOENT)
		return replace(path, NULL, c);
	/* A link to nothing: the file that it names is made. */
	made = stat(path, &st) && errno == ENOENT;
	fd = open_as_shells(path, 0);
	if (fd < 0)
		return -errno;
	err = made ? atomic_file_own(fd) : 0;
	if (!err)
		err = write_existing(fd, path, c);
	if (err && made)
		remove_made(path);
	if (close(fd) && !err)
		err = -errno;
	return err;
}

int atomic_file_write(const char *path, const void *data, size_t len)
{
	const struct content c = {.data = len ? data : "", .len = len};

	return write_file(path, &c);
}

int atomic_file_copy(const char *path, int from)
{
	const struct content c = {.from = from};

	return write_file(path, &c);
}

/* Appends to @fd, the file at @path, which had @size bytes. */
static int append(int fd, const char *path, off_t size, const void *data,
		  size_t len)
{
	struct stat st;
	size_t written;
	int err = write_counted(fd, data, len, &written);

	if (!err)
		return 0;
	/* Another process may have appended more. */
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) &&
	    st.st_size == size + (off_t)written && ftruncate(fd, size))
		diag_warning("%s: a part of the output could not be removed",
			     path);
	return err;
}

int atomic_file_append(const char *path, const void *data, size_t len)
{
	int fd = output_path_descriptor(path), err = 0;
	struct stat st = {0};
	bool made;

	if (fd >= 0)
		return write_all(fd, data, len);
	made = stat(path, &st) && errno == ENOENT;
	fd = open_as_shells(path, O_APPEND);
	if (fd < 0)
		return -errno;
	if (made)
		err = atomic_file_own(fd);
	else if (fstat(fd, &st))
		err = -errno;
	if (!err)
		err = append(fd, path, st.st_size, data, len);
	/* It may have what another process has appended. */
	if (err && made && !fstat(fd, &st) && !st.st_size)
		remove_made(path);
	if (close(fd) && !err)
		err = -errno;
	return err;
}

const char *atomic_file_name(const char *path)
{
	return strcmp(path, "-") ? path : "standard output";
}

/* Returns 0 if a file can be made at @path, where there is none. */
static int try_new(const char *path)
{
	char *target = output_path_target(path), *temp;
	int fd, err = 0;

	if (!target)
		return -errno;
	temp = xasprintf("%s.XXXXXX", target);
	fd = mkostemp(temp, O_CLOEXEC);
	if (fd < 0) {
		err = -errno;
	} else {
		close(fd);
		unlink(temp);
	}
	free(temp);
	free(target);
	return err;
}

int atomic_file_try(const char *path)
{
	struct stat st;
	int fd = output_path_descriptor(path);

	if (fd >= 0) {
		const int flags = fcntl(fd, F_GETFL);

		if (flags < 0)
			return -errno;
		return (flags & O_ACCMODE) == O_RDONLY ? -EBADF : 0;
	}
	if (stat(path, &st))
		return errno == ENOENT ? try_new(path) : -errno;
	if (S_ISDIR(st.st_mode))
		return -EISDIR;
	/* Opening a FIFO would wait for its reader. */
	if (!S_ISREG(st.st_mode))
		return access(path, W_OK) ? -errno : 0;
	fd = open_as_shells(path, 0);
	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}
