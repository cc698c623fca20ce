/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The life cycle of an SCMI transfer, written once: the BPF programs and the
 * importer of text logs feed the same events to the same functions, so they
 * cannot differ. Freestanding: uses no helper, no map, no library.
 *
 * Transfers in flight are in a table of LC_SLOTS slots. The token of a transfer
 * selects its home, because the core gives it to no other transfer of the same
 * SCMI instance until this one is over. The low bits of transfer_id differ from
 * it if that token is in use: the core takes the next one. If the home is in
 * use, by another instance or by a transfer whose end was never seen, the
 * transfer gets one of the LC_WAYS - 1 slots after it.
 *
 * No function depends on the order of arrival: the reply can be seen before the
 * response wait, and events of other processors can be slightly out of order.
 *
 * No lock is used. A slot is claimed and released by compare-and-swap of its
 * tag, which also contains all that is needed to account for a displaced
 * transfer. Only the owner of a slot writes its times: the kernel orders all
 * events of a transfer between xfer_begin and xfer_end.
 */
#ifndef SCMI_PERF_LIFECYCLE_H
#define SCMI_PERF_LIFECYCLE_H

#include <linux/types.h>
#include <stdbool.h>

#include "slot_tag.h"

/*
 * A transfer is given up this long after its own timeout, or after its start if
 * it never waited for a response: its end will not be seen.
 */
#define LC_GRACE_NS 10000000000ull

/* msg_type of scmi_rx_done: the type field of the SCMI message header. */
enum lc_msg_type {
	LC_MSG_RESPONSE = 0,
	LC_MSG_DELAYED_RESPONSE = 2,
	LC_MSG_NOTIFICATION = 3,
};

/* Status in xfer_end of a transfer without a reply in time: -ETIMEDOUT. */
#define LC_STATUS_TIMEOUT (-110)

/*
 * Phases of a transfer. If its doorbell and completion signal were seen, it has
 * submit, doorbell, service, dispatch and wakeup; if only its reply was seen,
 * it has transport and wakeup. Either set adds up to total, to the nanosecond.
 * If the core polled for the reply, service lasts until the end. A call that
 * brings the reply (SMC without an interrupt, OP-TEE) is service, and not a
 * doorbell.
 *
 * answer overlaps doorbell and service: it is their sum.
 */
enum lc_phase {
	LC_TOTAL,     /* begin -> end */
	LC_SUBMIT,    /* begin -> doorbell's entry */
	LC_DOORBELL,  /* doorbell's entry -> its exit */
	LC_SERVICE,   /* doorbell's exit -> completion signal */
	LC_DISPATCH,  /* completion signal -> rx_done */
	LC_TRANSPORT, /* begin -> rx_done, instead of the four above */
	LC_WAKEUP,    /* rx_done -> end */
	LC_ANSWER,    /* doorbell's entry -> completion signal */
	LC_DELAYED,   /* begin -> rx_done of the delayed response */
	LC_TIMEOUT,   /* begin -> end of a transfer that timed out */
	LC_HANDLING,  /* notification passed to its users -> rx_done */
	LC_PHASES
};

/*
 * Counters of a series. At any time
 * begun = completed + timed_out + send_failed + aged_out + in flight.
 */
enum lc_counter {
	LC_BEGUN,
	LC_COMPLETED,	 /* got a reply, with or without an SCMI error */
	LC_ERRORS,	 /* completed with an error status */
	LC_TIMED_OUT,	 /* ended without a reply */
	LC_SEND_FAILED,	 /* the transport rejected the message: no end */
	LC_AGED_OUT,	 /* given up because the end was never seen */
	LC_OVERLAPPED,	 /* stamps out of order: phases were clamped */
	LC_OUT_OF_ORDER, /* replied to after a transfer sent later */
	LC_NOTIFIED,	 /* notifications, in a separate series */
	LC_FAST_CALLS,	 /* fast channel calls, which are not transfers */
	LC_COUNTERS
};

/* Fills one cache line. */
struct lc_slot {
	__u64 tag; /* 0: free; else LC_LIVE, see lc_tag() */
	__u64 begin_ns;
	__u64 ring_ns; /* doorbell's entry; 0: not seen (yet) */
	__u64 rung_ns; /* doorbell's exit; 0: not seen (yet) */
	union {
		__u64 signal_ns; /* completion signal; if rx_ns is not 0 */
		__u64 area; /* before: see lc_ring_area(), lc_ring_queue() */
	};
	__u64 rx_ns; /* 0: no reply yet */
	__u32 wait;  /* 0: not waiting yet; else LC_WAITING | LC_POLLED | ms */
	__u32 seen;  /* LC_SEEN_… */
	__u64 past;  /* tag of the transfer that ended here last, or
			    that of lc_announce() */
};

