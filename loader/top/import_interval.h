/* SPDX-License-Identifier: GPL-2.0-only */
/* Intervals of a live view whose events go through an importer. */
#ifndef SCMI_PERF_IMPORT_INTERVAL_H
#define SCMI_PERF_IMPORT_INTERVAL_H

#include <stdint.h>

#include "model.h"
#include "timeline.h"

/*
 * Adds to the model what has changed in the profile of an importer since the last
 * call: the interval ends at @end_ns. @base_ns is added to times of anomalies, which
 * are those of the profile. Returns 0 or -ERANGE.
 */
int import_interval_add(struct top_model *m, const struct profile *p,
			struct timeline *t, uint64_t base_ns, uint64_t end_ns);

#endif
