/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kprobe events on the functions of the transports, for the phases that tracepoints
 * do not show. They need no types of the kernel: only the task, the processor and the
 * time of a call are used.
 */
#ifndef SCMI_PERF_FUNCTION_PROBES_H
#define SCMI_PERF_FUNCTION_PROBES_H

#include <stdbool.h>
#include <stdint.h>

#include "ftrace_line.h"
#include "profile.h"
#include "trace_instance.h"

#define FUNCTION_PROBES 8

struct function_probes {
	const char *root; /* where tracefs is mounted */
	bool made[FUNCTION_PROBES];
	uint16_t id[FUNCTION_PROBES]; /* of its event */
};

/*
 * Makes a probe of each function that this kernel has. A kernel without kprobe events
 * has none, which is not reported.
 */
void function_probes_make(struct function_probes *f, const char *root);

/* Enables them in an instance. Returns 0 or -errno, reported. */
int function_probes_enable(const struct function_probes *f,
			   const struct trace_instance *t);

/* Returns what the event with this number is; FTRACE_NONE: none of these. */
enum ftrace_kind function_probes_kind(const struct function_probes *f,
				      uint16_t id);

/* Adds each function to the hooks of a run. */
void function_probes_describe(const struct function_probes *f, struct run *run);

/* Removes the probes; the instances that enabled them must be gone. */
void function_probes_remove(struct function_probes *f);

/* Removes the probes that killed programs have left. */
void function_probes_remove_stale(const char *root);

#endif
