/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The life cycle of an SCMI transfer, written once: the BPF programs and the
 * importer of text logs feed the same events to the same functions and cannot
 * disagree. Freestanding: no helper, no map, no library.
 *
 * Transfers in flight stand in a table of LC_SLOTS slots. A transfer's home is
 * its transfer_id modulo LC_SLOTS; where that is taken, one of the LC_WAYS - 1
 * slots after it. transfer_id counts up through all SCMI instances, so
 * transfers that are in flight together have homes of their own; slots are
 * shared only with the leftovers of transfers whose end was never seen.
 *
 * Order is by meaning, not by arrival: the reply can be seen before the
 * response wait, and another processor's events may be slightly out of order.
 *
 * Locking: none. A slot is taken and released by compare-and-swap of its tag,
 * which also holds all that is needed to account for a slot taken over. Times
 * belong to the slot's owner; whatever concerns a transfer happens after its
 * begin and before its end by the kernel's own ordering.
 */
#ifndef SCMI_PERF_LIFECYCLE_H
#define SCMI_PERF_LIFECYCLE_H

#include <linux/types.h>
#include <stdbool.h>

#define LC_SLOTS 1024 /* power of two */
#define LC_WAYS	 8

/*
 * A transfer is given up this long after its own timeout (or after its begin,
 * when it never came to wait for a response): its end will not be seen.
 */
#define LC_GRACE_NS 10000000000ull

/* msg_type of scmi_rx_done: the type field of the SCMI message header. */
enum lc_msg_type {
	LC_MSG_RESPONSE = 0,
	LC_MSG_DELAYED_RESPONSE = 2,
	LC_MSG_NOTIFICATION = 3,
};

/* xfer_end's status of a transfer that got no reply in time: -ETIMEDOUT. */
#define LC_STATUS_TIMEOUT (-110)

enum lc_phase {
	LC_TOTAL,     /* begin -> end */
	LC_TRANSPORT, /* begin -> rx_done */
	LC_WAKEUP,    /* rx_done -> end */
	LC_TIMEOUT,   /* begin -> end of a transfer that timed out */
	LC_PHASES
};

/*
 * What is counted per series. At any time
 * begun = completed + timed_out + send_failed + aged_out + in flight.
 */
enum lc_counter {
	LC_BEGUN,
	LC_COMPLETED,	/* got a reply, with an SCMI error or without */
	LC_ERRORS,	/* those completed with an error status */
	LC_TIMED_OUT,	/* ended without a reply */
	LC_SEND_FAILED, /* the transport refused the message: no end */
	LC_AGED_OUT,	/* end never seen, given up */
	LC_OVERLAPPED,	/* reply stamped outside begin … end: clamped */
	LC_COUNTERS
};

struct lc_slot {
	__u64 tag; /* 0: free; else LC_LIVE, see lc_tag() */
	__u64 begin_ns;
	__u64 rx_ns; /* 0: no reply yet */
	__u64 wait;  /* 0: not waiting yet; else LC_WAITING | timeout in ms */
};

#define LC_LIVE	   ((__u64)1 << 63)
#define LC_WAITING ((__u64)1 << 32)

/*
 * The tag carries the begin in units of 2^30 ns (1.07 s) as well, because the
 * slot's begin_ns is not yet valid when another processor meets a slot that
 * has just been taken.
 */
#define LC_COARSE_SHIFT 30
#define LC_COARSE_MASK	0x7fffu

#define LC_INLINE static inline __attribute__((always_inline))

LC_INLINE __u64 lc_tag(__u32 id, __u16 series, __u64 now)
{
	return LC_LIVE | ((now >> LC_COARSE_SHIFT) & LC_COARSE_MASK) << 48 |
	       (__u64)series << 32 | id;
}

LC_INLINE __u32 lc_tag_id(__u64 tag)
{
	return (__u32)tag;
}

LC_INLINE __u16 lc_tag_series(__u64 tag)
{
	return (__u16)(tag >> 32);
}

LC_INLINE __u64 lc_tag_age_ns(__u64 tag, __u64 now)
{
	__u32 begin = (__u32)(tag >> 48) & LC_COARSE_MASK;
	__u32 units = (__u32)(now >> LC_COARSE_SHIFT) - begin;

	/* Half the range back is a clock that is slightly behind. */
	units &= LC_COARSE_MASK;
	if (units > LC_COARSE_MASK - 8)
		return 0;
	return (__u64)units << LC_COARSE_SHIFT;
}

/*
 * What has become of a transfer that began @age_ns ago and has not ended, its
 * slot's wait field being @wait: LC_AGED_OUT, LC_SEND_FAILED, or LC_BEGUN for
 * still in flight. @waits_seen says whether response waits are observed at
 * all; where they are, a transfer that never came to wait was not sent.
 */
LC_INLINE enum lc_counter lc_fate(__u64 age_ns, __u64 wait, bool waits_seen)
{
	if (age_ns <= (wait & 0xffffffffu) * 1000000ull + LC_GRACE_NS)
		return LC_BEGUN;
	return waits_seen && !wait ? LC_SEND_FAILED : LC_AGED_OUT;
}

