/* SPDX-License-Identifier: GPL-2.0-only */
/* The names of tasks that the kernel has stored with its trace events. */
#ifndef SCMI_PERF_TASK_NAMES_H
#define SCMI_PERF_TASK_NAMES_H

#include <stdbool.h>

#define TASK_NAMES_BYTES 16384 /* of the list that is searched */

struct task_names {
	const char *root; /* where tracefs is mounted */
	bool fresh;	  /* the list was read since task_names_again() */
	char comm[16];
	char list[TASK_NAMES_BYTES]; /* lines of "pid name" */
};

/* Allows to read the list again. */
void task_names_again(struct task_names *t);

/* Returns the name of a task, valid until the next call; "" if it is unknown. */
const char *task_names_find(struct task_names *t, int pid);

#endif
