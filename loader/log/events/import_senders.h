/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who sends, in a log: transfers by task and message, who held the channel, the use of
 * channels and the slowest transfers. Tables of a fixed size, because a log can have
 * any number of tasks.
 */
#ifndef SCMI_PERF_IMPORT_SENDERS_H
#define SCMI_PERF_IMPORT_SENDERS_H

#include "ftrace_line.h"
#include "callers.h"

/* Sizes of hash tables. */
#define IMPORT_CALLERS (2 * CALLERS_MAX)     /* power of two */
#define IMPORT_HOLDERS (2 * CALLERS_HOLDERS) /* power of two */
#define IMPORT_USES    64

/* Series are numbered by their index in the profile. */
struct import_caller {
	char comm[16];
	uint32_t series;
	uint64_t completed, timed_out, sum_ns, max_ns;
	struct hist latency; /* see struct message_caller */
};

struct import_holder {
	char waiter_comm[16], holder_comm[16];
	uint32_t waiter, holder;
	uint64_t count, sum_ns, max_ns;
};

struct import_slow {
	uint32_t series;
	struct slow_transfer transfer;
};

/* A channel as the log has it, of any series on it. */
struct import_use {
	uint32_t series;
	uint16_t instance; /* 0: the only one, or unknown */
	uint8_t channel;   /* 0: unknown so far */
	uint64_t in_flight;
	struct lc_channel_use use;
};

/* The start of the wait for a reply: the message was sent. */
struct import_wait {
	uint32_t id; /* transfer_id */
	uint64_t ns;
};

struct import_senders {
	struct import_caller *callers;
	size_t n_callers, cap_callers;
	struct import_holder *holders;
	size_t n_holders, cap_holders;
	/* Hash tables of their indexes + 1; 0: a free entry. */
	uint16_t caller_at[IMPORT_CALLERS], holder_at[IMPORT_HOLDERS];
	uint64_t lost_callers, lost_holders;
	struct import_use *uses;
	size_t n_uses, cap_uses;
	uint8_t use_of[4096]; /* by index of a series: number + 1; 0: none */
	struct import_wait wait[LC_TOKENS];
	struct import_slow slow[CALLERS_SLOWEST];
	size_t n_slow;
	uint64_t least_ns; /* of a full table: faster ones have no room */
};

void import_senders_free(struct import_senders *is);

/*
 * A transfer of a series begins. The channel of a new series is that of the
 * @instance's with this number; 0: unknown, then it is any of the instance.
 */
void import_senders_begin(struct import_senders *is, uint32_t series,
			  uint16_t instance, uint8_t channel);

/* The channels so far are those of @instance. */
void import_senders_separate(struct import_senders *is, uint16_t instance);

/* The transfer of an event waits for its reply from @now on. */
void import_senders_wait(struct import_senders *is,
			 const struct ftrace_event *ev, uint64_t now);

/* A transfer of a series began that will have no end. */
void import_senders_leave(struct import_senders *is, uint32_t series);

/*
 * A transfer ended. @time_ns: its start, in the time of the profile. All times of
 * @t are one more than the log's.
 */
void import_senders_end(struct import_senders *is,
			const struct ftrace_event *ev,
			const struct lc_stamps *t, uint64_t time_ns);

/* A transfer timed out of which nothing else is known. */
void import_senders_timeout(struct import_senders *is, uint32_t series);

/* The log ended: no transfer is in flight. */
void import_senders_end_log(struct import_senders *is);

/* Returns the index of each series of @from in @p, a copy. The caller frees. */
uint32_t *import_senders_index(const struct profile *from,
			       const struct profile *p);

typedef void (*caller_sink)(void *ctx, const struct message_caller *c);

/*
 * Calls @sink for each caller so far, in the order of their first transfers, without
 * stacks. @index and @p: as below.
 */
void import_senders_callers(const struct import_senders *is,
			    const uint32_t *index, const struct profile *p,
			    caller_sink sink, void *ctx);

/*
 * Adds all to @p, whose series have their final keys. @index: of the series there;
 * NULL: they are those of the importer.
 */
void import_senders_read(const struct import_senders *is, const uint32_t *index,
			 struct profile *p);

#endif
