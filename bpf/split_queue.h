/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Looks for a message that timed out in the rings of a split virtqueue (virtio
 * 1.2, section 2.7), which distinguishes a lost interrupt and a lost message.
 * Freestanding.
 *
 * The rings are little-endian, because an SCMI device has no legacy interface.
 * The includer defines lc_read().
 */
#ifndef SCMI_PERF_SPLIT_QUEUE_H
#define SCMI_PERF_SPLIT_QUEUE_H

#include "lifecycle.h"

/* A command queue as its driver has it. */
struct lc_queue {
	__u64 avail; /* addresses of its rings; 0: cannot be searched */
	__u64 used;
	__u32 num;	  /* size, a power of two */
	__u16 sent;	  /* index of the next message */
	__u16 fetched;	  /* index of the next reply that the driver fetches */
	bool event_index; /* the device publishes how far it has read */
};

/*
 * Maximum number of replies that are searched. A driver that got no interrupt
 * can have more in a large ring, but has no more tokens for messages.
 */
#define LC_QUEUE_REPLIES LC_TOKENS
/* Number that one call searches. */
#define LC_QUEUE_SOME 32

/*
 * In BPF a global function: the verifier follows each iteration of a loop, and checks
 * such a function once instead of in each iteration of its caller's loop.
 */
#ifndef LC_GLOBAL
#define LC_GLOBAL static
#endif

#define LC_RING_HEADER 4 /* bytes of flags and index before the entries */
#define LC_AVAIL_ENTRY 2 /* bytes */
#define LC_USED_ENTRY  8

enum lc_queue_result {
	LC_QUEUE_NOTHING,   /* the device has the message */
	LC_QUEUE_REPLY,	    /* its reply is there, and was not fetched */
	LC_QUEUE_NOT_TAKEN, /* no sign that the device read the message */
	LC_QUEUE_NOT_SEARCHED,
};

/* Reads @len bytes at @address; returns false if that is impossible. */
LC_INLINE bool lc_read(void *to, __u32 len, __u64 address);

LC_INLINE bool lc_read_le16(__u64 address, __u16 *value)
{
	__u8 byte[2] = {0};

	if (!lc_read(byte, sizeof(byte), address))
		return false;
	*value = byte[0] | byte[1] << 8;
	return true;
}

/*
 * Looks for message @head in @n entries of the used ring at address @used, @from an
 * index on, or in LC_QUEUE_SOME if that is less. @num: size of the ring.
 */
LC_GLOBAL __u32 lc_find_some(__u64 used, __u32 num, __u32 from, __u32 n,
			     __u32 head)
{
	__u16 id;

	for (__u32 i = 0; i < LC_QUEUE_SOME && i < n; i++) {
		/* The upper half of an id is 0: it is below @num. */
		if (!lc_read_le16(used + LC_RING_HEADER +
					  (__u64)((from + i) & (num - 1)) *
						  LC_USED_ENTRY,
				  &id))
			return LC_QUEUE_NOT_SEARCHED;
		if (id == head)
			return LC_QUEUE_REPLY;
	}
	return LC_QUEUE_NOTHING;
}

/* Looks for message @head in the used ring, before the index @done. */
LC_INLINE enum lc_queue_result lc_find_used(const struct lc_queue *q,
					    __u16 done, __u16 head)
{
	const __u32 n = (__u16)(done - q->fetched);

	for (__u32 i = 0; i < LC_QUEUE_REPLIES && i < n; i += LC_QUEUE_SOME) {
		const __u32 result = lc_find_some(q->used, q->num,
						  q->fetched + i, n - i, head);

		if (result != LC_QUEUE_NOTHING)
			return result;
	}
	return n <= LC_QUEUE_REPLIES ? LC_QUEUE_NOTHING : LC_QUEUE_NOT_SEARCHED;
}

/* @at: index of the message in the available ring. */
LC_INLINE enum lc_queue_result lc_search(const struct lc_queue *q, __u16 at)
{
	enum lc_queue_result result;
	__u16 head, done, event;

	if (!q->avail)
		return LC_QUEUE_NOT_SEARCHED;
	/* Overwritten since: sending that many messages needs interrupts. */
	if ((__u16)(q->sent - at) >= q->num)
		return LC_QUEUE_NOTHING;
	if (!lc_read_le16(q->avail + LC_RING_HEADER +
				  (at & (q->num - 1)) * LC_AVAIL_ENTRY,
			  &head) ||
	    !lc_read_le16(q->used + 2, &done))
		return LC_QUEUE_NOT_SEARCHED;
	result = lc_find_used(q, done, head);
	if (result != LC_QUEUE_NOTHING || !q->event_index)
		return result;
	/*
	 * The device has read as many messages as it has used, and those before
	 * the event index, which lies behind the used ring (section 2.7.10). A
	 * busy device does not advance that index.
	 */
	if ((__s16)(done - at) > 0)
		return LC_QUEUE_NOTHING;
	if (!lc_read_le16(q->used + LC_RING_HEADER +
				  (__u64)q->num * LC_USED_ENTRY,
			  &event))
		return LC_QUEUE_NOT_SEARCHED;
	return (__s16)(event - at) <= 0 ? LC_QUEUE_NOT_TAKEN : LC_QUEUE_NOTHING;
}

#endif
