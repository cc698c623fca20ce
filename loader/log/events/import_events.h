/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Applies the events of a log to a profile, through the state machine and the
 * accounts of bpf/. The caller puts the events in order.
 *
 * Only scmi_msg_dump names the SCMI instance and the channel of a message. The
 * caller copies them to the other events. Without them, all transfers belong to one
 * instance, and an anomaly is counted in the series of those with its message.
 */
#ifndef SCMI_PERF_IMPORT_EVENTS_H
#define SCMI_PERF_IMPORT_EVENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "dump_transfers.h"
#include "ftrace_line.h"
#include "hook_events.h"
#include "import_senders.h"
#include "profile.h"
#include "transfer.h"

#define IMPORT_SERIES_MAX 4096 /* of 2^17 possible ones */

/* A series of a resource. */
struct import_resource {
	uint32_t resource_plus; /* 0: free */
	uint16_t series_plus;	/* index + 1 */
	uint8_t protocol, message, instance, type;
};

#define IMPORT_RESOURCES (2 * IMPORT_SERIES_MAX)

struct import_events {
	struct profile *profile; /* the caller's */
	/* Since the start of the log. */
	bool waits_seen;
	bool began; /* a transfer has begun, or a call of a fast channel */
	/* Set by the caller: start of the log, and the duration of the logs
	   before it. Times of anomalies go on from one log to the next. */
	uint64_t first_ns, earlier_ns;
	/* Set by the caller: called for each transfer that ends, each other
	   anomaly and each notification; or NULL. */
	trace_sink trace;
	void *trace_ctx;
	bool trace_flight;  /* set by the caller: also TRACE_STEP and later */
	bool has_transfers; /* the log has other events than dumps */
	/* By token: protocol and message that began and have not ended; 0: none. */
	uint32_t begun[LC_TOKENS];
	bool raw_begins; /* messages of raw mode have events of their own, too */
	struct dump_transfers dumps;
	bool applies_dump; /* the event that is applied is made of a dump */
	bool hooked; /* set by the caller: hooks of the transport have events */
	struct hook_events hooks;
	struct lc_slot slot[LC_SLOTS];
	struct lc_expired expired;
	struct lc_mark missing[LC_TOKENS]; /* see import_delayed.h */
	struct import_senders senders;
	/* Series of resources, see import_resources.h. */
	bool by_resource;		  /* set by the caller */
	uint64_t resources, no_resources; /* transfers that should have one */
	struct import_resource resource[IMPORT_RESOURCES];
	/*
	 * Index + 1 by instance, type, protocol and message; 0: none yet. While
	 * only one instance is known, its transfers are those of index 0.
	 */
	uint16_t series[LC_TAG_INSTANCES][MESSAGE_TYPES][256][256];
	uint8_t channel[LC_TAG_INSTANCES][256]; /* by protocol; 0: unknown */
	uint8_t transport[LC_TAG_INSTANCES];	/* enum transport */
	uint16_t instance;			/* the first one; 0: none */
	bool several;				/* instances are known */
};

/* Notes the instance and the channel of a dump before any event is applied. */
void import_events_note(struct import_events *ie,
			const struct ftrace_event *ev);

/* An SCMI instance of the machine, as far as it is known. */
struct import_instance {
	uint8_t number;
	enum transport transport;
	uint8_t channel[256]; /* by protocol */
};

/*
 * Notes an instance. @several: events have the numbers of their instances; otherwise
 * all are those of this one.
 */
void import_events_instance(struct import_events *ie,
			    const struct import_instance *instance,
			    bool several);

/* Stores the instance and the channel in the keys of @p, that of a whole log. */
void import_events_label(const struct import_events *ie, struct profile *p);

/* Applies the next event, of any kind. */
void import_events_apply(struct import_events *ie,
			 const struct ftrace_event *ev);

/*
 * Counts a fault that the kernel's log reports, for the transfer with its token or,
 * if that is unknown, for message 0 of protocol 0. Returns false if it is counted
 * already.
 */
bool import_events_fault(struct import_events *ie,
			 const struct ftrace_event *ev);

/*
 * Counts the transfers in flight that are given up if the log ends at @last_ns,
 * in @p, which has all series of the profile.
 */
void import_events_expire(const struct import_events *ie, uint64_t last_ns,
			  struct profile *p);

/*
 * The log ended at @last_ns: forgets all transfers in flight and prepares for
 * the next log.
 */
void import_events_end(struct import_events *ie, uint64_t last_ns);

#endif