/*
 * Flags of a transfer. Those of its delayed response are set after its end,
 * too.
 */
#define LC_SEEN_DELAYED	      1u  /* the delayed response came */
#define LC_SEEN_DELAYED_FIRST 2u  /* it came before the reply */
#define LC_SEEN_REPLY	      4u  /* the reply came without an interrupt */
#define LC_SEEN_QUEUED	      8u  /* the upper half is valid */
#define LC_SEEN_OUT_OF_ORDER  16u /* see LC_OUT_OF_ORDER */
#define LC_SEEN_NOT_TAKEN     32u /* no sign that the device read it */
#define LC_SEEN_QUEUED_SHIFT \
	16 /* upper half: the index after it in its queue */

#define LC_WAITING (1u << 31)
#define LC_POLLED  (1u << 30) /* no scmi_rx_done will come */
#define LC_WAIT_MS (LC_POLLED - 1)

/*
 * Returns the fate of a transfer that began @age_ns ago and has not ended:
 * LC_AGED_OUT, LC_SEND_FAILED, or LC_BEGUN while it is in flight. @wait is the
 * field of its slot. @waits_seen: response waits are observed, so a transfer
 * that never waited was not sent.
 */
LC_INLINE enum lc_counter lc_fate(__u64 age_ns, __u32 wait, bool waits_seen)
{
	if (age_ns <= (wait & LC_WAIT_MS) * 1000000ull + LC_GRACE_NS)
		return LC_BEGUN;
	return waits_seen && !wait ? LC_SEND_FAILED : LC_AGED_OUT;
}

/* Returns the fate of the transfer in a slot in use, at @now: see lc_fate(). */
LC_INLINE enum lc_counter lc_slot_fate(const struct lc_slot *s, __u64 now,
				       bool waits_seen)
{
	return lc_fate(now > s->begin_ns ? now - s->begin_ns : 0, s->wait,
		       waits_seen);
}

/* Reads a member that another processor may write. A test may replace it. */
#ifndef LC_READ
#define LC_READ(member) (*(const volatile __u64 *)&(member))
#endif

/* A transfer that lost its slot to one that begins. */
struct lc_displaced {
	enum lc_counter fate; /* LC_SEND_FAILED or LC_AGED_OUT */
	__u16 series;
	__u16 token;
};

/* Compares and swaps; returns true on success. */
LC_INLINE bool lc_swap(__u64 *where, __u64 old, __u64 new)
{
	__u64 there = __sync_val_compare_and_swap(where, old, new);

	/* Otherwise clang computes a flag first and then tests it. */
	__asm__ volatile("" : "+r"(there));
	return there == old;
}

/* A transfer that begins. */
struct lc_start {
	__u64 tag;	 /* lc_tag_of() */
	bool waits_seen; /* response waits are observed */
	bool hooked;	 /* the doorbell and the signal may be seen */
};

LC_INLINE bool lc_claim(struct lc_slot *s, __u64 old, __u64 tag, bool hooked,
			__u64 now)
{
	if (!lc_swap(&s->tag, old, tag))
		return false;
	s->begin_ns = now;
	if (hooked) {
		s->ring_ns = 0;
		s->rung_ns = 0;
	}
	s->rx_ns = 0;
	s->wait = 0;
	s->seen = 0;
	return true;
}

/*
 * Returns the fate of the transfer @old in slot @s, which is @way slots from the
 * home of @start, a transfer that begins. If both have the same token and the
 * same instance, the core has released the token: do_xfer() has returned for
 * @old. So it has if the same id begins again, because multi-part commands reuse
 * it. Without an end, it was not sent; if it waited or got its reply, it was
 * sent, and its end was missed.
 */
LC_INLINE enum lc_counter lc_fate_of_other(const struct lc_slot *s, __u64 old,
					   const struct lc_start *start,
					   __u32 way, __u64 now)
{
	const bool sent = s->wait || s->rx_ns;
	const __u32 instance = lc_tag_instance(start->tag);
	const bool same_id = lc_tag_id(old) == lc_tag_id(start->tag);
	const bool same_instance = lc_tag_instance(old) == instance;

	/* Without an instance, the token may be that of another instance. */
	if (lc_tag_way(old) == way &&
	    (same_id || (same_instance && (instance || !sent))))
		return sent || !start->waits_seen ? LC_AGED_OUT
						  : LC_SEND_FAILED;
	return lc_fate(lc_tag_age_ns(old, now), s->wait, start->waits_seen);
}

/* lc_begin() for a transfer whose home is in use. */
LC_RARE int lc_begin_crowded(struct lc_slot *table, const struct lc_slot *home,
			     const struct lc_start *start, __u64 now,
			     struct lc_displaced *out)
{
	__u64 tag = lc_tag_from(start->tag, now);

