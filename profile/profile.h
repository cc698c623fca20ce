/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A profile: the result of a recording, an import or a merge. Kernel events go
 * through the state machine into a profile; writers only read it.
 */
#ifndef SCMI_PERF_PROFILE_H
#define SCMI_PERF_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "anomaly.h"
#include "fast_calls.h"
#include "hist.h"
#include "lifecycle.h"
#include "resource_names.h"
#include "scmi_status.h"
#include "sums.h"

/* Identifies a series; series are sorted by the members in this order. */
struct series_key {
	uint8_t instance;  /* SCMI instance, 0 … */
	uint8_t transport; /* enum transport */
	uint8_t channel;   /* as numbered by the transport */
	uint8_t protocol;  /* SCMI protocol_id */
	uint8_t message;   /* SCMI message_id */
	uint8_t type;	   /* enum message_type */
	/* Number of the clock, sensor, domain … + 1; 0: none, or of all */
	uint32_t resource_plus;
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

/* Message numbers of commands and notifications are separate. */
enum message_type {
	MESSAGE_COMMAND,
	MESSAGE_NOTIFICATION,
	MESSAGE_TYPES
};

struct series {
	struct series_key key;
	uint64_t counter[LC_COUNTERS]; /* enum lc_counter */
	uint64_t anomaly[LA_KINDS];    /* enum lc_anomaly */
	/* LC_ERRORS by enum lc_status; less in profiles of earlier versions. */
	uint64_t status[LC_STATUSES];
	uint64_t in_flight;	      /* begun, neither ended nor expired */
	struct hist phase[LC_PHASES]; /* enum lc_phase, ns */
};

/* Drops by cause. lost_remedy() returns the remedy of each. */
enum lost_cause {
	LOST_IN_FLIGHT,	   /* transfers not followed: table of slots full */
	LOST_SERIES,	   /* transfers not followed: key table full */
	LOST_HISTOGRAM,	   /* samples not counted: histogram pool full */
	LOST_INSTANCE,	   /* transfers without a transport: too many of them */
	LOST_TASK,	   /* transfers without a doorbell: too many tasks */
	LOST_MISSED_RUN,   /* BPF programs not run: already running */
	LOST_TRACE_EVENTS, /* events dropped by the tracer, of any kind */
	LOST_CAUSES
};

/* One of the last anomalies. */
struct anomaly_event {
	struct series_key key;
	uint8_t kind;	/* enum lc_anomaly */
	uint16_t token; /* of the message's header */
	uint32_t cpu;
	uint32_t pid;	   /* of the thread on the CPU, perhaps unrelated */
	uint64_t time_ns;  /* since the start of the recording */
	uint64_t stamp_ns; /* the same in a log's own time; 0: unknown */
	uint64_t age_ns;   /* of the transfer; 0: unknown */
	char comm[16];	   /* NUL-terminated */
};

/* Maximum number of anomaly events in a profile. */
#define PROFILE_EVENTS 256

/*
 * The change of a series in an interval. The sum of a phase can change without
 * its count, and vice versa, because they are not read at once.
 */
struct delta {
	uint32_t series; /* index in the sorted series of the profile */
	uint64_t counter[LC_COUNTERS];
	uint64_t anomaly[LA_KINDS];
	/* LC_ERRORS by enum lc_status; 0 in an interval that was read from a file. */
	uint64_t status[LC_STATUSES];
	struct hist phase[LC_PHASES];
};

/* Starts at the end of the previous one, or at the start of the recording. */
struct interval {
	uint64_t end_ns;     /* since the start of the recording */
	struct delta *delta; /* of changed series, ascending by series */
	size_t n_deltas, cap_deltas;
};

/* Maximum number of intervals in a profile. */
#define PROFILE_INTERVALS 512

/* Maximum number of hooks of a run. */
#define PROFILE_HOOKS 256

enum profile_source {
	SOURCE_BPF,	/* of a running kernel */
	SOURCE_FTRACE,	/* a log, or a recording of another tracer */
	SOURCE_TRACEFS, /* of a running kernel, without BPF */
	SOURCE_BOOT,	/* what the kernel's trace buffer had of its boot */
	SOURCES
};

/* How an event was observed: "scmi_xfer_begin" by "tp_btf". */
struct hook {
	char *name;
	char *how; /* "tp_btf", "raw_tp", "ftrace", "none" */
};

/* The vendor of an SCMI instance, from BASE. */
struct instance_vendor {
	uint8_t instance;
	char *vendor, *sub_vendor; /* NULL: unknown */
};

/* The clock of the time stamps of events, if it is one of CLOCK_…. */
enum stamp_clock {
	STAMP_CLOCK_UNKNOWN,
	STAMP_CLOCK_MONOTONIC,
	STAMP_CLOCK_MONOTONIC_RAW,
	STAMP_CLOCK_BOOTTIME,
	STAMP_CLOCKS
};

/* One recording or import. It owns its strings; NULL means unknown. */
struct run {
	enum profile_source source;
	char *kernel;  /* uname -r */
	char *arch;    /* uname -m */
	char *host;    /* uname -n */
	char *command; /* the measured command, or the imported file */
	char *tool;    /* "scmi-perf 0.1.0" */
	char *label;   /* given by the user, valid by run_label.h */
	char *vendor;  /* of all instances, from BASE */
	char *sub_vendor;
	struct instance_vendor *vendors; /* if instances differ */
	size_t n_vendors;
	uint64_t start_unix_s;	/* 0: unknown */
	uint64_t duration_ns;	/* first to last event for an import */
	uint64_t resolution_ns; /* of time stamps: 1, or 1000 for 6 decimals */
	uint64_t log_start_ns;	/* time stamp of a log at time 0; 0: unknown */
	enum stamp_clock stamp_clock; /* of a log's time stamps; not in files */
	bool deterministic;	      /* the clock counted instructions */
	bool misses_counted; /* LC_GAP_MISSED_PROBE has those of all kprobes */
	uint64_t self_runs;  /* of scmi-perf's BPF programs; 0: unknown */
	uint64_t self_ns;    /* time of these runs and their measurement */
	struct hook *hooks;
	size_t n_hooks;
};

/* Largest count in a file: sums over all series stay below 2^63. */
#define PROFILE_COUNT_MAX (((uint64_t)1 << 47) - 1)
/* Largest time in ns. */
#define PROFILE_NS_MAX SUM_MAX

/* All-zero is an empty profile. */
struct profile {
	struct run *runs; /* one, or more after a merge */
	size_t n_runs, cap_runs;
	struct series *series;
	size_t n_series, cap_series;
	struct anomaly_event *events; /* the last PROFILE_EVENTS */
	size_t n_events;
	struct fast_channel *fast;
	size_t n_fast, cap_fast;
	struct callers *senders;     /* callers.h; NULL: not known */
	struct resource_names names; /* of resources */
	/* The optional time series, which adds up to the series. */
	struct interval *intervals;
	size_t n_intervals;
	uint64_t interval_ns; /* approximate length, except of the last */
	uint64_t lost[LOST_CAUSES];
	uint64_t gap[LC_GAPS]; /* transfers that were measured in part */
	uint64_t
		untracked; /* ends and delayed responses of unknown transfers */
	uint64_t unparsed_lines; /* invalid SCMI events of a log */
};

void profile_free(struct profile *p);

/*
 * Returns the series with this key, and adds it if it is new. The pointer is
 * valid until the next call; the index series - p->series stays until a sort.
 */
struct series *profile_series(struct profile *p, struct series_key key);

/* The same for a new key, without a search. */
struct series *profile_append_series(struct profile *p, struct series_key key);

/* Returns the series with this key, or NULL. The series of @p are sorted. */
const struct series *profile_find(const struct profile *p,
				  const struct series_key *key);

/* Returns a number less than, equal to or greater than 0, as memcmp(). */
int series_key_compare(const struct series_key *a, const struct series_key *b);

/* Appends an empty run. */
struct run *profile_add_run(struct profile *p);

/* Adds a hook to a run. Copies the strings. */
void run_add_hook(struct run *run, const char *name, const char *how);

/*
 * Adds a copy of the vendor of an SCMI instance, in the order of their numbers; NULL is
 * unknown.
 */
void run_add_vendor(struct run *run, uint8_t instance, const char *vendor,
		    const char *sub_vendor);

/*
 * Appends an anomaly event, and drops the first one if there are more than
 * PROFILE_EVENTS. The caller counts the anomaly in its series.
 */
void profile_add_event(struct profile *p, const struct anomaly_event *event);

/* Adds @n lost events. The sum stops at PROFILE_COUNT_MAX. */
void profile_lose(struct profile *p, enum lost_cause cause, uint64_t n);

/* Sorts series by key, the order of all outputs and of time series. */
void profile_sort(struct profile *p);

/* Frees the memory of a series that the caller removes from its profile. */
void series_free(struct series *s);

/* Removes the time series. */
void profile_drop_intervals(struct profile *p);

/*
 * Adds @src to @dst and sorts the series. The result has no time series, because
 * the clocks of two recordings are unrelated. Sums never wrap; a counter beyond
 * PROFILE_COUNT_MAX cannot be written.
 */
void profile_merge(struct profile *dst, const struct profile *src);

/* The same for the series and the other counts only: no runs, no events. */
void profile_add_counts(struct profile *dst, const struct profile *src);

/*
 * Adds up series with equal keys, after the caller has changed keys. Sorts the
 * series and removes the time series.
 */
void profile_fold(struct profile *p);

/* Returns true if a series is that of one resource. */
bool profile_has_resources(const struct profile *p);

/*
 * Adds up the series of each message's resources. The series of @p are sorted.
 * Keeps the time series, and the resources of anomalies.
 */
void profile_sum_resources(struct profile *p);

/*
 * Sum over all kinds of anomalies except replies out of order, because a virtio
 * device may reply in any order.
 */
uint64_t series_anomalies(const struct series *s);

/* Returns the transfers and notifications of a series, complete or not. */
uint64_t series_messages(const struct series *s);
/* Returns the time of all transfers that ended, timeouts included, in ns. */
uint64_t series_time_ns(const struct series *s);
uint64_t profile_time_ns(const struct profile *p); /* of all series */

/* Sum of a counter over all series. */
uint64_t profile_total(const struct profile *p, enum lc_counter counter);
uint64_t profile_in_flight(const struct profile *p);
/* Sum of the errors with a status over all series. */
uint64_t profile_errors(const struct profile *p, enum lc_status status);
/* Sum of a kind of anomaly over all series. */
uint64_t profile_anomalies(const struct profile *p, enum lc_anomaly kind);
/* Sum of all drops; 0 if nothing was lost. */
uint64_t profile_lost(const struct profile *p);

/* The same and the lines of a log that could not be parsed. */
uint64_t profile_missing(const struct profile *p);

#endif
