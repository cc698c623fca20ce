/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kprobe events. Those on the functions of the transports are for the phases that
 * tracepoints do not show. They need no types of the kernel: only the task, the
 * processor and the time of a call are used. Those on functions of the core have the
 * instance of a message, or the failure that the function returns.
 */
#ifndef SCMI_PERF_FUNCTION_PROBES_H
#define SCMI_PERF_FUNCTION_PROBES_H

#include <stdbool.h>
#include <stdint.h>

#include "ftrace_line.h"
#include "profile.h"
#include "trace_instance.h"

#define FUNCTION_PROBES 13

struct function_probes {
	const char *root; /* where tracefs is mounted */
	bool wanted[FUNCTION_PROBES];
	bool made[FUNCTION_PROBES];
	uint16_t id[FUNCTION_PROBES]; /* of its event */
};

/*
 * Makes a probe of each function of a transport that this kernel has, and those of
 * failures in the core. A kernel without kprobe events has none, which is not reported.
 * @waits: it has the event of a response wait, by which a mailbox's doorbell ends.
 */
void function_probes_make(struct function_probes *f, const char *root,
			  bool waits);

/* Makes none of them, so that they are described as absent. */
void function_probes_make_none(struct function_probes *f, const char *root,
			       bool waits);

/* Those that name instances are described, too, as absent if they are not made. */
void function_probes_want_core(struct function_probes *f, const char *root);

/*
 * Makes the probe FTRACE_SENDER or FTRACE_NOTIFIER, whose event has these arguments.
 * Returns false, not reported, if that is impossible.
 */
bool function_probes_make_one(struct function_probes *f, const char *root,
			      enum ftrace_kind kind, const char *arguments);

/* Returns the path of the event of such a probe below "events". Free it. */
char *function_probes_event(enum ftrace_kind kind);

/* Enables them in an instance. Returns 0 or -errno, reported. */
int function_probes_enable(const struct function_probes *f,
			   const struct trace_instance *t);

/* Returns what the event with this number is; FTRACE_NONE: none of these. */
enum ftrace_kind function_probes_kind(const struct function_probes *f,
				      uint16_t id);

/* Adds each function to the hooks of a run. */
void function_probes_describe(const struct function_probes *f, struct run *run);

/* Returns the hits that the kernel has skipped, because another one was handled. */
uint64_t function_probes_missed(const struct function_probes *f);

/* Removes the probes; the instances that enabled them must be gone. */
void function_probes_remove(struct function_probes *f);

/* Removes the probes that killed programs have left. */
void function_probes_remove_stale(const char *root);

#endif