	for (__u32 way = 0; way < LC_WAYS; way++) {
		__u32 index = (home - table + way) & (LC_SLOTS - 1);
		struct lc_slot *s = &table[index];
		__u64 old = LC_READ(s->tag);
		enum lc_counter fate = LC_BEGUN;

		if (old) {
			fate = lc_fate_of_other(s, old, start, way, now);
			if (fate == LC_BEGUN)
				continue;
		}
		if (!lc_claim(s, old, tag | (__u64)way << LC_TAG_WAY_AT,
			      start->hooked, now))
			continue;
		if (!old)
			return 0;
		out->fate = fate;
		out->series = lc_tag_series(old);
		out->token = lc_tag_token(old, index);
		return 1;
	}
	return -1;
}

/* Returns the home of transfers with this token. */
LC_INLINE struct lc_slot *lc_home(struct lc_slot *table, __u32 token)
{
	/* Of two dimensions, which saves clang an instruction. */
	struct lc_slot *home = ((struct lc_slot(*)[LC_SLOTS / LC_TOKENS])
					table)[token & (LC_TOKENS - 1)];

	/* Otherwise clang computes the address again for each use. */
	__asm__ volatile("" : "+r"(home));
	return home;
}

/*
 * scmi_xfer_begin of a transfer with this home. Returns 0; 1 if the slot was in
 * use by a transfer that will not end, which @out describes; -1 if all slots are
 * in use: the transfer is not followed, and the caller counts a loss instead of
 * LC_BEGUN.
 */
LC_INLINE int lc_begin(struct lc_slot *table, struct lc_slot *home,
		       const struct lc_start *start, __u64 now,
		       struct lc_displaced *out)
{
	struct lc_start copy;

	if (lc_claim(home, 0, lc_tag_from(start->tag, now), start->hooked, now))
		return 0;
	/* A copy, so that @start itself can stay in registers. */
	copy = *start;
	return lc_begin_crowded(table, home, &copy, now, out);
}

LC_INLINE bool lc_is(__u64 tag, __u32 id)
{
	return lc_tag_id(tag) == id && (tag & LC_LIVE);
}

/* lc_find() for a transfer that is not in its home. */
LC_RARE struct lc_slot *lc_find_away(struct lc_slot *table, __u32 id,
				     __u32 token)
{
	__u32 home = lc_home_index(token);

	for (__u32 way = 1; way < LC_WAYS; way++) {
		struct lc_slot *s = &table[(home + way) & (LC_SLOTS - 1)];
		__u64 tag = LC_READ(s->tag);

		if (lc_is(tag, id) && lc_tag_way(tag) == way)
			return s;
	}
	return 0;
}

/*
 * Returns the slot of the transfer in flight with this transfer_id and token,
 * and its tag, or NULL.
 */
LC_INLINE struct lc_slot *lc_find(struct lc_slot *table, __u32 id, __u32 token,
				  __u64 *tag)
{
	struct lc_slot *s = lc_home(table, token);

	*tag = LC_READ(s->tag);
	if (lc_is(*tag, id))
		return s;
	s = lc_find_away(table, id, token);
	if (!s)
		return 0;
	*tag = LC_READ(s->tag);
	if (!lc_is(*tag, id)) {
		/* Otherwise clang computes the pointer with arithmetic. */
		__asm__ volatile("");
		return 0; /* claimed by another transfer meanwhile */
	}
	return s;
}

/*
 * scmi_xfer_response_wait: the message was sent. @timeout_ms up to LC_WAIT_MS;
 * @polled: the caller polls for the reply. Returns the slot or NULL.
 */
LC_INLINE struct lc_slot *lc_wait(struct lc_slot *table, __u32 id, __u32 token,
				  __u32 timeout_ms, bool polled)
{
	__u64 tag;
	struct lc_slot *s = lc_find(table, id, token, &tag);

	if (s)
		s->wait = LC_WAITING | (polled ? LC_POLLED : 0) | timeout_ms;
	return s;
}

/*
 * The message of the transfer is about to be sent: entry of the doorbell.
 * @seen: the flags LC_SEEN_… that are known at this time.
 */
LC_INLINE void lc_ring(struct lc_slot *s, __u32 seen, __u64 now)
{
	if (s->ring_ns)
		return;
	s->ring_ns = now;
	s->seen |= seen;
}

/*
 * Exit of the doorbell, or the response wait that follows it. A mailbox without
 * chan_lock (Linux 6.1) only queues a message if the channel is busy, and
 * another task rings for it while this one waits: see lc_remove().
 */
LC_INLINE void lc_rung(struct lc_slot *s, __u64 now)
{
	if (s->ring_ns && !s->rung_ns)
		s->rung_ns = now;
}

