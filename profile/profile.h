/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A profile: what a recording, an import or a merge knows. Kernel events go
 * through the state machine into a profile; writers only read it.
 */
#ifndef SCMI_PERF_PROFILE_H
#define SCMI_PERF_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "anomaly.h"
#include "hist.h"
#include "lifecycle.h"

/* Who spoke what to whom; the order of members is the order of sorting. */
struct series_key {
	uint8_t instance;  /* SCMI instance, 0 … */
	uint8_t transport; /* enum transport */
	uint8_t channel;   /* as the transport numbers them */
	uint8_t protocol;  /* SCMI protocol_id */
	uint8_t message;   /* SCMI message_id */
	uint8_t type;	   /* enum message_type */
};

enum transport {
	TRANSPORT_UNKNOWN,
	TRANSPORT_MAILBOX,
	TRANSPORT_SMC,
	TRANSPORT_OPTEE,
	TRANSPORT_VIRTIO,
	TRANSPORT_LOOPBACK, /* reference-transport/transports/ref_loopback.c */
	TRANSPORT_REF_VIRTIO, /* reference-transport/transports/ref_virtio.c */
	TRANSPORTS
};

/* Commands and notifications number their messages apart. */
enum message_type {
	MESSAGE_COMMAND,
	MESSAGE_NOTIFICATION,
	MESSAGE_TYPES
};

struct series {
	struct series_key key;
	uint64_t counter[LC_COUNTERS]; /* enum lc_counter */
	uint64_t anomaly[LA_KINDS];    /* enum lc_anomaly */
	uint64_t in_flight;	       /* begun, not ended, not given up */
	struct hist phase[LC_PHASES];  /* enum lc_phase, ns */
};

/* Drops by cause. Each has its remedy in profile/names.c: lost_remedy(). */
enum lost_cause {
	LOST_IN_FLIGHT,	   /* begins not followed: no slot in the table */
	LOST_SERIES,	   /* begins not followed: key table full */
	LOST_HISTOGRAM,	   /* samples not counted: histogram pool full */
	LOST_INSTANCE,	   /* transfers without a transport: too many of them */
	LOST_TASK,	   /* transfers without a doorbell: too many tasks */
	LOST_MISSED_RUN,   /* BPF programs not run: they were running already */
	LOST_TRACE_EVENTS, /* events of any kind that the tracer itself dropped */
	LOST_CAUSES
};

/* An anomaly, one of the last that were seen. */
struct anomaly_event {
	struct series_key key;
	uint8_t kind;	/* enum lc_anomaly */
	uint16_t token; /* of the message's header */
	uint32_t cpu;
	uint32_t pid;	  /* who ran there: it may be unconcerned */
	uint64_t time_ns; /* since the recording began */
	uint64_t age_ns;  /* of the transfer; 0: not known */
	char comm[16];	  /* NUL-terminated */
};

/* How many of them a profile keeps. */
#define PROFILE_EVENTS 256

/* Samples of a bucket of a histogram; small, for there are many. */
struct delta_bucket {
	uint64_t index : 16;
	uint64_t n : 48;
};

/* What a phase gained. Both can be 0, for they are not read at once. */
struct delta_phase {
	uint64_t count; /* of all buckets */
	uint64_t sum;	/* ns */
	uint32_t n_buckets;
	uint32_t room; /* for so many there is memory, or for those there are */
	struct delta_bucket *bucket; /* ascending */
};

/* What a series gained in an interval. */
struct delta {
	uint32_t series; /* index among the profile's, which are sorted */
	uint64_t counter[LC_COUNTERS];
	uint64_t anomaly[LA_KINDS];
	struct delta_phase phase[LC_PHASES];
};

/* From the end of the interval before, or the recording's begin, to its own. */
struct interval {
	uint64_t end_ns;     /* since the recording began */
	struct delta *delta; /* of the series that changed, ascending */
	size_t n_deltas, cap_deltas;
};

/* How many of them a profile has at most. */
#define PROFILE_INTERVALS 512

