/* SPDX-License-Identifier: GPL-2.0-only */
/* The maps of a recording of senders. */
#ifndef SCMI_PERF_RECORD_SENDERS_H
#define SCMI_PERF_RECORD_SENDERS_H

#include <bpf/libbpf.h>

#include "callers.h"
#include "sender_maps.h"
#include "snapshot.h"

/*
 * The functions of the kernel, which name stacks. All-zero at the start; the owner
 * frees them.
 */
struct sender_functions {
	bool loaded;
	struct kernel_functions *functions; /* NULL: unknown */
};

/*
 * Before the programs are loaded: the maps have room for @callers of them; 0: they
 * do not exist. Returns 0 or -errno.
 */
int record_senders_set_up(struct bpf_object *obj, uint32_t callers);

/*
 * Adds the content of the maps to @p, after the recording or while it goes on. The
 * series of the maps are those of @m. The first call loads the functions.
 */
void record_senders_read(struct bpf_object *obj, struct snapshot *m,
			 const struct rec_sender_losses *losses,
			 struct sender_functions *functions, struct profile *p);

/* The same with the callers alone, but for losses. */
void record_senders_read_callers(struct bpf_object *obj, struct snapshot *m,
				 struct sender_functions *functions,
				 struct callers *to);

#endif
