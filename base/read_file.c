// SPDX-License-Identifier: GPL-2.0-only
#include "read_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "alloc.h"

static int read_all(int fd, size_t max, char **data, size_t *len)
{
	size_t size = 0;

	for (;;) {
		ssize_t n;

		if (*len == size) {
			if (size > max)
				return 0;
			size = size ? 2 * size : 65536;
			if (size > max)
				size = max + 1;
			*data = xreallocarray(*data, size, 1);
		}
		n = read(fd, *data + *len, size - *len);
		if (!n)
			return 0;
		if (n > 0)
			*len += (size_t)n;
		else if (errno != EINTR)
			return -errno;
	}
}

int read_file(const char *path, size_t max, char **data, size_t *len)
{
	const bool is_stdin = !strcmp(path, "-");
	int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	int err;

	*data = NULL;
	*len = 0;
	if (fd < 0)
		return -errno;
	err = read_all(fd, max, data, len);
	if (!is_stdin)
		close(fd);
	if (err) {
		free(*data);
		*data = NULL;
	}
	return err;
}
