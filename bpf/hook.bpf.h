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
#include "tasks.bpf.h"

#define VIRTIO_ID_SCMI	 32
#define VIRTIO_SCMI_CMDQ 0

/* Defines a program on a function whose arguments are not needed. */
#define HOOK(how, function, does)                                         \
	SEC("?" #how "/" #function) int how##_##function(const void *ctx) \
	{                                                                 \
		(void)ctx;                                                \
		return does;                                              \
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

/*
 * Announces a transfer; @known: the protocol and message are. @payload: its start, if
 * resources are asked for; else NULL.
 */
static __always_inline void announce(__u32 instance, __u32 id, __u32 token,
				     const bool known, __u64 protocol,
				     __u64 message, const __u32 *payload)
{
	const __u64 key = rec_key(instance, protocol, message);
	struct lc_slot *home = lc_home(in_flight, token);
	int index = SERIES_FULL;

	if (known && payload)
		index = series_index_of_resource(
			key_with_resource(key, payload));
	else if (known)
		index = series_index(key);
	if (index < 0)
		lc_announce(home, lc_tag_of(id ^ LC_NO_SERIES, 0, instance));
	else
		lc_announce(home, lc_tag_of(id, index, instance));
}

/* Entry of do_xfer(); see announce(). */
static __always_inline void on_do_xfer(const void *handle, const void *desc,
				       __u32 id, __u32 token, const bool known,
				       __u64 protocol, __u64 message,
				       const __u32 *payload)
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
		if (payload) {
			t->payload[0] = payload[0];
			t->payload[1] = payload[1];
		}
	} else {
		add(global.lost_task, 1);
	}
	/* Last, because the transfer that is left can have the same home. */
	announce(instance, id, token, known, protocol, message, payload);
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

/* Returns true if the keys differ by their resources at most. */
static __always_inline bool is_same_message(__u64 a, __u64 b)
{
	return !((a ^ b) & ~REC_KEY_RESOURCE);
}

/*
 * A message that the core rejected, with this key, has no resource. Returns the
 * series of a transfer with its token for which it can be, or that of the key.
 */
RARE int series_of_rejected(__u64 key, __u32 token, __u32 type)
{
	const struct lc_slot *home = lc_home(in_flight, token);
	const __u64 delayed = expired.delayed[token & (LC_TOKENS - 1)].tag;
	__u64 tags[] = {
		type == LC_MSG_DELAYED_RESPONSE ? delayed : 0,
		LC_READ(home->tag),
		LC_READ(home->past),
		expired.token[token & (LC_TOKENS - 1)].tag,
	};

	for (__u32 i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		const __u32 index = lc_tag_series(tags[i]) & (REC_SERIES - 1);

		if (tags[i] & LC_LIVE &&
		    is_same_message(series[index].key, key))
			return index;
	}
	return series_index(key);
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
	m.series = by_resource ? series_of_rejected(key, m.token, m.type)
			       : series_index(key);
	if (by_resource && m.series >= 0)
		key = series_at(m.series)->key;
	kind = lc_bad_message(in_flight, &expired, &m, bpf_ktime_get_ns());
	if (kind != LA_NONE)
		note_anomaly(key, kind, m.token, 0);
	return 0;
}

/* The wait for a delayed response timed out; @s: the transfer's slot, or NULL. */
static __always_inline int note_response_timeout(__u64 tag, __u32 token,
						 const struct lc_slot *s)
{
	const __u64 now = bpf_ktime_get_ns();

	lc_expire_delayed(&expired, tag, token, now);
	note_anomaly(series_at(lc_tag_series(tag))->key, LA_DELAYED_TIMEOUT,
		     token, s ? now - s->begin_ns : 0);
	return 0; /* fentry programs may not return another value */
}

/*
 * do_xfer_with_response() has returned with a timeout. Its own is 2 s after the end
 * of the transfer, whose slot can be in use again.
 */
static __always_inline int on_response_timeout(const void *handle,
					       const void *desc,
					       const struct scmi_xfer *xfer)
{
	const struct scmi_msg_hdr *header = &xfer->hdr;
	__u32 id = xfer->transfer_id, token = header->seq & (LC_TOKENS - 1);
	__u32 words[2];
	__u64 key;
	int index;

	/* The reply timed out, which is counted already. */
	if (lc_is(expired.token[token].tag, id))
		return 0;
	key = rec_key(instance_of(handle, desc), header->protocol_id,
		      header->id);
	if (by_resource &&
	    !bpf_probe_read_kernel(words, sizeof(words), xfer->tx.buf))
		key = key_with_resource(key, words);
	index = series_index(key);
	if (index < 0) {
		count_no_series(index);
		return 0;
	}
	return note_response_timeout(
		lc_tag(id, index, key >> 16 & (REC_INSTANCES - 1), 0), token,
		lc_find_past(in_flight, id, token));
}

/*
 * The same where the exit does not have the arguments: the transfer is the last one of
 * the current task, unless another instance has its slot by now.
 */
RARE int on_response_timeout_of_task(void)
{
	const struct rec_task *t = current_task(false);
	const struct lc_slot *s;
	__u32 token;

	if (!t)
		return 0;
	token = t->last.token & (LC_TOKENS - 1);
	if (lc_is(expired.token[token].tag, t->last.id))
		return 0;
	s = lc_find_past(in_flight, t->last.id, token);
	return s ? note_response_timeout(LC_READ(s->past), token, s) : 0;
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
