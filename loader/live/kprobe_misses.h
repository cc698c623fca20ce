/* SPDX-License-Identifier: GPL-2.0-only */
/* The hits of kprobes that the kernel skipped, where it counts them. */
#ifndef SCMI_PERF_KPROBE_MISSES_H
#define SCMI_PERF_KPROBE_MISSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hooks.h"

struct bpf_link;

struct kprobe_misses {
	uint64_t hits;
	bool counted; /* by the kernel (since Linux 6.7), for all kprobes */
};

/*
 * Reads the misses of the attached kprobes and kretprobes since they were
 * attached. @link: by hook target, NULL: not attached. Returns false, and leaves
 * *@out alone, if there are none.
 */
bool kprobe_misses_read(const struct hook_choice choice[HOOKS_MAX],
			struct bpf_link *const link[HOOKS_MAX],
			struct kprobe_misses *out);

#endif
