/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The time series of an import. Intervals follow the time stamps of the log, so
 * that a log gives the same intervals at any speed of reading.
 */
#ifndef SCMI_PERF_IMPORT_TIMELINE_H
#define SCMI_PERF_IMPORT_TIMELINE_H

#include "import.h"
#include "timeline.h"

/*
 * The first length of an interval where none is given. Lengths double while
 * there are too many intervals, so it adapts to the length of the log.
 */
#define IMPORT_INTERVAL_NS 1000000u

/* Intervals of a length that was not given; many more make import slow. */
#define IMPORT_INTERVALS 256

struct import_timeline {
	struct importer *im;
	const struct profile *p;
	struct timeline timeline;
	uint64_t end_ns; /* of the last interval */
};

/*
 * Records a time series of the importer @im of @p, which must be new and must
 * not be watched by others. @interval_ns: 0 selects a length.
 */
void import_timeline_start(struct import_timeline *t, struct importer *im,
			   const struct profile *p, uint64_t interval_ns);

/*
 * Ends the import as importer_finish() does, and moves the time series to @p.
 * Frees @t. Returns 0 or -ERANGE; @p has no time series then.
 */
int import_timeline_finish(struct import_timeline *t, struct profile *p);
void import_timeline_free(struct import_timeline *t);

#endif
