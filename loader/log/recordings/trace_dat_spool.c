// SPDX-License-Identifier: GPL-2.0-only
#include "trace_dat_spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "diag.h"

static const char *folder(void)
{
	const char *path = secure_getenv("TMPDIR");

	return path && *path ? path : "/tmp";
}

static int write_all(int fd, const char *data, size_t len)
{
	while (len) {
		const ssize_t n = write(fd, data, len);

		if (n < 0 && errno != EINTR)
			return -errno;
		if (n > 0) {
			data += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

int trace_dat_spool(const char *name, const char *head, size_t len,
		    spool_read *read, void *ctx)
{
	const int out = open(folder(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	const char *piece;
	ssize_t n;
	int err;

	if (out < 0) {
		err = -errno;
		diag_error("temporary file in '%s': %s", folder(),
			   strerror(errno));
		diag_hint("set TMPDIR, or import the file instead of a pipe");
		return err;
	}
	err = write_all(out, head, len);
	while (!err && (n = read(ctx, &piece)))
		err = n < 0 ? (int)n : write_all(out, piece, (size_t)n);
	if (!err)
		return out;
	close(out);
	if (err == -EINTR)
		diag_error("stopped by a signal: '%s' is not imported", name);
	else if (err != -EINVAL)
		diag_error("copy '%s' to '%s': %s", name, folder(),
			   strerror(-err));
	return err;
}
