/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Handlers of the tracepoints in the SCMI core. All arguments are scalars in
 * 64-bit slots, so no kernel type is needed; the handlers ignore arguments that
 * newer kernels append. @hooked: hooks in the transport are attached, too;
 * otherwise no time is spent on their data.
 */
#ifndef SCMI_PERF_TRANSFER_BPF_H
#define SCMI_PERF_TRANSFER_BPF_H

#include "accounting.h"
#include "measure.bpf.h"

/*
 * Defines two programs for an event: tp_btf, which the kernel checks against
 * its types, and raw_tp, which needs no types. User space loads one of each
 * pair.
 */
#define TRACEPOINT(name, event, does)                               \
	SEC("?tp_btf/" #event) int tp_btf_##name##event(__u64 *arg) \
	{                                                           \
		return does;                                        \
	}                                                           \
	SEC("?raw_tp/" #event) int raw_tp_##name##event(__u64 *arg) \
	{                                                           \
		return does;                                        \
	}

/* The account of a series in the table. */
struct lc_account {
	struct rec_series *series;
};

LC_INLINE void lc_select(struct lc_account *a, __u32 series)
{
	a->series = series_at(series);
}

LC_INLINE void lc_count(struct lc_account *a, enum lc_counter counter)
{
	/* Otherwise clang computes the address again for each use. */
	barrier_var(a->series);
	add(a->series->counter[counter], 1);
}

LC_INLINE void lc_measure(struct lc_account *a, enum lc_phase phase, __u64 ns)
{
	hist_record(&a->series->phase[phase], ns);
}

LC_INLINE void lc_note(struct lc_account *a, enum lc_anomaly kind, __u16 token,
		       __u64 age_ns)
{
	note_anomaly(a->series->key, kind, token, age_ns);
}

LC_INLINE __u16 lc_instance(const struct lc_account *a)
{
	return a->series->key >> 16 & 0xff;
}

RARE int count_displaced(const struct lc_displaced *d)
{
	struct lc_account a;

	if (!d)
		return 0;
	lc_account_displaced(&a, d);
	return 0;
}

/*
 * The end of a transfer of any kind: timed out, without a reply, with an error,
 * with stamps out of order, or traced. Returns its anomalies, bits of enum
 * lc_anomaly.
 */
RARE int count_slow(const struct lc_stamps *t, __s32 status, __u16 token)
{
	struct lc_account a;

	if (!t)
		return 0;
	return lc_account_end(&a, &expired, t, status, token);
}

/* Counts an end or a delayed response without xfer_begin. */
static __always_inline int count_untracked(void)
{
	/* Messages that the filter excludes have no begin. */
	if (!filtering)
		add(global.untracked, 1);
	return 0;
}

RARE int count_delayed(__u32 id, __u32 token, __u64 now)
{
	struct lc_account a;
	struct lc_delayed d;
	struct lc_slot *s;
	__u64 tag;

	s = lc_find(in_flight, id, &tag);
	if (!lc_delayed(in_flight, s, id, now, &d))
		return count_untracked();
	lc_account_delayed(&a, &d, token);
	if (trace.enabled)
		trace_other(a.series->key, LA_NONE, token, d.delayed_ns);
	return 0;
}

RARE int count_notification(__u64 protocol, __u64 event, __u64 now)
{
	struct rec_cpu *cpu =
		&cpus[bpf_get_smp_processor_id() & (REC_CPUS - 1)];
	__u64 instance = cpu->handled_ns ? cpu->handled_instance & 0xff : 0;
	int index = series_index(rec_key(instance, protocol, event) |
				 REC_KEY_NOTIFICATION);

	if (index < 0)
		return count_no_series(index);
	add(series_at(index)->counter[LC_NOTIFIED], 1);
	if (cpu->handled_ns)
		hist_record(&series_at(index)->phase[LC_HANDLING],
			    now - cpu->handled_ns);
	cpu->handled_ns = 0;
	return 0;
}

/* Arguments: transfer_id, msg_id, protocol_id, seq, poll */
static __always_inline int on_begin(const __u64 *arg, const bool hooked)
{
	__u16 instance = hooked ? lc_announced(in_flight, arg[0]) : 0;
	int index = series_index(rec_key(instance, arg[2], arg[1]));
	struct lc_displaced displaced;
	int result;

	if (index < 0)
		return count_no_series(index);
	result = lc_begin(in_flight, arg[0], index, true, bpf_ktime_get_ns(),
			  &displaced);
	if (result < 0) {
		add(global.lost_in_flight, 1);
		return 0;
	}
	add(series_at(index)->counter[LC_BEGUN], 1);
	if (result > 0)
		count_displaced(&displaced);
	return 0;
}

/* Arguments: transfer_id, msg_id, protocol_id, seq, timeout (ms), poll */
static __always_inline int on_wait(const __u64 *arg)
{
	lc_wait(in_flight, arg[0], arg[4]);
	return 0;
}

/*
 * A reply to the transfer in @s came. It is out of order if a transfer that the
 * same instance sent later already has a reply.
 */
static __always_inline void check_order(struct lc_slot *s, __u32 token)
{
	struct rec_instance *instance =
		&instances[s->seen >> LC_SEEN_INSTANCE_SHIFT &
			   (REC_INSTANCES - 1)];
	__u64 ring = s->ring_ns;

	if (ring < instance->last_ring_ns) {
		s->seen |= LC_SEEN_OUT_OF_ORDER;
		note_anomaly(series_at(lc_tag_series(s->tag))->key,
			     LA_OUT_OF_ORDER, token, 0);
	} else {
		instance->last_ring_ns = ring;
	}
}

/* Arguments: transfer_id, msg_id, protocol_id, seq, msg_type */
static __always_inline int on_rx_done(const __u64 *arg, const bool hooked)
{
	__u64 now = bpf_ktime_get_ns(), signal = 0;
	struct lc_slot *s;

	if (arg[4] == LC_MSG_NOTIFICATION)
		return count_notification(arg[2], arg[1], now);
	if (hooked)
		signal = cpus[bpf_get_smp_processor_id() & (REC_CPUS - 1)]
				 .signal_ns;
	s = lc_rx_done(in_flight, arg[0], signal, now);
	if (arg[4] == LC_MSG_DELAYED_RESPONSE)
		return count_delayed(arg[0], arg[3], now);
	if (hooked && s && s->ring_ns)
		check_order(s, arg[3]);
	return 0;
}

/*
 * Arguments: transfer_id, msg_id, protocol_id, seq, status. @has_reply: looks
 * for the reply to a transfer that timed out in the command queue; NULL: do not
 * look.
 */
static __always_inline int on_end(__u64 *arg, const bool hooked,
				  const bool traced,
				  int (*has_reply)(__u32 seen))
{
	__s32 status = arg[4];
	struct lc_account a;
	struct lc_stamps t;

	/* A trace reports the flags of delayed responses without hooks, too. */
	if (!lc_remove(in_flight, arg[0], hooked, hooked || traced,
		       bpf_ktime_get_ns(), &t))
		return count_untracked();
	if (traced || status || !lc_account_plain(&a, &t)) {
		/* A copy, so that @t itself can stay in registers. */
		struct lc_stamps copy = t;
		__u32 anomalies;

		if (has_reply && status == LC_STATUS_TIMEOUT &&
		    has_reply(t.seen))
			copy.seen |= LC_SEEN_REPLY;
		anomalies = count_slow(&copy, status, arg[3]);
		if (traced)
			trace_transfer(arg, &copy, series_at(copy.series)->key,
				       anomalies);
	}
	return 0;
}

#endif
