/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The accounts of SCMI transfers, written once for BPF and user space: which
 * counters, phases and anomalies of a series each event adds to. Freestanding.
 *
 * The includer defines struct lc_account, which refers to the account of one
 * series, and the five functions that are declared first. All of them are
 * inlined, so a struct lc_account on the stack costs nothing.
 */
#ifndef SCMI_PERF_ACCOUNTING_H
#define SCMI_PERF_ACCOUNTING_H

#include "anomaly.h"
#include "delayed_response.h"
#include "lifecycle.h"
#include "phases.h"
#include "scmi_status.h"

struct lc_account;

/* Makes @a the account of the series with index @series. */
LC_INLINE void lc_select(struct lc_account *a, __u32 series);

/* Adds one to @counter. */
LC_INLINE void lc_count(struct lc_account *a, enum lc_counter counter);

/* Adds one to the errors by status. @status: of the event that ends the transfer. */
LC_INLINE void lc_count_status(struct lc_account *a, __s32 status);

/* Adds a duration to the histogram of @phase. */
LC_INLINE void lc_measure(struct lc_account *a, enum lc_phase phase, __u64 ns);

/* Counts and logs an anomaly. @age_ns: age of its transfer, 0: unknown. */
LC_INLINE void lc_note(struct lc_account *a, enum lc_anomaly kind, __u16 token,
		       __u64 age_ns);

/*
 * Returns the change that adding one to @counter makes to the number of
 * transfers in flight: see enum lc_counter.
 */
LC_INLINE int lc_in_flight_step(enum lc_counter counter)
{
	switch (counter) {
	case LC_BEGUN:
		return 1;
	case LC_COMPLETED:
	case LC_TIMED_OUT:
	case LC_SEND_FAILED:
	case LC_AGED_OUT:
		return -1;
	default:
		return 0;
	}
}

/* The end of this transfer will not be seen. */
LC_INLINE void lc_account_displaced(struct lc_account *a,
				    const struct lc_displaced *d)
{
	lc_select(a, d->series);
	/* The BPF verifier accepts a constant index, but not an unknown one. */
	lc_count(a, d->fate == LC_SEND_FAILED ? LC_SEND_FAILED : LC_AGED_OUT);
	if (d->fate == LC_SEND_FAILED)
		lc_note(a, LA_SEND_FAILED, d->token, 0);
}

/* A delayed response came, for which lc_delayed() returned true. */
LC_INLINE void lc_account_delayed(struct lc_account *a,
				  const struct lc_delayed *d, __u16 token)
{
	lc_select(a, d->series);
	lc_measure(a, LC_DELAYED, d->delayed_ns);
	if (d->first)
		lc_note(a, LA_DELAYED_FIRST, token, d->delayed_ns);
}

/*
 * A transfer ended with @status, as scmi_xfer_end reports it. Returns the
 * anomalies of the transfer, bits of enum lc_anomaly.
 */
LC_INLINE __u32 lc_account_end(struct lc_account *a, struct lc_expired *x,
			       const struct lc_stamps *t, __s32 status,
			       __u16 token)
{
	enum lc_anomaly kind;
	struct lc_ended e;
	__u32 anomalies = 0;

	lc_select(a, lc_tag_series(t->tag));
	lc_split_phases(t, status, &e);
	if (e.overlapped)
		lc_count(a, LC_OVERLAPPED);
	if (e.error) {
		lc_count(a, LC_ERRORS);
		lc_count_status(a, status);
	}
	if (e.outcome == LC_TIMED_OUT) {
		kind = t->seen & LC_SEEN_REPLY	     ? LA_LOST_DOORBELL
		       : t->seen & LC_SEEN_NOT_TAKEN ? LA_NOT_TAKEN
						     : LA_TIMEOUT;
		lc_count(a, LC_TIMED_OUT);
		lc_expire(x, t->tag, token, kind, t->end_ns);
		lc_note(a, kind, token, e.ns[LC_TIMEOUT]);
		anomalies |= 1u << kind;
	} else {
		lc_count(a, LC_COMPLETED);
	}
	for (int i = 0; i < LC_PHASES; i++)
		if (e.phases & 1u << i)
			lc_measure(a, i, e.ns[i]);
	if (t->seen & LC_SEEN_DELAYED_FIRST)
		anomalies |= 1u << LA_DELAYED_FIRST;
	return anomalies;
}

