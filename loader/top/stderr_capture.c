// SPDX-License-Identifier: GPL-2.0-only
#include "stderr_capture.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static volatile sig_atomic_t is_captured;
static int real = -1, memory = -1;
static off_t reported; /* end of what stderr_capture_line() has read */

int stderr_capture_start(void)
{
	if (is_captured)
		return 0;
	real = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	memory = memfd_create("stderr", MFD_CLOEXEC);
	reported = 0;
	if (real < 0 || memory < 0 || dup2(memory, STDERR_FILENO) < 0) {
		int err = -errno;

		close(real);
		close(memory);
		return err;
	}
	is_captured = 1;
	return 0;
}

bool stderr_capture_line(char *line, size_t len)
{
	static const char name[] = "scmi-perf: ";
	const size_t skip = sizeof(name) - 1;
	ssize_t n;

	if (!is_captured)
		return false;
	n = pread(memory, line, len - 1, reported);
	if (n <= 0)
		return false;
	reported = lseek(memory, 0, SEEK_END);
	line[n] = '\0';
	n = (ssize_t)strcspn(line, "\n");
	line[n] = '\0';
	if ((size_t)n >= skip && !memcmp(line, name, skip))
		memmove(line, line + skip, (size_t)n - skip + 1);
	return true;
}

void stderr_capture_stop(void)
{
	char data[256];
	off_t at = 0;
	ssize_t n;

	if (!is_captured)
		return;
	is_captured = 0;
	dup2(real, STDERR_FILENO);
	while ((n = pread(memory, data, sizeof(data), at)) > 0 &&
	       write(STDERR_FILENO, data, (size_t)n) == n)
		at += n;
	close(memory);
	close(real);
}
