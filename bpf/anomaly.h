/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Finds the anomaly behind a message that the SCMI core rejects: from the
 * reason of the core and the state of the message's transfer. BPF gets the
 * reason from scmi_bad_message_trace(), import from scmi_msg_dump.
 * Freestanding.
 *
 * A fault is one anomaly even if the core rejects several messages because of
 * it. Therefore two rejected messages are not anomalies. One is a reply after
 * its own delayed response. The other is a reply whose interrupt was lost and
 * that came with the interrupt of another message.
 */
#ifndef SCMI_PERF_ANOMALY_H
#define SCMI_PERF_ANOMALY_H

#include "lifecycle.h"

enum lc_anomaly {
	LA_TIMEOUT,	       /* no reply in time */
	LA_LOST_DOORBELL,      /* reply in time, but without its interrupt */
	LA_LATE_REPLY,	       /* reply or delayed response after a timeout */
	LA_UNEXPECTED_REPLY,   /* belongs to no transfer in flight */
	LA_WRONG_STATE,	       /* a second reply or delayed response */
	LA_DELAYED_FIRST,      /* delayed response before the reply */
	LA_DELAYED_TO_SYNC,    /* delayed response to a synchronous command */
	LA_SPURIOUS_INTERRUPT, /* mailbox interrupt without a message */
	LA_UNKNOWN_TYPE,       /* neither response nor notification */
	LA_NOTIFICATION_DROPPED,
	LA_POOL_EXHAUSTED,  /* no free message to send */
	LA_SEND_FAILED,	    /* the transport rejected the message */
	LA_NOT_TAKEN,	    /* a timeout: no sign that the device read it */
	LA_DELAYED_TIMEOUT, /* the reply came, its delayed response did not */
	LA_KINDS,
	LA_NONE = LA_KINDS /* none, or already counted */
};

/* Transfers that are measured in part: gap_names and gap_meanings. */
enum lc_gap {
	LC_GAP_UNANNOUNCED,  /* no call of do_xfer() was seen */
	LC_GAP_NOT_SEARCHED, /* a timeout in a queue that cannot be read */
	LC_GAP_FAST_CHANNEL, /* a call of a fast channel without an entry */
	LC_GAP_MISSED_PROBE, /* a hit of a kprobe that the kernel skipped */
	LC_GAPS
};

/* Why the core rejects a message: last argument of scmi_bad_message_trace(). */
enum lc_bad {
	LC_BAD_UNEXPECTED = -1,
	LC_BAD_STATE = -2,
	LC_BAD_TYPE = -3,
	LC_BAD_MEMORY = -4,
	LC_BAD_INTERRUPT = -5,
};

/* The core waits this long for a delayed response. */
#define LC_DELAYED_TIMEOUT_NS 2000000000ull

/* A transfer that timed out. */
struct lc_mark {
	__u64 tag; /* with LC_EXPIRED_… instead of the time; 0: none */
	__u64 ns;  /* time of the timeout */
};

/*
 * Transfers that timed out, by token. @delayed: those that got a reply, but no
 * delayed response.
 */
struct lc_expired {
	struct lc_mark token[LC_TOKENS];
	struct lc_mark delayed[LC_TOKENS];
};

#define LC_EXPIRED	   ((__u64)1 << 63)
#define LC_EXPIRED_REPLIED ((__u64)1 << 62) /* its reply has come */
#define LC_EXPIRED_DELAYED ((__u64)1 << 61) /* its delayed response has come */
#define LC_EXPIRED_LOST	   ((__u64)1 << 60) /* only its interrupt was lost */
#define LC_EXPIRED_TAG	   (((__u64)1 << LC_TAG_TIME_AT) - 1)

/* The transfer with this tag and token timed out. */
LC_INLINE void lc_expire(struct lc_expired *x, __u64 tag, __u16 token,
			 enum lc_anomaly kind, __u64 now)
{
	struct lc_mark *mark = &x->token[token & (LC_TOKENS - 1)];

	mark->tag = LC_EXPIRED |
		    (kind == LA_LOST_DOORBELL ? LC_EXPIRED_LOST : 0) |
		    (tag & LC_EXPIRED_TAG);
	mark->ns = now;
}

/* The wait for the delayed response of the transfer with this tag timed out. */
LC_INLINE void lc_expire_delayed(struct lc_expired *x, __u64 tag, __u16 token,
				 __u64 now)
{
	struct lc_mark *mark = &x->delayed[token & (LC_TOKENS - 1)];

	mark->tag = LC_EXPIRED | (tag & LC_EXPIRED_TAG);
	mark->ns = now;
}

/* A message that the core rejected, from its header. */
struct lc_rejected {
	__u16 instance; /* index; 0: unknown */
	__u16 token;
	__s32 series; /* of its protocol and message; below 0: none */
	__u8 type;    /* enum lc_msg_type */
	__s32 bad;    /* enum lc_bad */
};

/* Whether the message can be for the transfer with this tag, or mark. */
LC_INLINE bool lc_belongs(const struct lc_rejected *m, __u64 tag)
{
	return tag & LC_LIVE && lc_tag_instance(tag) == m->instance &&
	       lc_tag_series(tag) == m->series;
}

