/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The object with the BPF programs: with all, or on a kernel without types with those
 * that need none from it. Both have the same maps.
 */
#ifndef SCMI_PERF_PROGRAMS_H
#define SCMI_PERF_PROGRAMS_H

#include <stdbool.h>

#include <bpf/libbpf.h>

#include "hooks.h"
#include "sender_maps.h"

#include "recorder.skel.h"

struct basic_bpf;

struct programs {
	struct recorder_bpf *all; /* one of the two */
	struct basic_bpf *basic;
	struct bpf_object_skeleton *skeleton; /* of that one, as all below */
	struct bpf_object *obj;
	struct bpf_map *ring;
	struct recorder_bpf__bss *bss;
	struct recorder_bpf__rodata *rodata;
	int types; /* descriptor of assumed types; < 0: none */
};

/*
 * Opens the programs. @assumed: the kernel has no types of SCMI, so that their
 * offsets are assumed (assumed_types.h). Returns 0 or -errno.
 */
int programs_open(struct programs *p, bool assumed);

/*
 * Returns the program for a target that is attached by @how: a trace and the senders
 * (@traced) have a different one for some, series of resources for others, and hooks of
 * functions (@hooked) for the required events. NULL, reported: there is none.
 */
struct bpf_program *programs_find(const struct programs *p, const char *how,
				  const struct hook_target *target, bool traced,
				  bool hooked);

/* All-zero is allowed. */
void programs_close(struct programs *p);

#endif
