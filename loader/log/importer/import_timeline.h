/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The time series of an import. Intervals follow the time stamps of the log, so
 * that a log gives the same intervals at any speed of reading.
 */
#ifndef SCMI_PERF_IMPORT_TIMELINE_H
#define SCMI_PERF_IMPORT_TIMELINE_H

#include "caller_sums.h"
#include "import.h"
#include "timeline.h"

/*
 * The first length of an interval where none is given. Lengths double while
 * there are too many intervals, so it adapts to the length of the log.
 */
#define IMPORT_INTERVAL_NS 1000000u

/* Intervals of a length that was not given; many more make import slow. */
#define IMPORT_INTERVALS 256

/*
 * The tasks of a log, with a time series of their own, whose intervals may have
 * other lengths. Its series are numbered as @tasks. All-zero is empty.
 */
struct task_intervals {
	struct caller_sums tasks;
	struct profile p;
};

void task_intervals_free(struct task_intervals *tasks);

struct import_timeline {
	struct importer *im;
	const struct profile *p;
	struct timeline timeline;
	uint64_t end_ns;	      /* of the last interval */
	struct task_intervals *tasks; /* NULL: not needed */
	struct timeline task_timeline;
	uint64_t task_end_ns; /* of its last interval */
};

/*
 * Records a time series of the importer @im of @p, which must be new and must
 * not be watched by others. @interval_ns: 0 selects a length.
 */
void import_timeline_start(struct import_timeline *t, struct importer *im,
			   const struct profile *p, uint64_t interval_ns);

/*
 * Also records one of the tasks, to be called after that. @tasks must be empty and
 * outlive the import.
 */
void import_timeline_tasks(struct import_timeline *t,
			   struct task_intervals *tasks);

/*
 * Ends the import as importer_finish() does, and moves the time series to @p.
 * Frees @t. Returns 0 or -ERANGE; @p has no time series then.
 */
int import_timeline_finish(struct import_timeline *t, struct profile *p);
void import_timeline_free(struct import_timeline *t);

#endif