/*
 * Whether the instance of the timed-out transfer with this mark may have used its
 * token again. Of each slot only the last use is known.
 *
 * All instances share the counter of transfer_id, and the token follows from it: one
 * transfer in LC_TOKENS has this token. If that was one of another instance, and the
 * only one since, the instance of the mark had none. If there were several, nobody
 * knows.
 */
LC_INLINE bool lc_is_used_again(const struct lc_slot *slots,
				const struct lc_mark *mark, __u16 token)
{
	const __u32 instance = lc_tag_instance(mark->tag);

	for (__u32 way = 0; way < LC_WAYS; way++) {
		const struct lc_slot *s =
			&slots[(lc_home_index(token) + way) & (LC_SLOTS - 1)];
		const __u64 last = s->tag ? s->tag : s->past;
		const __u32 user = lc_tag_instance(last);

		/* One that is announced only has no start yet. */
		if (!last || lc_tag_way(last) != way ||
		    (last & LC_LIVE && s->begin_ns < mark->ns))
			continue;
		if (!user || !instance || user == instance ||
		    lc_tag_id(last) - lc_tag_id(mark->tag) > LC_TOKENS)
			return true;
	}
	return false;
}

/*
 * Returns true, once, for a message that a timed-out transfer waited for. A mark
 * counts only until its instance may have begun another transfer with its token:
 * from then on the message can be one for that transfer.
 */
LC_RARE bool lc_is_late(struct lc_expired *x, const struct lc_slot *slots,
			const struct lc_rejected *m, bool *was_lost)
{
	struct lc_mark *mark = &x->token[m->token & (LC_TOKENS - 1)];
	__u64 part = m->type == LC_MSG_DELAYED_RESPONSE ? LC_EXPIRED_DELAYED
							: LC_EXPIRED_REPLIED;
	__u64 there = mark->tag;

	if (there & part || !lc_belongs(m, there) ||
	    lc_is_used_again(slots, mark, m->token))
		return false;
	*was_lost = there & LC_EXPIRED_LOST;
	mark->tag = there | part;
	return true;
}

/*
 * The same for a delayed response to a transfer that got its reply in time. The core
 * waited for it before it used the token again. After the next use, the message is most
 * likely still that one, for as long as the core has waited.
 */
LC_RARE bool lc_is_late_delayed(struct lc_expired *x,
				const struct lc_slot *slots,
				const struct lc_rejected *m, __u64 now)
{
	struct lc_mark *mark = &x->delayed[m->token & (LC_TOKENS - 1)];
	__u64 there = mark->tag;

	if (there & LC_EXPIRED_DELAYED || !lc_belongs(m, there))
		return false;
	if (now - mark->ns >= LC_DELAYED_TIMEOUT_NS &&
	    lc_is_used_again(slots, mark, m->token))
		return false;
	mark->tag = there | LC_EXPIRED_DELAYED;
	return true;
}

/*
 * Returns the anomaly of a message that the core rejected, or LA_NONE. Where the
 * transfer with its token cannot have caused the message, the message is
 * unexpected, or the reason of the core names it.
 */
LC_INLINE enum lc_anomaly lc_bad_message(const struct lc_slot *slots,
					 struct lc_expired *x,
					 const struct lc_rejected *m, __u64 now)
{
	const struct lc_slot *s = &slots[lc_home_index(m->token)];
	const bool delayed = m->type == LC_MSG_DELAYED_RESPONSE;
	const __u32 seen = lc_belongs(m, s->tag ? s->tag : s->past) ? s->seen
								    : 0;
	bool was_lost = false;

	switch (m->bad) {
	case LC_BAD_TYPE:
		return LA_UNKNOWN_TYPE;
	case LC_BAD_MEMORY:
		return LA_NOTIFICATION_DROPPED;
	case LC_BAD_INTERRUPT:
		return LA_SPURIOUS_INTERRUPT;
	case LC_BAD_UNEXPECTED:
		if (lc_is_late(x, slots, m, &was_lost))
			return was_lost ? LA_NONE : LA_LATE_REPLY;
		if (!delayed)
			return seen & LC_SEEN_DELAYED_FIRST
				       ? LA_NONE
				       : LA_UNEXPECTED_REPLY;
		if (lc_is_late_delayed(x, slots, m, now))
			return LA_LATE_REPLY;
		if (seen & LC_SEEN_DELAYED ||
		    !lc_belongs(m, s->tag ? s->tag : s->past))
			return LA_UNEXPECTED_REPLY;
		/* The core would still wait for that of an async command. */
		return now - s->begin_ns < LC_DELAYED_TIMEOUT_NS
			       ? LA_DELAYED_TO_SYNC
			       : LA_LATE_REPLY;
	case LC_BAD_STATE:
		if (delayed)
			return seen & LC_SEEN_DELAYED ? LA_WRONG_STATE
						      : LA_DELAYED_TO_SYNC;
		return seen & LC_SEEN_DELAYED_FIRST ? LA_NONE : LA_WRONG_STATE;
	}
	return LA_UNEXPECTED_REPLY;
}

#endif
