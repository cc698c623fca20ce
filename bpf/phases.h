/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The outcome of a transfer that has ended, and its time split into phases:
 * from its stamps alone, for BPF and user space. Freestanding.
 */
#ifndef SCMI_PERF_PHASES_H
#define SCMI_PERF_PHASES_H

#include "lifecycle.h"

struct lc_ended {
	enum lc_counter outcome; /* LC_COMPLETED or LC_TIMED_OUT */
	bool error;		 /* completed with an error status */
	bool overlapped;	 /* a stamp was clamped */
	__u32 phases; /* bits of enum lc_phase: those that are valid */
	__u64 ns[LC_PHASES];
};

/* Limits a stamp to the range of its neighbours. */
LC_INLINE __u64 lc_clamp(__u64 stamp, __u64 from, __u64 to, bool *clamped)
{
	if ((__s64)(stamp - from) < 0) {
		*clamped = true;
		return from;
	}
	if ((__s64)(to - stamp) < 0) {
		*clamped = true;
		return to;
	}
	return stamp;
}

LC_INLINE void lc_set_phase(struct lc_ended *e, enum lc_phase phase, __u64 ns)
{
	e->phases |= 1u << phase;
	e->ns[phase] = ns;
}

/*
 * Splits a transfer that ended with @status, as scmi_xfer_end reports it. A
 * stamp before its predecessor or after the end is clamped, which makes a phase
 * 0 and sets overlapped. If the signal comes before the doorbell returns, the
 * doorbell is 0: the time up to the signal is the platform's, so service.
 */
LC_INLINE void lc_split_phases(const struct lc_stamps *t, __s32 status,
			       struct lc_ended *out)
{
	const bool timed_out = status == LC_STATUS_TIMEOUT;
	bool clamped = false;
	const __u64 end = lc_clamp(t->end_ns, t->begin_ns, t->end_ns, &clamped);
	__u64 ring, rung = t->rung_ns, signal, rx;

	out->outcome = timed_out ? LC_TIMED_OUT : LC_COMPLETED;
	out->error = status && !timed_out;
	out->phases = 0;
	lc_set_phase(out, timed_out ? LC_TIMEOUT : LC_TOTAL, end - t->begin_ns);
	if (timed_out) {
		out->overlapped = clamped;
		return;
	}
	if (!t->ring_ns || (t->rx_ns && (!rung || !t->signal_ns))) {
		if (t->rx_ns) {
			rx = lc_clamp(t->rx_ns, t->begin_ns, end, &clamped);
			lc_set_phase(out, LC_TRANSPORT, rx - t->begin_ns);
			lc_set_phase(out, LC_WAKEUP, end - rx);
		}
		out->overlapped = clamped;
		return;
	}
	ring = lc_clamp(t->ring_ns, t->begin_ns, end, &clamped);
	lc_set_phase(out, LC_SUBMIT, ring - t->begin_ns);
	if (rung) {
		rung = lc_clamp(rung, ring, end, &clamped);
		if (t->rx_ns && t->signal_ns - ring < rung - ring) {
			rung = ring;
			clamped = true;
		}
		lc_set_phase(out, LC_DOORBELL, rung - ring);
	} else {
		rung = ring;
	}
	if (t->rx_ns) {
		signal = lc_clamp(t->signal_ns, rung, end, &clamped);
		rx = lc_clamp(t->rx_ns, signal, end, &clamped);
		lc_set_phase(out, LC_SERVICE, signal - rung);
		lc_set_phase(out, LC_DISPATCH, rx - signal);
		lc_set_phase(out, LC_WAKEUP, end - rx);
		/* Else it came with the interrupt of an earlier message. */
		if ((__s64)(t->signal_ns - ring) >= 0)
			lc_set_phase(
				out, LC_ANSWER,
				lc_clamp(t->signal_ns, ring, end, &clamped) -
					ring);
	} else {
		lc_set_phase(out, LC_SERVICE, end - rung);
	}
	out->overlapped = clamped;
}

#endif
