/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Actions on a stream of transfers: whenever a condition applies, it is reported, and
 * the actions are taken in the order in which they were given.
 */
#ifndef SCMI_PERF_ACTIONS_H
#define SCMI_PERF_ACTIONS_H

#include "caller.h"
#include "condition.h"
#include "flight.h"

#define ACTIONS_MAX 8 /* of conditions, and of actions */

enum action_kind {
	ACTION_SNAPSHOT,  /* write the flight recorder to a file */
	ACTION_TRACE_OFF, /* stop the kernel's own trace buffer */
	ACTION_EXEC,	  /* run a shell command */
	ACTION_STOP,	  /* end the recording or the trace */
	ACTION_KINDS
};

struct action {
	enum action_kind kind;
	const char *value; /* a file, a command; NULL: none */
};

/* All-zero but @every_ns and the flight recorder's time has neither. */
struct actions {
	struct condition condition[ACTIONS_MAX];
	uint64_t ready_ns[ACTIONS_MAX]; /* when each may act again */
	size_t n_conditions;
	struct action action[ACTIONS_MAX];
	size_t n_actions;
	uint64_t now_ns;   /* the latest time of the stream */
	uint64_t every_ns; /* a condition acts once in this time */
	struct flight flight;
	const struct caller *caller; /* who runs commands; NULL: this user */

	enum profile_source source; /* of the stream, for snapshots */
	bool from_log;
	bool stopped;	 /* an action has ended the stream */
	bool trace_off;	 /* the kernel's buffer was stopped */
	int running;	 /* process ID of a command; 0: none */
	char *snapshot;	 /* the last one that was written */
	uint64_t taken;	 /* how often a condition has acted */
	uint64_t quiet;	 /* and has not, because of every_ns */
	uint64_t missed; /* commands not run: the one before had not ended */
};

#define ACTIONS_DEFAULTS                                                       \
	{                                                                      \
		.every_ns = 10000000000u, .flight = {.keep_ns = 10000000000u } \
	}

/*
 * Add a condition or an action; keep @text. Return 0, or -EINVAL with the reason in
 * @why (of @why_len bytes).
 */
int actions_add_condition(struct actions *a, const char *text, char *why,
			  size_t why_len);
int actions_add_action(struct actions *a, const char *text, char *why,
		       size_t why_len);

/*
 * Returns 0 if the files of snapshots can be written, or -errno, reported. To be called
 * before a long recording.
 */
int actions_try(const struct actions *a);

bool actions_have(const struct actions *a, enum action_kind kind);

/* Takes the next line of the stream. */
void actions_line(struct actions *a, const struct trace_line *line);

/*
 * The stream has ended: waits for a command that runs, or for a signal, and reports the
 * numbers. What was measured should be written before.
 */
void actions_end(struct actions *a);

void actions_free(struct actions *a);

#endif
