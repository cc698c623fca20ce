/* SPDX-License-Identifier: GPL-2.0-only */
/* The findings of `doctor` about this machine, for the writers. */
#ifndef SCMI_PERF_DOCTOR_REPORT_H
#define SCMI_PERF_DOCTOR_REPORT_H

#include <stdbool.h>
#include <stddef.h>

enum doctor_state {
	DOCTOR_OK,
	DOCTOR_NOTE, /* works, but the user should know */
	DOCTOR_FAIL, /* no recording is possible */
};

struct doctor_check {
	const char *subject;
	enum doctor_state state;
	char finding[160];
	const char *next_step; /* NULL: nothing to do */
};

#define DOCTOR_CHECKS_MAX 8
#define DOCTOR_HOOKS_MAX  32

struct doctor_hook {
	const char *name;    /* of the function or event: "virtqueue_kick" */
	const char *point;   /* of the function: "entry", "exit"; or "event" */
	const char *level;   /* "core" … */
	const char *how;     /* "fexit" …; "none" */
	const char *why;     /* reason of its absence; NULL: not absent */
	const char *without; /* what is then unknown; NULL: not absent */
};

struct doctor_report {
	struct doctor_check check[DOCTOR_CHECKS_MAX];
	size_t n_checks;
	struct doctor_hook hook[DOCTOR_HOOKS_MAX];
	size_t n_hooks; /* 0 when no recording is possible */
	bool possible;
};

#endif
