// SPDX-License-Identifier: GPL-2.0-only
#include "trace_dat_spool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "diag.h"

#define PIECE 65536

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

/* Reads up to PIECE bytes. Returns as read(), with -errno for an error. */
static ssize_t read_piece(int fd, char *piece, int signal_fd)
{
	struct pollfd on[] = {{.fd = fd, .events = POLLIN},
			      {.fd = signal_fd, .events = POLLIN}};
	ssize_t n;

	poll(on, 2, -1);
	if (on[1].revents)
		return -EINTR;
	do
		n = read(fd, piece, PIECE);
	while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : n;
}

int trace_dat_spool(int fd, const char *name, const char *head, size_t len,
		    int signal_fd)
{
	const int out = open(folder(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	char piece[PIECE];
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
	while (!err && (n = read_piece(fd, piece, signal_fd)))
		err = n < 0 ? (int)n : write_all(out, piece, (size_t)n);
	if (!err)
		return out;
	close(out);
	if (err == -EINTR)
		diag_error("stopped by a signal: '%s' is not imported", name);
	else
		diag_error("copy '%s' to '%s': %s", name, folder(),
			   strerror(-err));
	return err;
}
