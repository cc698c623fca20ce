/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The object with the BPF programs: with all, or on a kernel without types with those
 * that need none from it. Both have the same maps.
 */
#ifndef SCMI_PERF_PROGRAMS_H
#define SCMI_PERF_PROGRAMS_H

#include <stdbool.h>

#include <bpf/libbpf.h>

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

/* All-zero is allowed. */
void programs_close(struct programs *p);

#endif
