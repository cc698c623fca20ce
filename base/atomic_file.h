/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_ATOMIC_FILE_H
#define SCMI_PERF_ATOMIC_FILE_H

#include <stddef.h>
#include <sys/types.h>

/*
 * Writes a file whole or not at all: a temporary file beside it, fsync, rename,
 * fsync of the folder. Owner and mode of a file that exists are kept, and a
 * link stays a link. The path is opened first, with O_CREAT, so that the kernel decides
 * where it may lead (fs.protected_symlinks, fs.protected_regular).
 *
 * "-", /dev/stdout, /dev/fd/N and their like are that descriptor. Anything that
 * exists and is not a regular file is opened and written, never replaced. A file
 * that cannot be replaced without a loss is written in place: one with other
 * hard links, a mount point, one in a folder that is not writable, one whose owner
 * cannot be kept.
 *
 * Returns 0 or -errno, not reported.
 */
int atomic_file_write(const char *path, const void *data, size_t len);

/* The same with all bytes of the file @from, which memory need not hold. */
int atomic_file_copy(const char *path, int from);

/*
 * Appends to the file, or to that descriptor. After an error, the file has its old
 * length: it gets all of the data or nothing. A file that is missing is made.
 * Returns 0 or -errno, not reported.
 */
int atomic_file_append(const char *path, const void *data, size_t len);

/* The name of the file for messages: @path, or "standard output" for "-". */
const char *atomic_file_name(const char *path);

/* Files that are made from now on belong to this user and group. */
void atomic_file_new_owner(uid_t uid, gid_t gid);

/* Gives the new file @fd to them. Returns 0 or -errno. */
int atomic_file_own(int fd);

/*
 * Returns 0 if atomic_file_write() can be expected to succeed, else -errno, not
 * reported. Leaves nothing behind.
 */
int atomic_file_try(const char *path);

#endif
