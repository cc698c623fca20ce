/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Handlers of the hooks in the core and in the transports, for all ways to
 * attach them. loader/live/hooks.c has the functions and the phases they bound.
 *
 * From do_xfer() to its end, a transfer belongs to its task: a doorbell is for
 * the transfer that its task began last.
 */
#ifndef SCMI_PERF_HOOK_BPF_H
#define SCMI_PERF_HOOK_BPF_H

#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>

#include "account.bpf.h"
#include "instances.bpf.h"
#include "interrupts.bpf.h"
#include "kernel.bpf.h"

#define VIRTIO_ID_SCMI	 32
#define VIRTIO_SCMI_CMDQ 0

/* Defines a program on a function whose arguments are not needed. */
#define HOOK(how, function, does)                                         \
	SEC("?" #how "/" #function) int how##_##function(const void *ctx) \
	{                                                                 \
		(void)ctx;                                                \
		return does;                                              \
	}

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

/*
 * do_xfer() is entered, but the last transfer of the task has not ended. If the
 * task itself enters it, it has left the last do_xfer(): that transfer was not
 * sent. If an interrupt enters it, or may have, the task is still in that one.
 */
RARE int leave_transfer(struct rec_task *t)
{
	struct lc_displaced d;

	if (!t)
		return 0;
	if (!knows_interrupts() || in_interrupt())
		t->outer = t->last;
	else if (lc_returned(in_flight, t->last.id, t->last.token, &d))
		count_displaced(&d);
	return 0;
}

/* Announces a transfer; @known: the protocol and message are. */
static __always_inline void announce(__u32 instance, __u32 id, __u32 token,
				     const bool known, __u64 protocol,
				     __u64 message)
{
	struct lc_slot *home = lc_home(in_flight, token);
	int index = SERIES_FULL;

	if (known)
		index = series_index(rec_key(instance, protocol, message));
	if (index < 0)
		lc_announce(home, lc_tag_of(id ^ LC_NO_SERIES, 0, instance));
	else
		lc_announce(home, lc_tag_of(id, index, instance));
}

/* Entry of do_xfer(). */
static __always_inline void on_do_xfer(const void *handle, const void *desc,
				       __u32 id, __u32 token, const bool known,
				       __u64 protocol, __u64 message)
{
	__u32 instance = instance_of(handle, desc);
	struct rec_task *t;

	t = current_task(true);
	if (t) {
		/* A used home is rare: most transfers have ended. */
		if (lc_home(in_flight, t->last.token)->tag)
			leave_transfer(t);
		t->last.id = id;
		t->last.token = token;
	} else {
		add(global.lost_task, 1);
	}
	/* Last, because the transfer that is left can have the same home. */
	announce(instance, id, token, known, protocol, message);
}

/*
 * Returns the offset in the table of the slot of the last transfer of the current
 * task, or -1.
 */
RARE int find_sent(void)
{
	struct rec_task *t = current_task(false);
	const struct rec_transfer *which;
	struct lc_slot *s;
	__u64 tag;

	s = t ? find_transfer(t, &which, &tag) : 0;
	if (!s)
		return -1;
	return ((lc_home_index(which->token) + lc_tag_way(tag)) &
		(LC_SLOTS - 1)) *
	       sizeof(struct lc_slot);
}

static __always_inline struct lc_slot *slot_at(__u64 offset)
{
	return (void *)in_flight +
	       (offset & (LC_SLOTS - 1) * sizeof(struct lc_slot));
}

/* Entry of the doorbell for the transfer in slot @s, which has this offset. */
static __always_inline void ring_queue(struct rec_cpu *cpu, struct lc_slot *s,
				       __u64 offset, __u64 queue, __u16 index)
{
	cpu->ring = offset | 1;
	lc_ring_queue(s, queue, index, bpf_ktime_get_ns());
}

/* on_ring() for the last transfer of the current task. */
RARE int ring_queue_of_task(__u64 queue, __u16 index)
{
	int found = find_sent();

	if (found >= 0)
		ring_queue(this_cpu(), slot_at(found), found, queue, index);
	return 0;
}

/* on_call() for the last transfer of the current task. */
RARE int call_of_task(void)
{
	int found = find_sent();

	if (found >= 0 && !slot_at(found)->ring_ns)
		lc_ring_area(slot_at(found), 0, bpf_ktime_get_ns());
	return 0;
}

/*
 * Finds the slot of the transfer that the current task sends, and its offset, if
 * they are known on this processor. @frame: address on the stack of the function
 * that is hooked. If the last do_xfer() here is further up on the same stack, the
 * task is in it.
 */
static __always_inline bool find_sending(const struct rec_cpu *cpu, __u64 frame,
					 struct lc_slot **s, __u64 *offset)
{
	const struct rec_transfer last = cpu->sending;

	*offset = (last.token & (LC_TOKENS - 1)) * sizeof(struct lc_slot) *
		  (LC_SLOTS / LC_TOKENS);
	*s = (void *)in_flight + *offset;
	return cpu->sender - frame < LC_CALL_CHAIN &&
	       lc_is(LC_READ((*s)->tag), last.id);
}

/*
 * Entry of the doorbell for the transfer that the current task sends. @queue: the
 * command queue; @index: of the next message in it.
 */
static __always_inline int on_ring(struct rec_cpu *cpu, __u64 frame,
				   const void *queue, __u16 index)
{
	struct lc_slot *s;
	__u64 offset;

	if (find_sending(cpu, frame, &s, &offset))
		ring_queue(cpu, s, offset, (__u64)queue, index);
	else
		ring_queue_of_task(address_of(queue, cpu), index);
	return 0;
}

/*
 * The current task calls into the TEE, for its last transfer if it has one in
 * flight. With shared memory the end of its preparation was seen already.
 */
static __always_inline int on_call(const struct rec_cpu *cpu, __u64 frame)
{
	struct lc_slot *s;
	__u64 offset;

	if (!find_sending(cpu, frame, &s, &offset))
		call_of_task();
	else if (!s->ring_ns)
		lc_ring_area(s, 0, bpf_ktime_get_ns());
	return 0;
}

/* Entry of the doorbell for this transfer, with its message in shared memory. */
static __always_inline int on_ring_of(__u32 id, __u32 token, __u64 area)
{
	__u64 tag;
	struct lc_slot *s = lc_find(in_flight, id, token, &tag);

	if (s)
		lc_ring_area(s, area, bpf_ktime_get_ns());
	return 0;
}

/*
 * Exit of the doorbell whose entry was last on this processor. A driver holds a
 * lock meanwhile, so that the processor does not change, and the slot remains
 * that of its transfer.
 */
static __always_inline int on_rung(void)
{
	struct rec_cpu *cpu = this_cpu();
	__u64 ring = cpu->ring;

	cpu->ring = 0;
	if (ring)
		lc_rung(slot_at(ring), bpf_ktime_get_ns());
	return 0;
}

/* The same for the last transfer of the current task, on any processor. */
static __always_inline int on_rung_of_task(void)
{
	int found = find_sent();

	if (found >= 0)
		lc_rung(slot_at(found), bpf_ktime_get_ns());
	return 0;
}

/* A completion was signalled by a call of a function with this frame. */
static __always_inline int on_signal_at(__u64 frame)
{
	struct rec_cpu *cpu = this_cpu();

	cpu->signal.frame = frame;
	cpu->signal.ns = interrupt_ns(cpu);
	return 0;
}

/* The same by fentry, whose context is in the frame, unlike a kprobe's. */
static __always_inline int on_signal(const void *ctx)
{
	struct rec_cpu *cpu = this_cpu();

	/* Otherwise clang computes the address twice. */
	barrier_var(cpu);
	/* A number for the compiler would be arithmetic for the verifier. */
	*(const void *volatile *)&cpu->signal.frame = ctx;
	cpu->signal.ns = interrupt_ns(cpu);
	return 0;
}

/* The core rejects a message with this header. */
static __always_inline int on_bad_message(const void *handle, const void *desc,
					  __u32 header, __s32 bad)
{
	struct lc_rejected m = {
		.instance = instance_of(handle, desc),
		.token = header >> 18,
		.type = header >> 8 & 3,
		.bad = bad,
	};
	__u64 key = rec_key(m.instance, header >> 10 & 0xff, header & 0xff);
	enum lc_anomaly kind;

	/* Its transfer cannot be found without the instance. */
	if (assumed && !m.instance)
		return 0;
	if (m.type == LC_MSG_NOTIFICATION)
		key |= REC_KEY_NOTIFICATION;
	m.series = series_index(key);
	kind = lc_bad_message(in_flight, &expired, &m, bpf_ktime_get_ns());
	if (kind != LA_NONE)
		note_anomaly(key, kind, m.token, 0);
	return 0;
}

/*
 * do_xfer_with_response() has returned for the transfer with this id. Its own
 * timeout is 2 s after the end of the transfer, whose slot can be in use again.
 */
static __always_inline int on_response_exit(const void *handle,
					    const void *desc, __u32 id,
					    const struct scmi_msg_hdr *header,
					    __s32 result)
{
	__u32 token = header->seq & (LC_TOKENS - 1), instance;
	__u64 now = bpf_ktime_get_ns();
	struct lc_slot *s;
	int index;

	if (result != LC_STATUS_TIMEOUT)
		return 0;
	/* The reply timed out, which is counted already. */
	if (lc_is(expired.token[token], id))
		return 0;
	instance = instance_of(handle, desc);
	index = series_index(
		rec_key(instance, header->protocol_id, header->id));
	if (index < 0) {
		count_no_series(index);
		return 0; /* fentry programs may not return another value */
	}
	lc_expire_delayed(&expired, lc_tag(id, index, instance, 0), token);
	s = lc_find_past(in_flight, id, token);
	note_anomaly(series_at(index)->key, LA_DELAYED_TIMEOUT, token,
		     s ? now - s->begin_ns : 0);
	return 0;
}

/*
 * The kernel reports an error of a device. If the current task waits for a reply,
 * this is its timeout; the core still holds the channel then, so that no other
 * message can be in the shared memory.
 */
static __always_inline int on_error_message(void)
{
	const struct scmi_shared_mem *area;
	struct rec_task *t = current_task(false);
	const struct rec_transfer *which;
	__u32 status, header;
	struct lc_slot *s;
	__u64 tag;

	if (!t)
		return 0;
	s = find_transfer(t, &which, &tag);
	area = s ? (const void *)lc_waiting_area(s) : 0;
	if (!area ||
	    bpf_probe_read_kernel(&status, sizeof(status),
				  &area->channel_status) ||
	    bpf_probe_read_kernel(&header, sizeof(header), &area->msg_header))
		return 0;
	/* The platform freed the channel, and the message is our reply. */
	if ((status & 1) && header >> 18 == which->token &&
	    (header >> 8 & 3) == LC_MSG_RESPONSE)
		s->seen |= LC_SEEN_REPLY;
	return 0;
}

#endif
