/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Distinguishes the traces of two processors from those of two boots, by their
 * transfer_ids: a kernel counts them up for all processors together. In two boots
 * they are the same, or those of one are all greater, at the same time.
 */
#ifndef SCMI_PERF_PART_IDS_H
#define SCMI_PERF_PART_IDS_H

#include <stdbool.h>

#include "ftrace_line.h"

#define PART_IDS       (1 << 16)
#define PART_IDS_SLACK 4096 /* of transfers in flight, and of tokens */

/* The first part in which a transfer_id began. */
struct id_table {
	uint32_t id[PART_IDS];
	uint16_t part[PART_IDS]; /* 0: none */
};

struct part_ids {
	unsigned int shared;	    /* begins with an id of another part */
	unsigned int own;	    /* other ones */
	uint64_t first_ns, last_ns; /* of its begins; 0: none */
	uint32_t first, last;
};

/*
 * Adds the scmi_xfer_begin @begin of the part with number @n, from 1. Ids of the
 * parts before @first do not count as shared.
 */
void part_ids_add(struct part_ids *p, struct id_table *t, unsigned int first,
		  unsigned int n, const struct ftrace_event *begin);

/* Returns true if part @b, which is after @a in the file, is of another boot. */
bool part_ids_conflict(const struct part_ids *a, const struct part_ids *b);

#endif
