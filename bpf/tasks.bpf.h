/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* The table of tasks that send: the last transfer of each. */
#ifndef SCMI_PERF_TASKS_BPF_H
#define SCMI_PERF_TASKS_BPF_H

#include "measure.bpf.h"

/* No transfer has this id as long as fewer than 2^32 were made. */
#define NO_TRANSFER 0xffffffff

static __always_inline struct lc_slot *
slot_of(const struct rec_transfer *transfer, __u64 *tag)
{
	return lc_find(in_flight, transfer->id, transfer->token, tag);
}

/*
 * Returns the slot of the last transfer of a task or, if that has ended, of the
 * one during which an interrupt made it; or NULL. *@which: the transfer.
 */
static __always_inline struct lc_slot *
find_transfer(const struct rec_task *t, const struct rec_transfer **which,
	      __u64 *tag)
{
	struct lc_slot *s = slot_of(&t->last, tag);

	*which = &t->last;
	if (s)
		return s;
	*which = &t->outer;
	return slot_of(&t->outer, tag);
}

static __always_inline __u32 task_home(__u64 task)
{
	return (__u32)(task >> 7 ^ task >> 13) & (REC_TASKS - 1);
}

/*
 * Returns the entry of a task that is not in its home, or -1. @add: adds a new
 * task in the first entry that is free or whose transfer has ended.
 */
RARE int find_task(__u64 task, bool add)
{
	__u32 home = task_home(task);

	for (__u32 i = 0; i < REC_TASKS_PROBES; i++) {
		__u32 at = (home + i) & (REC_TASKS - 1);

		if (*(volatile __u64 *)&tasks[at].task == task)
			return at;
	}
	/* First a free entry, then that of a task that sends nothing now. */
	for (__u32 i = 0; add && i < 2 * REC_TASKS_PROBES; i++) {
		__u32 at = (home + i % REC_TASKS_PROBES) & (REC_TASKS - 1);
		__u64 other = *(volatile __u64 *)&tasks[at].task, tag;

		if (other &&
		    (i < REC_TASKS_PROBES || slot_of(&tasks[at].last, &tag)))
			continue;
		if (__sync_val_compare_and_swap(&tasks[at].task, other, task) ==
		    other) {
			tasks[at].last.id = NO_TRANSFER;
			tasks[at].outer.id = NO_TRANSFER;
			return at;
		}
	}
	return -1;
}

/* Returns the entry of the current task, or NULL. @add: adds it if it is new. */
static __always_inline struct rec_task *current_task(bool add)
{
	__u64 task = bpf_get_current_task();
	struct rec_task *t = &tasks[task_home(task)];
	int found;

	barrier_var(t);
	if (t->task == task)
		return t;
	found = find_task(task, add);
	return found < 0 ? 0 : &tasks[found & (REC_TASKS - 1)];
}

#endif
