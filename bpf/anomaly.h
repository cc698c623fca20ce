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
	LA_OUT_OF_ORDER,   /* replied to after a transfer sent later */
	LA_POOL_EXHAUSTED, /* no free message to send */
	LA_KINDS,
	LA_NONE = LA_KINDS /* none, or already counted */
};

/* Why the core rejects a message: last argument of scmi_bad_message_trace(). */
enum lc_bad {
	LC_BAD_UNEXPECTED = -1,
	LC_BAD_STATE = -2,
	LC_BAD_TYPE = -3,
	LC_BAD_MEMORY = -4,
	LC_BAD_INTERRUPT = -5,
};

/* Number of tokens: ten bits of the SCMI message header. */
#define LC_TOKENS 1024

/* The core waits this long for a delayed response. */
#define LC_DELAYED_TIMEOUT_NS 2000000000ull

/*
 * Transfers that timed out, by token: the instance, and which of their messages
 * came late. 0: none. A later transfer with the same token replaces the entry.
 */
struct lc_expired {
	__u64 token[LC_TOKENS];
};

#define LC_EXPIRED	    ((__u64)1 << 63)
#define LC_EXPIRED_REPLIED  ((__u64)1 << 62) /* its reply has come */
#define LC_EXPIRED_DELAYED  ((__u64)1 << 61) /* its delayed response has come */
#define LC_EXPIRED_LOST	    ((__u64)1 << 60) /* only its interrupt was lost */
#define LC_EXPIRED_INSTANCE 0xffffu	     /* index of the instance */

/* A transfer of this instance with this token timed out. */
LC_INLINE void lc_expire(struct lc_expired *x, __u16 instance, __u16 token,
			 enum lc_anomaly kind)
{
	x->token[token & (LC_TOKENS - 1)] =
		LC_EXPIRED | (kind == LA_LOST_DOORBELL ? LC_EXPIRED_LOST : 0) |
		instance;
}

/* Returns true, once, for a message that a timed-out transfer waited for. */
LC_RARE bool lc_is_late(struct lc_expired *x, __u16 instance, __u8 type,
			__u16 token, bool *was_lost)
{
	__u64 *where = &x->token[token & (LC_TOKENS - 1)];
	__u64 part = type == LC_MSG_DELAYED_RESPONSE ? LC_EXPIRED_DELAYED
						     : LC_EXPIRED_REPLIED;
	__u64 there = *where;

	if (!(there & LC_EXPIRED) || (there & part) ||
	    (there & LC_EXPIRED_INSTANCE) != instance)
		return false;
	*was_lost = there & LC_EXPIRED_LOST;
	*where = there | part;
	return true;
}

/*
 * Returns the anomaly of a message that the core rejected because of @bad, or
 * LA_NONE; @type and @token are from its header. The token finds the transfer,
 * because the core uses the low bits of transfer_id as the token. Inline,
 * because BPF functions have at most five arguments, and Linux 7.2 also counts
 * arguments that were optimised away.
 */
LC_INLINE enum lc_anomaly lc_bad_message(const struct lc_slot *slots,
					 struct lc_expired *x, __u16 instance,
					 enum lc_bad bad, __u8 type,
					 __u16 token, __u64 now)
{
	const struct lc_slot *s = &slots[token & (LC_SLOTS - 1)];
	const bool delayed = type == LC_MSG_DELAYED_RESPONSE;
	bool was_lost = false;

	_Static_assert(LC_SLOTS == LC_TOKENS, "a slot's home is its token");
	switch (bad) {
	case LC_BAD_TYPE:
		return LA_UNKNOWN_TYPE;
	case LC_BAD_MEMORY:
		return LA_NOTIFICATION_DROPPED;
	case LC_BAD_INTERRUPT:
		return LA_SPURIOUS_INTERRUPT;
	case LC_BAD_UNEXPECTED:
		if (lc_is_late(x, instance, type, token, &was_lost))
			return was_lost ? LA_NONE : LA_LATE_REPLY;
		if (!delayed)
			return s->seen & LC_SEEN_DELAYED_FIRST
				       ? LA_NONE
				       : LA_UNEXPECTED_REPLY;
		if (s->seen & LC_SEEN_DELAYED || !s->begin_ns)
			return LA_UNEXPECTED_REPLY;
		/* The core would still wait for that of an async command. */
		return now - s->begin_ns < LC_DELAYED_TIMEOUT_NS
			       ? LA_DELAYED_TO_SYNC
			       : LA_LATE_REPLY;
	case LC_BAD_STATE:
		if (delayed)
			return s->seen & LC_SEEN_DELAYED ? LA_WRONG_STATE
							 : LA_DELAYED_TO_SYNC;
		return s->seen & LC_SEEN_DELAYED_FIRST ? LA_NONE
						       : LA_WRONG_STATE;
	}
	return LA_UNEXPECTED_REPLY;
}

#endif
