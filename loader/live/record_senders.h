/* SPDX-License-Identifier: GPL-2.0-only */
/* The maps of a recording of senders. */
#ifndef SCMI_PERF_RECORD_SENDERS_H
#define SCMI_PERF_RECORD_SENDERS_H

#include <bpf/libbpf.h>

#include "sender_maps.h"
#include "snapshot.h"

/*
 * Before the programs are loaded: the maps have room for @callers of them; 0: they
 * do not exist. Returns 0 or -errno.
 */
int record_senders_set_up(struct bpf_object *obj, uint32_t callers);

/*
 * Adds the content of the maps to @p, after the recording. The series of the maps
 * are those of @m.
 */
void record_senders_read(struct bpf_object *obj, struct snapshot *m,
			 const struct rec_sender_losses *losses,
			 struct profile *p);

#endif
