/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * What went wrong, told from what the SCMI core says of a message that it does
 * not take, and from what is known of the transfer that the message is about.
 * For BPF (which sees scmi_bad_message_trace) and import (which reads the same
 * in scmi_msg_dump) alike. Freestanding.
 *
 * A fault has one name, however many messages it makes the core reject: the
 * reply that follows its own delayed response, and the one that an interrupt
 * for another message brings along after its own was lost, are no anomalies of
 * their own.
 */
#ifndef SCMI_PERF_ANOMALY_H
#define SCMI_PERF_ANOMALY_H

#include "lifecycle.h"

enum lc_anomaly {
	LA_TIMEOUT,	  /* no reply in time */
	LA_LOST_DOORBELL, /* the reply was there in time, its interrupt not */
	LA_LATE_REPLY,	  /* reply or delayed response after a timeout */
	LA_UNEXPECTED_REPLY,   /* for no transfer that is in flight */
	LA_WRONG_STATE,	       /* a second reply, or delayed response */
	LA_DELAYED_FIRST,      /* delayed response before its reply */
	LA_DELAYED_TO_SYNC,    /* delayed response to a synchronous command */
	LA_SPURIOUS_INTERRUPT, /* mailbox interrupt without a message */
	LA_UNKNOWN_TYPE,       /* neither response nor notification */
	LA_NOTIFICATION_DROPPED,
	LA_OUT_OF_ORDER,   /* replied after one that was sent later */
	LA_POOL_EXHAUSTED, /* no message left to send */
	LA_KINDS,
	LA_NONE = LA_KINDS /* nothing, or told already */
};

/* How the core says what is wrong: scmi_bad_message_trace's last argument. */
enum lc_bad {
	LC_BAD_UNEXPECTED = -1,
	LC_BAD_STATE = -2,
	LC_BAD_TYPE = -3,
	LC_BAD_MEMORY = -4,
	LC_BAD_INTERRUPT = -5,
};

/* Tokens that there are: ten bits of the SCMI message header. */
#define LC_TOKENS 1024

/* The core waits this long for a delayed response. */
#define LC_DELAYED_TIMEOUT_NS 2000000000ull

/*
 * Transfers that timed out, by token: which instance's, and what of them came
 * late. 0: none. One more recent with the same token replaces it.
 */
struct lc_expired {
	__u64 token[LC_TOKENS];
};

#define LC_EXPIRED	   ((__u64)1 << 63)
#define LC_EXPIRED_REPLIED ((__u64)1 << 62) /* its reply has come */
#define LC_EXPIRED_DELAYED ((__u64)1 << 61) /* its delayed response has come */
#define LC_EXPIRED_LOST	   ((__u64)1 << 60) /* it was there in time */
#define LC_EXPIRED_WHO	   0xffffu	    /* instance + 1 */

/* A transfer of this instance and token has timed out. */
LC_INLINE void lc_expire(struct lc_expired *x, __u16 instance, __u16 token,
			 enum lc_anomaly why)
{
	x->token[token & (LC_TOKENS - 1)] =
		LC_EXPIRED | (why == LA_LOST_DOORBELL ? LC_EXPIRED_LOST : 0) |
		instance;
}

/* Whether the message is what a timed-out transfer was waiting for. */
LC_RARE bool lc_is_late(struct lc_expired *x, __u16 instance, __u8 type,
			__u16 token, bool *was_lost)
{
	__u64 *where = &x->token[token & (LC_TOKENS - 1)];
	__u64 part = type == LC_MSG_DELAYED_RESPONSE ? LC_EXPIRED_DELAYED
						     : LC_EXPIRED_REPLIED;
	__u64 there = *where;

	if (!(there & LC_EXPIRED) || (there & part) ||
	    (there & LC_EXPIRED_WHO) != instance)
		return false;
	*was_lost = there & LC_EXPIRED_LOST;
	*where = there | part;
	return true;
}

/*
 * What a message is that the core did not take: @bad says why not, @type and
 * @token are its header's. Transfers are found by their token: the core takes
 * the low bits of transfer_id for it. Inline, because a function of its own takes
 * five arguments in BPF, and Linux 7.2 counts those that were optimised away.
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
		/* An asynchronous one's would still be waited for. */
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
