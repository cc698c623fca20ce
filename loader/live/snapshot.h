/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The memory that the BPF programs write (bpf/maps.h), and what it says: a
 * profile. It may be written meanwhile; each number is right for itself.
 */
#ifndef SCMI_PERF_SNAPSHOT_H
#define SCMI_PERF_SNAPSHOT_H

#include <stdint.h>

#include "maps.h"
#include "profile.h"
#include "timeline.h"

struct snapshot {
	const struct lc_slot *in_flight;      /* LC_SLOTS */
	const struct rec_series *series;      /* REC_SERIES */
	const struct rec_page *pages;	      /* REC_PAGES */
	const struct rec_instance *instances; /* REC_INSTANCES */
	const struct rec_event *events;	      /* REC_EVENTS */
	const struct rec_global *global;
	/* Of the measuring: CLOCK_MONOTONIC, and what was untracked before. */
	uint64_t start_ns, start_untracked;

	/* Where transports' functions are, 0: not known (yet). */
	uint64_t function[TRANSPORTS];
	/* Transports of the instances that were met: bits of @known. */
	uint32_t known;
	enum transport transport[REC_INSTANCES];
};

/*
 * Adds what is there to @p: series, events, losses. @now_ns, CLOCK_MONOTONIC,
 * tells what has become of transfers that have not ended. Returns 0 or -ENOMEM.
 */
int snapshot_read(struct snapshot *m, uint64_t now_ns, struct profile *p);

/*
 * Adds the anomalies from number *@from to below @end, of all that were noted,
 * to @p: those that are still there. *@from is @end then. Returns 0 or -ENOMEM.
 */
int snapshot_read_events(struct snapshot *m, uint64_t *from, uint64_t end,
			 struct profile *p);

/* Adds what was lost and what concerns no series to @p. */
void snapshot_read_losses(const struct snapshot *m, struct profile *p);

/* How many transfers have begun, not ended and not been given up. */
uint64_t snapshot_in_flight(const struct snapshot *m, uint64_t now_ns);

/*
 * Looks at all series, which are numbered by their places, REC_SERIES of them.
 * Nothing is looked up, and of a series that has not changed no histogram is
 * read. Returns 0, -ENOMEM, or -ERANGE: a count went back.
 */
int snapshot_update(const struct snapshot *m, struct timeline *t);

/* The same, and ends an interval, @end_ns after the begin. */
int snapshot_end_interval(const struct snapshot *m, struct timeline *t,
			  uint64_t end_ns);

/*
 * Gives @p, which snapshot_read() has filled and which is sorted then, the time
 * series. Returns 0, -ENOMEM or -ERANGE.
 */
int snapshot_finish(struct snapshot *m, struct timeline *t, uint64_t end_ns,
		    struct profile *p);

/*
 * Looks up in advance what transports there are; those that come later are
 * looked up when they are met, which takes its time.
 */
void snapshot_find_transports(struct snapshot *m);

/* What the key of a series or event stands for. */
struct series_key snapshot_key(struct snapshot *m, uint64_t key);

/* The kernel's function that sends by this transport; NULL for unknown. */
const char *transport_function(enum transport transport);

#endif
