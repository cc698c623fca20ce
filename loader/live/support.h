/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What this machine offers to a recording, looked at from outside: privileges,
 * lockdown, tracepoints, types, devices. `doctor` prints all of it; `record`
 * and `trace` refuse on the first failure with the same words.
 */
#ifndef SCMI_PERF_SUPPORT_H
#define SCMI_PERF_SUPPORT_H

#include <stdbool.h>
#include <stddef.h>

enum check_state {
	CHECK_OK,
	CHECK_NOTE, /* works, but the user should know */
	CHECK_FAIL, /* no recording is possible */
};

struct check {
	const char *subject;
	enum check_state state;
	char finding[160];
	const char *next_step; /* NULL: nothing to do */
};

#define MAX_CHECKS 8

/* Fills @checks and returns their number, at most MAX_CHECKS. */
size_t support_check(struct check checks[MAX_CHECKS]);

/*
 * Whether something is known to stand in the way of @command ("record"), which
 * is reported; nothing should be tried then.
 */
bool support_refuses(const char *command);

/* Says what may be behind a failure that was not foreseen. */
void support_explain_failure(void);

#endif