/* A transfer whose slot was taken over by the one that begins. */
struct lc_displaced {
	enum lc_counter fate; /* LC_BEGUN: none was */
	__u16 series;
};

/*
 * scmi_xfer_begin. Returns false when no slot is to be had: the transfer is
 * not followed, and the caller counts the loss instead of a begin.
 *
 * A begin for an id that has not ended means that the previous do_xfer() on
 * this transfer returned without xfer_end, which only a failed send does:
 * multi-part commands use transfer_id again and again. If it was sent for all
 * that, for it was seen to wait or to get its reply, its end was missed.
 */
LC_INLINE bool lc_begin(struct lc_slot *table, __u32 id, __u16 series,
			bool waits_seen, __u64 now, struct lc_displaced *out)
{
	__u64 tag = lc_tag(id, series, now);

	out->fate = LC_BEGUN;
	for (int i = 0; i < LC_WAYS; i++) {
		struct lc_slot *s = &table[(id + i) & (LC_SLOTS - 1)];
		__u64 old = *(volatile __u64 *)&s->tag;
		enum lc_counter fate = LC_BEGUN;

		if (old) {
			if (lc_tag_id(old) == id)
				fate = s->wait || s->rx_ns ? LC_AGED_OUT
							   : LC_SEND_FAILED;
			else
				fate = lc_fate(lc_tag_age_ns(old, now), s->wait,
					       waits_seen);
			if (fate == LC_BEGUN)
				continue;
		}
		if (__sync_val_compare_and_swap(&s->tag, old, tag) != old)
			continue;
		s->begin_ns = now;
		s->rx_ns = 0;
		s->wait = 0;
		out->fate = fate;
		out->series = lc_tag_series(old);
		return true;
	}
	return false;
}

/* The slot of the transfer in flight with this id, or NULL. */
LC_INLINE struct lc_slot *lc_find(struct lc_slot *table, __u32 id)
{
	for (int i = 0; i < LC_WAYS; i++) {
		struct lc_slot *s = &table[(id + i) & (LC_SLOTS - 1)];
		__u64 tag = *(volatile __u64 *)&s->tag;

		if (lc_tag_id(tag) == id && (tag & LC_LIVE))
			return s;
	}
	return 0;
}

/* scmi_xfer_response_wait: the message was sent. */
LC_INLINE void lc_wait(struct lc_slot *table, __u32 id, __u32 timeout_ms)
{
	struct lc_slot *s = lc_find(table, id);

	if (s)
		s->wait = LC_WAITING | timeout_ms;
}

/*
 * scmi_rx_done. The first of response and delayed response ends the wait. A
 * notification has an id of its own and no begin; a delayed response after
 * its transfer's end finds no slot.
 */
LC_INLINE void lc_rx_done(struct lc_slot *table, __u32 id, __u8 msg_type,
			  __u64 now)
{
	struct lc_slot *s;

	if (msg_type == LC_MSG_NOTIFICATION)
		return;
	s = lc_find(table, id);
	if (s && !s->rx_ns)
		s->rx_ns = now;
}

/* A transfer that has ended. */
struct lc_ended {
	enum lc_counter outcome; /* LC_COMPLETED or LC_TIMED_OUT */
	__u16 series;
	bool error;	 /* completed with an error status */
	bool overlapped; /* a phase was clamped */
	bool replied;	 /* transport_ns and wakeup_ns are valid */
	__u64 total_ns;	 /* = transport_ns + wakeup_ns when replied */
	__u64 transport_ns;
	__u64 wakeup_ns;
};

/*
 * scmi_xfer_end. Returns false when the transfer's begin was not seen (or was
 * given up since): there is nothing to measure. A polled transfer completes
 * without rx_done and has a total only.
 */
LC_INLINE bool lc_end(struct lc_slot *table, __u32 id, __s32 status, __u64 now,
		      struct lc_ended *out)
{
	struct lc_slot *s = lc_find(table, id);
	__u64 tag, begin, rx;

	if (!s)
		return false;
	tag = *(volatile __u64 *)&s->tag;
	begin = s->begin_ns;
	rx = s->rx_ns;
	if (lc_tag_id(tag) != id ||
	    __sync_val_compare_and_swap(&s->tag, tag, 0) != tag)
		return false;

	out->outcome = status == LC_STATUS_TIMEOUT ? LC_TIMED_OUT
						   : LC_COMPLETED;
	out->series = lc_tag_series(tag);
	out->error = status && status != LC_STATUS_TIMEOUT;
	out->overlapped = false;
	if ((__s64)(now - begin) < 0) {
		now = begin;
		out->overlapped = true;
	}
	out->total_ns = now - begin;
	out->replied = rx && out->outcome == LC_COMPLETED;
	if (!out->replied)
		return true;
	if ((__s64)(rx - begin) < 0) {
		rx = begin;
		out->overlapped = true;
	}
	if ((__s64)(now - rx) < 0) {
		rx = now;
		out->overlapped = true;
	}
	out->transport_ns = rx - begin;
	out->wakeup_ns = now - rx;
	return true;
}

#endif
