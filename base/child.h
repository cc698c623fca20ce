/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Other programs that this one runs. Each has a process group of its own, so that
 * it can be ended together with all that it started.
 */
#ifndef SCMI_PERF_CHILD_H
#define SCMI_PERF_CHILD_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "caller.h"

/* Where a child differs from this process. All-zero: nowhere. */
struct child_options {
	const char *folder;	     /* the working folder */
	char *const *env;	     /* the environment */
	const struct caller *caller; /* the user, and variables such as HOME */
	bool no_stdin;		     /* standard input is /dev/null */
	bool to_stderr;		     /* standard output is standard error */
};

/*
 * Ignores SIGXFSZ, so that a write beyond the limit of a file's size (ulimit -f) fails
 * with EFBIG. Children start without that.
 */
void child_ignore_size_limit(void);

/* Returns true if child_start() would find the program @name, without a folder. */
bool child_finds(const char *name);

/*
 * Starts argv[0] without blocked signals. Returns its process ID, or -errno, not
 * reported.
 */
pid_t child_start(const struct child_options *o, char *const argv[]);

/*
 * Waits for the end of the child, which sets @status as waitpid() does, a signal
 * in @set or @until_ns (CLOCK_MONOTONIC, 0: no limit). The caller has blocked the
 * signals of @set, and SIGCHLD is one of them; @pid may be 0: none. Returns
 * SIGCHLD if the child has ended, another signal of @set, or 0 for the time.
 *
 * A child that is stopped because it reads from the terminal gets the terminal.
 */
int child_wait(const sigset_t *set, pid_t pid, uint64_t until_ns, int *status);

/*
 * Ends all processes of the child's group: SIGTERM, and SIGKILL after 5 s, or at
 * the next signal in @set. Takes the terminal back. Sets @status to that of the
 * child unless it had ended before.
 */
void child_end(const sigset_t *set, pid_t pid, int *status);

/*
 * Runs argv[0] to its end and sets @status. A signal that stops commands ends the
 * child first. Returns 0, or -errno, not reported: -EINTR if there was such a
 * signal, which is pending then. To be called between stop_signals_block() and
 * stop_signals_unblock().
 */
int child_run(const struct child_options *o, char *const argv[], int *status);

#endif
