// SPDX-License-Identifier: GPL-2.0-only
#include "sending_tasks.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The number of bytes of a stack to read: do_xfer() is near its top. */
#define STACK_MAX 8192

/*
 * Returns 1 if the task's stack has do_xfer(), 0 if not or if the task has
 * ended, or -1 if stacks are not readable.
 */
static int is_sending(int tasks, const char *tid)
{
	char path[64], stack[STACK_MAX];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "%s/stack", tid);
	fd = openat(tasks, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT || errno == ESRCH ? 0 : -1;
	n = read(fd, stack, sizeof(stack) - 1);
	close(fd);
	if (n < 0)
		return errno == ESRCH || errno == ENOENT ? 0 : -1;
	stack[n] = '\0';
	return strstr(stack, " do_xfer+") != NULL;
}

static bool is_number(const char *name)
{
	return *name >= '0' && *name <= '9';
}

/* As is_sending(), for all threads of a process. */
static int any_is_sending(const char *pid)
{
	struct dirent *entry;
	char path[64];
	int result = 0;
	DIR *tasks;

	snprintf(path, sizeof(path), "/proc/%.20s/task", pid);
	tasks = opendir(path);
	if (!tasks)
		return 0; /* it has ended */
	while (!result && (entry = readdir(tasks)))
		if (is_number(entry->d_name))
			result = is_sending(dirfd(tasks), entry->d_name);
	closedir(tasks);
	return result;
}

bool no_task_is_sending(void)
{
	struct dirent *entry;
	DIR *proc = opendir("/proc");
	int result = proc ? 0 : -1;

	while (!result && (entry = readdir(proc)))
		if (is_number(entry->d_name))
			result = any_is_sending(entry->d_name);
	if (proc)
		closedir(proc);
	return !result;
}