enum profile_source {
	SOURCE_BPF,
	SOURCE_FTRACE,
	SOURCES
};

/* How an event was observed: "scmi_xfer_begin" by "tp_btf". */
struct hook {
	char *name;
	char *how; /* "tp_btf", "raw_tp", "ftrace", "none" */
};

/* One recording or import. Strings are owned, and may be NULL: not known. */
struct run {
	enum profile_source source;
	char *kernel;		/* uname -r */
	char *arch;		/* uname -m */
	char *host;		/* uname -n */
	char *command;		/* what ran meanwhile, or the imported file */
	char *tool;		/* "scmi-perf 0.1.0" */
	uint64_t start_unix_s;	/* 0: not known */
	uint64_t duration_ns;	/* first to last event for an import */
	uint64_t resolution_ns; /* of time stamps: 1, or 1000 for 6 decimals */
	bool deterministic;	/* time was counted in instructions */
	uint64_t self_runs;	/* of our own programs, if that was asked for */
	uint64_t self_ns;	/* what these took, the measuring included */
	struct hook *hooks;
	size_t n_hooks;
};

struct profile {
	struct run *runs; /* one, or more after a merge */
	size_t n_runs;
	struct series *series;
	size_t n_series, cap_series;
	struct anomaly_event *events; /* the last PROFILE_EVENTS */
	size_t n_events;
	/* A time series, if it was asked for: they add up to the series. */
	struct interval *intervals;
	size_t n_intervals;
	uint64_t interval_ns; /* how long they are, but the last: about */
	uint64_t lost[LOST_CAUSES];
	uint64_t
		untracked; /* ends and delayed responses whose begin was not seen */
	uint64_t unparsed_lines; /* SCMI events of a log that made no sense */
};

void profile_init(struct profile *p);
void profile_free(struct profile *p);

/*
 * The series with this key, made when there is none. The pointer is valid
 * until the next call; the index series - p->series stays until a sort.
 * Returns NULL when out of memory.
 */
struct series *profile_series(struct profile *p, struct series_key key);

/* The same for a key that is known not to be there: makes it. */
struct series *profile_append_series(struct profile *p, struct series_key key);

/* Less than, equal to or greater than 0, as memcmp(). */
int series_key_compare(const struct series_key *a, const struct series_key *b);

/* Appends an empty run. Returns NULL when out of memory. */
struct run *profile_add_run(struct profile *p);

/* Notes a hook of a run; copies the strings. Returns 0 or -ENOMEM. */
int run_add_hook(struct run *run, const char *name, const char *how);

/*
 * Notes an anomaly after those that there are; beyond PROFILE_EVENTS the first
 * is forgotten. Its series' counter is the caller's. Returns 0 or -ENOMEM.
 */
int profile_add_event(struct profile *p, const struct anomaly_event *event);

/* Sorts series by key: the order of every output, and of a time series. */
void profile_sort(struct profile *p);

/* Forgets the time series. */
void profile_drop_intervals(struct profile *p);

/*
 * Adds all of @src to @dst, whose series are sorted then. The time series of
 * both are dropped: they have no time in common. Returns 0 or -ENOMEM (@dst is
 * only to be freed).
 */
int profile_merge(struct profile *dst, const struct profile *src);

/*
 * Adds up series that have the same key, as they may after keys were changed;
 * sorts, drops the time series. Returns 0 or -ENOMEM (@p is only to be freed).
 */
int profile_fold(struct profile *p);

/*
 * Sum of all kinds of anomalies but one: replies out of order are told, but a
 * virtio device may reply in any order.
 */
uint64_t series_anomalies(const struct series *s);

/* Sum of a counter over all series. */
uint64_t profile_total(const struct profile *p, enum lc_counter counter);
uint64_t profile_in_flight(const struct profile *p);
/* Sum over all series of a kind of anomaly. */
uint64_t profile_anomalies(const struct profile *p, enum lc_anomaly kind);
/* Sum of all drops. 0 means that nothing was lost. */
uint64_t profile_lost(const struct profile *p);

#endif
