/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a recording looks: the SCMI core's tracepoints, and functions of the
 * core and of the transports. Not every kernel has each, and some offer only
 * kprobes; what is absent makes phases wider, and is said.
 */
#ifndef SCMI_PERF_HOOKS_H
#define SCMI_PERF_HOOKS_H

#include <stdbool.h>
#include <stddef.h>

/* How much is attached; each level has what the one before has. */
enum hook_level {
	HOOKS_CORE,	 /* the tracepoints: total, transport, wakeup */
	HOOKS_TRANSPORT, /* who sends by which transport, and all phases */
	HOOKS_ALL,	 /* what costs more than it usually tells */
	HOOK_LEVELS
};

const char *hook_level_name(enum hook_level level); /* "core" … */

enum hook_point {
	HOOK_EVENT, /* a tracepoint */
	HOOK_ENTRY, /* of a function */
	HOOK_EXIT,
};

/* In the order of a transfer's life. */
struct hook_target {
	const char *name; /* of the tracepoint or function */
	enum hook_point point;
	enum hook_level level;
	bool required;	     /* no recording without it */
	const char *without; /* what is not known then; NULL if required */
};

extern const struct hook_target hook_targets[];
extern const size_t n_hook_targets;

/* What is to be done about a target on this kernel. */
struct hook_choice {
	const char *how; /* "tp_btf", "fentry", "kprobe" …; NULL: not at all */
	const char *why; /* why not; NULL: attached, or not asked for */
};

#define HOOKS_MAX 32

/* Whether the kernel's BTF can be read at all. */
bool kernel_has_btf(void);

/*
 * Chooses for each target of hook_targets, by what the kernel offers. Tries
 * whether functions can be attached to the cheap way.
 */
void hooks_choose(enum hook_level level, struct hook_choice choice[HOOKS_MAX]);

#endif
