// SPDX-License-Identifier: GPL-2.0-only
#include "run_command.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "alloc.h"
#include "child.h"
#include "diag.h"
#include "stop_signals.h"

int run_program(const char *name, char *const argv[])
{
	const struct child_options options = {.to_stderr = true};
	sigset_t mask;
	int status, err;

	stop_signals_block(&mask);
	err = child_run(&options, argv, &status);
	stop_signals_unblock(&mask);
	if (err == -EINTR)
		diag_error("%s: ended by a signal", name);
	else if (err)
		diag_error("run %s: %s", argv[0], strerror(-err));
	if (err || !status)
		return err;
	if (WIFSIGNALED(status))
		diag_error("%s: killed by signal %d", name, WTERMSIG(status));
	else
		diag_error("%s: exit status %d", name, WEXITSTATUS(status));
	return -ECHILD;
}

int run_with_sh(const char *option, const char *command)
{
	/* Programs do not change these strings. */
	char *const argv[] = {(char *)"sh", (char *)"-c",
			      (char *)(uintptr_t)command, NULL};
	char *name = xasprintf("%s '%s'", option, command);
	int err = run_program(name, argv);

	free(name);
	return err;
}
