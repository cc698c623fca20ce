// SPDX-License-Identifier: GPL-2.0-only
#include "confirm.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "alloc.h"
#include "child.h"
#include "diag.h"
#include "stop_signals.h"

static int run(const char *command)
{
	/* Programs do not change these strings. */
	char *const argv[] = {(char *)"sh", (char *)"-c",
			      (char *)(uintptr_t)command, NULL};
	const struct child_options options = {.to_stderr = true};
	sigset_t mask;
	int status, err;

	stop_signals_block(&mask);
	err = child_run(&options, argv, &status);
	stop_signals_unblock(&mask);
	if (err)
		diag_error("run sh: %s", strerror(-err));
	if (err || !status)
		return err;
	if (WIFSIGNALED(status))
		diag_error("--confirm '%s': killed by signal %d", command,
			   WTERMSIG(status));
	else
		diag_error("--confirm '%s': exit status %d", command,
			   WEXITSTATUS(status));
	return -ECHILD;
}

/* A write changes the ctime of a file or replaces the file. */
static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
	       a->st_ctim.tv_sec == b->st_ctim.tv_sec &&
	       a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

int confirm_record(const char *command, char *const *paths, size_t n)
{
	struct stat *before = xcalloc(n, sizeof(*before)), after;
	int err = 0;

	for (size_t i = 0; i < n && !err; i++)
		if (stat(paths[i], &before[i])) {
			diag_error("--confirm: %s: %s", paths[i],
				   strerror(errno));
			err = -EINVAL;
		}
	if (!err)
		err = run(command);
	for (size_t i = 0; i < n && !err; i++)
		if (!stat(paths[i], &after) && same_file(&before[i], &after)) {
			diag_error("--confirm '%s' did not write %s; it must "
				   "record all runs again",
				   command, paths[i]);
			err = -EINVAL;
		}
	free(before);
	return err;
}
