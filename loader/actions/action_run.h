/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_ACTION_RUN_H
#define SCMI_PERF_ACTION_RUN_H

#include "actions.h"

/* Why an action is taken. */
struct trigger {
	const char *condition;
	uint64_t value, time_ns;
	const char *message; /* that of a single transfer or anomaly, or "" */
};

/* Takes an action. Failures are reported, and the stream goes on. */
void action_run(struct actions *a, const struct action *action,
		const struct trigger *t);

/* Returns 0 if the file of an action can be written, or -errno, reported. */
int action_try(const struct action *action);

/* Waits until the last command of ACTION_EXEC has ended; a signal to stop ends it. */
void action_wait(struct actions *a);

#endif
