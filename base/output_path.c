// SPDX-License-Identifier: GPL-2.0-only
#include "output_path.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "alloc.h"

/* As many links as the kernel follows in one path. */
#define LINKS_MAX 40

/* Returns N of "/dev/fd/N" and its other names, or -1. */
static int descriptor_number(const char *path)
{
	char own[32];
	const char *const folders[] = {"/dev/fd/", "/proc/self/fd/",
				       "/proc/thread-self/fd/", own};

	snprintf(own, sizeof(own), "/proc/%d/fd/", (int)getpid());
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		const size_t len = strlen(folders[i]);
		char *end;
		long n;

		if (strncmp(path, folders[i], len) || path[len] < '0' ||
		    path[len] > '9')
			continue;
		n = strtol(path + len, &end, 10);
		if (!*end && n <= INT_MAX)
			return (int)n;
	}
	return -1;
}

/*
 * Replaces the link @at by the path to which it leads. Returns false, with errno set,
 * if @at is not a link or the path is too long.
 */
static bool follow(char at[PATH_MAX])
{
	char target[PATH_MAX];
	const char *slash = strrchr(at, '/');
	size_t folder = slash ? (size_t)(slash + 1 - at) : 0;
	const ssize_t n = readlink(at, target, sizeof(target) - 1);

	if (n < 0)
		return false;
	target[n] = '\0';
	if (target[0] == '/')
		folder = 0;
	if (folder + (size_t)n >= PATH_MAX) {
		errno = ENAMETOOLONG;
		return false;
	}
	strcpy(at + folder, target);
	return true;
}

int output_path_descriptor(const char *path)
{
	char at[PATH_MAX];

	if (!strcmp(path, "-"))
		return STDOUT_FILENO;
	if (strlen(path) >= sizeof(at))
		return -1;
	strcpy(at, path);
	for (int i = 0; i < LINKS_MAX; i++) {
		const int fd = descriptor_number(at);

		if (fd >= 0)
			return fd;
		if (!follow(at))
			return -1;
	}
	return -1;
}

/* Returns the path @at with its folder as the kernel knows it, or NULL and errno. */
static char *in_real_folder(const char *at)
{
	char *copy = xstrdup(at), *folder, *path = NULL;
	const char *slash = strrchr(at, '/');
	const char *name = slash ? slash + 1 : at;

	/* open() makes no file of an empty name, or of that of a folder. */
	if (!*name)
		errno = *at ? EISDIR : ENOENT;
	folder = *name ? realpath(dirname(copy), NULL) : NULL;
	free(copy);
	if (folder)
		path = xasprintf("%s/%s", strcmp(folder, "/") ? folder : "",
				 name);
	free(folder);
	return path;
}

char *output_path_target(const char *path)
{
	char at[PATH_MAX];

	if (strlen(path) >= sizeof(at)) {
		errno = ENAMETOOLONG;
		return NULL;
	}
	strcpy(at, path);
	for (int i = 0; i <= LINKS_MAX; i++)
		if (!follow(at))
			return errno == EINVAL || errno == ENOENT
				       ? in_real_folder(at)
				       : NULL;
	errno = ELOOP;
	return NULL;
}
