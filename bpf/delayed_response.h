/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Events of a transfer that can come after its end: its delayed response, and
 * its reply if the caller was faster. Freestanding.
 */
#ifndef SCMI_PERF_DELAYED_RESPONSE_H
#define SCMI_PERF_DELAYED_RESPONSE_H

#include "lifecycle.h"

/* Returns the slot of a transfer that ended and was not replaced, or NULL. */
LC_INLINE struct lc_slot *lc_find_past(struct lc_slot *table, __u32 id,
				       __u32 token)
{
	__u32 home = lc_home_index(token);

	for (__u32 way = 0; way < LC_WAYS; way++) {
		struct lc_slot *s = &table[(home + way) & (LC_SLOTS - 1)];
		__u64 past = LC_READ(s->past);

		if (lc_is(past, id) && lc_tag_way(past) == way)
			return s;
	}
	return 0;
}

/*
 * lc_rx_done() for a transfer that has ended already: the core wakes the caller
 * before it reports scmi_rx_done, so on another processor the end can be first.
 */
LC_RARE void lc_rx_done_past(struct lc_slot *table, __u32 id, __u32 token,
			     __u64 now)
{
	struct lc_slot *s = lc_find_past(table, id, token);

	if (s && !s->rx_ns && !LC_READ(s->tag))
		s->rx_ns = now;
}

/* A delayed response. */
struct lc_delayed {
	__u64 delayed_ns; /* since the transfer began */
	__u16 series;
	bool first; /* it came before the reply and ended the wait for it */
	bool past;  /* the transfer had ended */
};

/*
 * scmi_rx_done of a delayed response, which ends the wait if it comes before the
 * reply. @signal_ns: as for lc_rx_done(). Returns false if the start of the
 * transfer is unknown, because its slot is in use again.
 */
LC_INLINE bool lc_delayed(struct lc_slot *table, __u32 id, __u32 token,
			  __u64 signal_ns, __u64 now, struct lc_delayed *out)
{
	__u64 tag, begin;
	struct lc_slot *s = lc_find(table, id, token, &tag);

	out->past = !s;
	if (s) {
		/* A polled transfer has no scmi_rx_done of its reply. */
		out->first = !s->rx_ns && !(s->wait & LC_POLLED);
		out->series = lc_tag_series(tag);
		begin = s->begin_ns;
		if (out->first) {
			s->signal_ns = signal_ns;
			s->rx_ns = now;
		}
	} else {
		s = lc_find_past(table, id, token);
		if (!s)
			return false;
		out->first = !s->rx_ns && !(s->wait & LC_POLLED);
		begin = LC_READ(s->begin_ns);
		/* Atomic, so that both are read after begin_ns. */
		if (__sync_fetch_and_add(&s->tag, 0))
			return false;
		tag = LC_READ(s->past);
		if (!lc_is(tag, id))
			return false; /* another one has ended meanwhile */
		out->series = lc_tag_series(tag);
		if (out->first)
			s->rx_ns = now;
	}
	s->seen |= LC_SEEN_DELAYED | (out->first ? LC_SEEN_DELAYED_FIRST : 0);
	out->delayed_ns = (__s64)(now - begin) < 0 ? 0 : now - begin;
	return true;
}

#endif
