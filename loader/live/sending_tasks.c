// SPDX-License-Identifier: GPL-2.0-only
#include "sending_tasks.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <string.h>
#include <unistd.h>

/* The number of bytes of a stack to read: do_xfer() is near its top. */
#define STACK_MAX 8192

/*
 * Returns 1 if a task's stack has do_xfer(), 0 if not or if the task has ended,
 * or -1 if stacks are not readable.
 */
static int is_sending(const char *path)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	char stack[STACK_MAX];
	ssize_t n = -1;

	if (fd >= 0) {
		n = read(fd, stack, sizeof(stack) - 1);
		close(fd);
	}
	if (n < 0)
		return errno == ESRCH || errno == ENOENT ? 0 : -1;
	stack[n] = '\0';
	return strstr(stack, " do_xfer+") != NULL;
}

bool no_task_is_sending(void)
{
	glob_t stacks;
	int result = 0;

	if (glob("/proc/[0-9]*/task/[0-9]*/stack", GLOB_NOSORT, NULL, &stacks))
		return false;
	for (size_t i = 0; i < stacks.gl_pathc && !result; i++)
		result = is_sending(stacks.gl_pathv[i]);
	globfree(&stacks);
	return !result;
}
