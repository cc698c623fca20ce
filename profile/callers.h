/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who sends: transfers by task, message and call stack; who held a channel while
 * others waited for it; how many transfers a channel had in flight; and the slowest
 * transfers. All of it is optional, and no series depends on it.
 */
#ifndef SCMI_PERF_CALLERS_H
#define SCMI_PERF_CALLERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "caller_latency.h"
#include "channel_use.h"
#include "profile.h"

/* Maximum numbers of entries in a profile. */
#define CALLERS_MAX	4096
#define CALLERS_STACKS	4096
#define CALLERS_HOLDERS 1024
#define CALLERS_USES	512
#define CALLERS_SLOWEST 16

/* Maximum length of a stack. */
#define CALLERS_STACK_LEN 16384

/* Of a task's name, NUL-terminated and filled up with zeros. */
#define CALLERS_COMM 16

/* The transfers of one message by the tasks of one name, from one stack. */
struct message_caller {
	struct series_key key;
	char comm[CALLERS_COMM]; /* "": unknown */
	uint32_t stack;		 /* index in the stacks + 1; 0: unknown */
	uint64_t completed, timed_out;
	uint64_t sum_ns, max_ns; /* from begin to end, of both */
	/*
	 * The same times, by caller_middle(); sum, min and max are unused. Empty in
	 * profiles of older versions.
	 */
	struct hist latency;
};

/* The waits of one message and task for a channel that another transfer held. */
struct message_holder {
	struct series_key waiter, holder;
	char waiter_comm[CALLERS_COMM], holder_comm[CALLERS_COMM];
	uint64_t count;
	uint64_t sum_ns, max_ns;
};

/* The transfers in flight on a channel, counted when another one begins. */
struct channel_load {
	uint8_t instance;
	uint8_t transport; /* enum transport */
	uint8_t channel;
	uint64_t begun;
	uint64_t sum; /* of these numbers, the new transfer not included */
	uint64_t max;
	uint64_t level[LC_LEVELS]; /* by number; the last: it or more */
};

struct slow_transfer {
	struct series_key key;
	char comm[CALLERS_COMM];
	uint32_t pid; /* of the thread; 0: unknown */
	uint16_t token;
	int32_t status;	   /* of scmi_xfer_end */
	uint64_t time_ns;  /* its start, since the start of the recording */
	uint64_t stamp_ns; /* the same in a log's own time; 0: unknown */
	uint64_t total_ns; /* from begin to end, of a timeout, too */
	uint32_t phases;   /* bits of enum lc_phase: those that are valid */
	uint64_t ns[LC_PHASES];
};

struct callers {
	/* Stacks as flame graphs have them: "outermost;…;do_xfer". */
	char **stacks;
	size_t n_stacks, cap_stacks;
	struct message_caller *callers;
	size_t n_callers, cap_callers;
	struct message_holder *holders;
	size_t n_holders, cap_holders;
	struct channel_load *uses;
	size_t n_uses, cap_uses;
	struct slow_transfer *slowest; /* the slowest first */
	size_t n_slowest;
	/* Not in the tables, which were full. */
	uint64_t lost_callers; /* transfers */
	uint64_t lost_stacks; /* transfers that are there without their stack */
	uint64_t lost_holders; /* waits */
};

/* Returns those of @p, empty ones if it has none. */
struct callers *profile_callers(struct profile *p);
void callers_free(struct callers *s); /* NULL is allowed */

/* Adds to one of the lost_… of callers, which stops at PROFILE_COUNT_MAX. */
void callers_lose(uint64_t *lost, uint64_t n);

/* Copies a task's name, of any bytes, as valid UTF-8. */
void callers_set_comm(char to[CALLERS_COMM], const char *comm);

/*
 * Returns the index + 1 of a stack, which is added if it is new; 0 if there are
 * too many others.
 */
uint32_t callers_stack(struct callers *s, const char *stack);
const char *callers_stack_of(const struct callers *s,
			     const struct message_caller *c); /* or NULL */

/*
 * Each adds an entry to the one with its key, or as a new one. What has no room is
 * counted as lost; for a load, the result is false. Entries stay sorted, those of callers by numbers of stacks. The
 * latency of @c is copied. Sums stop at SUM_MAX; too_large.h has those that cannot be
 * written.
 */
void callers_add_caller(struct callers *s, const struct message_caller *c);
void callers_add_holder(struct callers *s, const struct message_holder *h);
bool callers_add_use(struct callers *s, const struct channel_load *u);
/* Keeps the slowest ones. */
void callers_add_slow(struct callers *s, const struct slow_transfer *t);

/*
 * Sets *@ns to a percentile of @latency, as hist_percentile() does; at most @max_ns,
 * the greatest of these times. Returns false with too few of them.
 */
bool caller_percentile(const struct hist *latency, uint64_t max_ns,
		       unsigned int permille, uint64_t *ns);

/* Returns a number less than, equal to or greater than 0, as memcmp(). */
int message_caller_compare(const struct message_caller *a,
			   const struct message_caller *b);
int message_holder_compare(const struct message_holder *a,
			   const struct message_holder *b);
int channel_load_compare(const struct channel_load *a,
			 const struct channel_load *b);
int slow_transfer_compare(const struct slow_transfer *a,
			  const struct slow_transfer *b);

/* Sorts the stacks, so that equal data have one spelling. */
void callers_sort(struct callers *s);

/* Reports the loads of channels that have no room in @dst. */
void callers_merge(struct callers *dst, const struct callers *src);

/*
 * Keeps the stacks whose callers took the most time, up to @max bytes in all. The
 * transfers of the others count as lost_stacks. Returns the number of those stacks.
 */
size_t callers_limit_stacks(struct callers *s, size_t max);

/*
 * Copies the name of the function that uses SCMI to @text, of @len bytes: the
 * innermost one outside of the SCMI core and of its protocols. Returns @text; "" if
 * @stack is NULL or has none.
 */
const char *stack_driver(const char *stack, char *text, size_t len);

#endif
