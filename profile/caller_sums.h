/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Callers added up by a name, that of a task or of a driver: the series of a time
 * series of their own. Numbers of names stay.
 */
#ifndef SCMI_PERF_CALLER_SUMS_H
#define SCMI_PERF_CALLER_SUMS_H

#include "callers.h"
#include "timeline.h"

/* With the name of those that are unknown; others have no room. */
#define CALLER_NAMES (CALLERS_MAX + 1)

struct caller_sum {
	char *name;	  /* "": unknown */
	struct delta now; /* since the start of the source */
};

/* All-zero is empty. */
struct caller_sums {
	struct caller_sum *sum; /* by number */
	uint32_t *by_name;	/* numbers, sorted by name */
	size_t n, cap, cap_by_name;
};

void caller_sums_free(struct caller_sums *s);

/* Sets all sums to 0, before all callers are added again. */
void caller_sums_start(struct caller_sums *s);
void caller_sums_add(struct caller_sums *s, const char *name,
		     const struct message_caller *c);

/* Adds them to the open interval of a timeline. Returns 0 or -ERANGE. */
int caller_sums_collect(const struct caller_sums *s, struct timeline *t);

#endif