/* Entry of the doorbell of a transport with shared memory at @area. */
LC_INLINE void lc_ring_area(struct lc_slot *s, __u64 area, __u64 now)
{
	lc_ring(s, 0, now);
	s->area = area;
}

/*
 * Entry of the doorbell of a virtqueue at this address; @index: of the next
 * message in its available ring. Transports hold the queue's lock, so that no reply
 * comes before.
 */
LC_INLINE void lc_ring_queue(struct lc_slot *s, __u64 queue, __u16 index,
			     __u64 now)
{
	lc_ring(s, LC_SEEN_QUEUED | (__u32)index << LC_SEEN_QUEUED_SHIFT, now);
	s->area = queue;
}

/*
 * Returns the address of the memory with the message of a transfer that waits
 * for its reply; 0: none is known.
 */
LC_INLINE __u64 lc_waiting_area(const struct lc_slot *s)
{
	return s->wait && !s->rx_ns && s->ring_ns && !(s->seen & LC_SEEN_QUEUED)
		       ? s->area
		       : 0;
}

/*
 * scmi_rx_done of a response, which ends the wait. @signal_ns: time of the
 * completion signal, 0: not seen. Returns the slot of the transfer in flight,
 * or NULL.
 */
LC_INLINE struct lc_slot *lc_rx_done(struct lc_slot *table, __u32 id,
				     __u32 token, __u64 signal_ns, __u64 now)
{
	__u64 tag;
	struct lc_slot *s = lc_find(table, id, token, &tag);

	if (s && !s->rx_ns) {
		s->signal_ns = signal_ns;
		s->rx_ns = now;
	}
	return s;
}

/*
 * do_xfer() has returned for this transfer. Returns true if it was not sent:
 * frees its slot and describes it in @out. A transfer that was sent is left
 * alone: its end comes, or it is given up by its age.
 */
LC_RARE bool lc_returned(struct lc_slot *table, __u32 id, __u32 token,
			 struct lc_displaced *out)
{
	__u64 tag;
	struct lc_slot *s = lc_find(table, id, token, &tag);

	if (!s || s->wait || s->rx_ns)
		return false;
	out->fate = LC_SEND_FAILED;
	out->series = lc_tag_series(tag);
	out->token = token & (LC_TOKENS - 1);
	s->past = tag;
	return lc_swap(&s->tag, tag, 0);
}

/*
 * do_xfer() was entered for a transfer with this home and this tag, from
 * lc_tag_of(): what is known before it begins, which need not be computed then.
 */
LC_INLINE void lc_announce(struct lc_slot *home, __u64 tag)
{
	home->past = tag;
}

/* Whether @past, of the home of a transfer that begins, announced this one. */
LC_INLINE bool lc_is_announced(__u64 past, __u32 id)
{
	return lc_tag_id(past) == id && !(past & LC_LIVE);
}

/*
 * The same for a transfer without a series, of which only the instance is known.
 * No transfer_id has the highest bit.
 */
#define LC_NO_SERIES (1u << 31)

/* The stamps of a transfer that has ended; 0: not seen. */
struct lc_stamps {
	__u64 begin_ns;
	__u64 ring_ns;
	__u64 rung_ns;
	__u64 signal_ns;
	__u64 rx_ns;
	__u64 end_ns;
	__u64 tag;  /* see lc_tag() */
	__u64 seen; /* LC_SEEN_… */
};

/*
 * scmi_xfer_end: removes the transfer from the table. @hooked: the doorbell and
 * the signal may have been seen; @with_seen: return the flags LC_SEEN_…, too.
 * Returns false if xfer_begin was not seen or the transfer was given up since.
 */
LC_INLINE bool lc_remove(struct lc_slot *table, __u32 id, __u32 token,
			 bool hooked, bool with_seen, __u64 now,
			 struct lc_stamps *out)
{
	__u64 tag;
	struct lc_slot *s = lc_find(table, id, token, &tag);

	if (!s)
		return false;
	out->begin_ns = s->begin_ns;
	out->ring_ns = hooked ? s->ring_ns : 0;
	out->rung_ns = hooked ? s->rung_ns : 0;
	/* Another task rang the doorbell, and its exit was not seen. */
	if (hooked && !out->rung_ns && s->rx_ns && !(s->seen & LC_SEEN_QUEUED))
		out->rung_ns = out->ring_ns;
	out->signal_ns = hooked ? s->signal_ns : 0;
	out->rx_ns = s->rx_ns;
	out->end_ns = now;
	out->tag = tag;
	out->seen = with_seen ? s->seen : 0;
	s->past = tag;
	return lc_swap(&s->tag, tag, 0);
}

#endif
