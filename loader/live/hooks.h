/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hooks of a recording: tracepoints of the SCMI core, and functions of the
 * core and of the transports. Kernels differ in which of them exist and how they
 * can be attached; a missing one makes phases wider, and is reported.
 */
#ifndef SCMI_PERF_HOOKS_H
#define SCMI_PERF_HOOKS_H

#include <stdbool.h>
#include <stddef.h>

/* The hooks that are attached; each level includes those before it. */
enum hook_level {
	HOOKS_CORE,	 /* the tracepoints: total, transport, wakeup */
	HOOKS_TRANSPORT, /* also instances, transports and all phases */
	HOOKS_ALL,	 /* also expensive hooks that are rarely needed */
	HOOK_LEVELS
};

extern const char *const hook_level_names[HOOK_LEVELS]; /* "core" … */

enum hook_point {
	HOOK_EVENT, /* a tracepoint */
	HOOK_ENTRY, /* of a function */
	HOOK_EXIT,
};

/* Programs that exist for a function. */
enum hook_means {
	HOOK_ANY,	    /* fentry or kprobe, fexit or kretprobe */
	HOOK_FEXIT_ONLY,    /* the exit needs the arguments */
	HOOK_FOR_KRETPROBE, /* a kprobe that keeps the arguments, if needed */
	HOOK_KPROBE,	    /* the function has variable arguments */
};

struct hook_target {
	const char *name; /* of the tracepoint or function */
	enum hook_point point;
	enum hook_level level;
	enum hook_means means;
	bool required;	     /* recording is impossible without it */
	const char *without; /* unknown without it; NULL if required */
};

/* In the order in which a transfer passes them. */
extern const struct hook_target hook_targets[];
extern const size_t n_hook_targets;

/* How a target is attached on this kernel. */
struct hook_choice {
	const char *how; /* "tp_btf", "fentry", "kprobe" …; NULL: not at all */
	const char *why; /* why not; NULL: attached, or above the level */
	bool assumed;	 /* types are: the offsets of structures */
};

/* Returns how a hook is attached, for readers: "fentry", "kprobe, no BTF", "none" … */
const char *hook_way(const struct hook_choice *c);

#define HOOKS_MAX 32

/*
 * Returns why BPF programs cannot read the arguments of functions from this kernel's
 * registers, or NULL. Kprobe events of tracefs, which read none, are possible.
 */
const char *hooks_lack_registers(void);

/*
 * Chooses how to attach each target of hook_targets on this kernel. Attaches a
 * program for a moment to test for fentry. Returns true if the kernel has the types
 * of the SCMI structures; otherwise the programs need assumed ones.
 */
bool hooks_choose(enum hook_level level, struct hook_choice choice[HOOKS_MAX]);

#endif