/*
 * A fast lc_account_end() for transfers with status 0 that have no scmi_rx_done,
 * because the core polled for the reply, or a call brought it. @ring and @rung:
 * 0 if they are not seen. Returns false and changes no counter if the stamps are
 * out of order.
 */
LC_INLINE bool lc_account_polled(struct lc_account *a, __u64 begin, __u64 ring,
				 __u64 rung, __u64 end)
{
	__u64 total = end - begin, submit, doorbell, service;

	submit = ring ? ring - begin : 0;
	doorbell = rung ? rung - ring : 0;
	service = end - (rung ? rung : ring);
	if ((__s64)(total | submit | doorbell | service) < 0)
		return false;
	lc_count(a, LC_COMPLETED);
	lc_measure(a, LC_TOTAL, total);
	if (!ring)
		return true;
	lc_measure(a, LC_SUBMIT, submit);
	if (rung)
		lc_measure(a, LC_DOORBELL, doorbell);
	lc_measure(a, LC_SERVICE, service);
	return true;
}

/* Whether the signal came before the doorbell had returned. */
LC_INLINE bool lc_is_early(const struct lc_stamps *t)
{
	return t->signal_ns < t->rung_ns && t->rung_ns <= t->end_ns;
}

/*
 * A fast lc_account_end() for a transfer with status 0 for which lc_is_early() is
 * true: of firmware that raises its interrupt in the call, all are. @service: from
 * the doorbell's entry on. Returns false and changes no counter if the stamps are
 * out of order otherwise.
 */
LC_INLINE bool lc_account_early(struct lc_account *a, __u64 submit,
				__u64 service, __u64 dispatch, __u64 wakeup)
{
	if ((__s64)(submit | service | dispatch | wakeup) < 0)
		return false;
	lc_count(a, LC_COMPLETED);
	lc_count(a, LC_OVERLAPPED);
	lc_measure(a, LC_TOTAL, submit + service + dispatch + wakeup);
	lc_measure(a, LC_SUBMIT, submit);
	lc_measure(a, LC_DOORBELL, 0);
	lc_measure(a, LC_SERVICE, service);
	lc_measure(a, LC_DISPATCH, dispatch);
	lc_measure(a, LC_WAKEUP, wakeup);
	lc_measure(a, LC_ANSWER, service);
	return true;
}

/*
 * A fast lc_account_end() for most transfers: status 0, all stamps seen and in
 * order, so that each phase is the difference of two stamps. Returns false and
 * changes no counter if the transfer is a different one.
 */
LC_INLINE bool lc_account_plain(struct lc_account *a, const struct lc_stamps *t)
{
	__u64 submit, doorbell, service, dispatch, wakeup;

	lc_select(a, lc_tag_series(t->tag));
	wakeup = t->end_ns - t->rx_ns;
	if (!t->rung_ns) {
		__u64 transport = t->rx_ns - t->begin_ns;

		/* Negative without a reply, too, because rx_ns is 0 then. */
		if ((__s64)(transport | wakeup) < 0)
			return false;
		lc_count(a, LC_COMPLETED);
		lc_measure(a, LC_TOTAL, t->end_ns - t->begin_ns);
		lc_measure(a, LC_TRANSPORT, transport);
		lc_measure(a, LC_WAKEUP, wakeup);
		return true;
	}
	submit = t->ring_ns - t->begin_ns;
	doorbell = t->rung_ns - t->ring_ns;
	service = t->signal_ns - t->rung_ns;
	dispatch = t->rx_ns - t->signal_ns;
	if ((__s64)(submit | doorbell | service | dispatch | wakeup) < 0)
		return false;
	lc_count(a, LC_COMPLETED);
	lc_measure(a, LC_TOTAL, t->end_ns - t->begin_ns);
	lc_measure(a, LC_SUBMIT, submit);
	lc_measure(a, LC_DOORBELL, doorbell);
	lc_measure(a, LC_SERVICE, service);
	lc_measure(a, LC_DISPATCH, dispatch);
	lc_measure(a, LC_WAKEUP, wakeup);
	lc_measure(a, LC_ANSWER, doorbell + service);
	return true;
}

#endif
