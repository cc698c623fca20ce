/* SPDX-License-Identifier: GPL-2.0-only */
/* Intervals of a live view whose events go through an importer. */
#ifndef SCMI_PERF_IMPORT_INTERVAL_H
#define SCMI_PERF_IMPORT_INTERVAL_H

#include <stdint.h>

#include "caller_rows.h"
#include "import.h"
#include "model.h"
#include "timeline.h"

/* The state of an importer at the last interval. All-zero is freed. */
struct import_intervals {
	struct importer *im;
	const struct profile *p; /* the importer's */
	struct timeline timeline;
	struct caller_rows callers;
};

/* Starts with an importer of @p; the model @m gets rows of tasks. */
void import_intervals_start(struct import_intervals *i, struct importer *im,
			    const struct profile *p, struct top_model *m);
void import_intervals_free(struct import_intervals *i);

/*
 * Adds to the model what has changed in the importer's profile since the last
 * call: the interval ends at @end_ns. @base_ns is added to times of anomalies, which
 * are those of the profile. Returns 0 or -ERANGE.
 */
int import_interval_add(struct import_intervals *i, struct top_model *m,
			uint64_t base_ns, uint64_t end_ns);

#endif
