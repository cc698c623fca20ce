/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Converts the maps that the BPF programs write (bpf/maps.h) to a profile. The
 * programs may be running: each number is valid, but numbers may not add up.
 * Only snapshot_expire() changes the maps.
 */
#ifndef SCMI_PERF_SNAPSHOT_H
#define SCMI_PERF_SNAPSHOT_H

#include <stdbool.h>
#include <stdint.h>

#include "maps.h"
#include "profile.h"
#include "timeline.h"

struct snapshot {
	struct lc_slot *in_flight;	      /* LC_SLOTS */
	struct rec_series *series;	      /* REC_SERIES */
	const struct rec_page *pages;	      /* REC_PAGES */
	const struct rec_instance *instances; /* REC_INSTANCES */
	const struct rec_name *names;	      /* REC_SERIES, or NULL */
	struct rec_event *events;	      /* REC_EVENTS */
	const struct rec_fast *fast_channels; /* REC_FAST */
	struct rec_global *global;
	__u64 *channel_in_flight; /* REC_USES; NULL: not counted */
	/* At the start of measuring; ns are CLOCK_MONOTONIC. */
	uint64_t start_ns, start_untracked;

	/*
	 * Measuring has ended and no task is in do_xfer(): a transfer that was
	 * not sent will not be.
	 */
	bool nothing_is_sent;

	/* Transports of instances; valid if the bit in @known is set. */
	uint32_t known;
	enum transport transport[REC_INSTANCES];
};

/*
 * Gives up the transfers whose end will not be seen any more, by their age at
 * @now_ns, CLOCK_MONOTONIC, and counts them as the programs do. They notice one
 * only when another transfer needs its slot.
 */
void snapshot_expire(struct snapshot *m, uint64_t now_ns);

/*
 * Adds series, events and losses to @p, after snapshot_expire(). The other
 * transfers that have not ended are in flight.
 */
void snapshot_read(struct snapshot *m, uint64_t now_ns, struct profile *p);

/*
 * Adds the anomalies from number *@from to before @end to @p, except those that
 * were overwritten. Sets *@from to @end.
 */
void snapshot_read_events(struct snapshot *m, uint64_t *from, uint64_t end,
			  struct profile *p);

/*
 * Reads buckets and sum of a histogram to the empty @to, whose min and max become
 * the bounds of buckets.
 */
void snapshot_read_hist(const struct snapshot *m, const struct rec_hist *from,
			struct hist *to);

/* Adds the names of resources to @p, which are used from now on. */
void snapshot_read_names(const struct snapshot *m, struct profile *p);

/* Adds the fast channels to @p; without a table there are no calls. */
void snapshot_read_fast(const struct snapshot *m, struct profile *p);

/* Adds the vendors of the instances to @run, unless all have the same. */
void snapshot_add_vendors(const struct snapshot *m, struct run *run);

/* Adds losses and untracked ends to @p. */
void snapshot_read_losses(const struct snapshot *m, struct profile *p);

/* The number of transfers that began, and neither ended nor were given up. */
uint64_t snapshot_in_flight(const struct snapshot *m, uint64_t now_ns);

/*
 * Adds all changes to the open interval. The timeline's series are numbered by
 * their index in the map, below REC_SERIES. Histograms of unchanged series are
 * not read. Returns 0, or -ERANGE if a count decreased.
 */
int snapshot_update(const struct snapshot *m, struct timeline *t);

/* The same, then ends the interval at @end_ns since the start. */
int snapshot_end_interval(const struct snapshot *m, struct timeline *t,
			  uint64_t end_ns);

/*
 * Moves the time series to @p, which snapshot_read() has filled, and sorts @p.
 * Returns 0 or -ERANGE.
 */
int snapshot_finish(struct snapshot *m, struct timeline *t, uint64_t end_ns,
		    struct profile *p);

/* Converts the key of a series or event of the maps. */
struct series_key snapshot_key(struct snapshot *m, uint64_t key);

/* The kernel's function that sends on this transport; NULL for unknown. */
const char *transport_function(enum transport transport);

#endif
