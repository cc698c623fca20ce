/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * What the programs on the SCMI core's tracepoints do. Their arguments are
 * scalars, one 64-bit slot each, so no kernel type is needed; those that newer
 * kernels append are not looked at. @hooked: whether the transport's hooks are
 * attached too; if not, nothing is spent on what they would tell.
 */
#ifndef SCMI_PERF_TRANSFER_BPF_H
#define SCMI_PERF_TRANSFER_BPF_H

#include "measure.bpf.h"
#include "accounting.h"

/*
 * A program for an event, by tp_btf, which is checked against the kernel's
 * types, and by raw_tp, which needs none. User space loads one of each pair.
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
	/* Otherwise clang computes the address again for every use. */
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
 * Any transfer: one that timed out, had no reply, an error, or stamps in
 * disorder, or is traced. Returns its anomalies, bits of enum lc_anomaly.
 */
RARE int count_slow(const struct lc_stamps *t, __s32 status, __u16 token)
{
	struct lc_account a;

	if (!t)
		return 0;
	return lc_account_end(&a, &expired, t, status, token);
}

RARE int count_delayed(__u32 id, __u32 token, __u64 now)
{
	struct lc_account a;
	struct lc_delayed d;
	struct lc_slot *s;
	__u64 tag;

	s = lc_find(in_flight, id, &tag);
	if (!lc_delayed(in_flight, s, id, now, &d)) {
		/* One that is not wanted has no begin either. */
		if (!filtering)
			add(global.untracked, 1);
		return 0;
	}
	lc_account_delayed(&a, &d, token);
	if (trace.enabled)
		trace_other(a.series->key, LA_NONE, token, d.delayed_ns);
	return 0;
}

RARE int count_notification(__u64 protocol, __u64 event, __u64 now)
{
	struct rec_cpu *cpu =
		&cpus[bpf_get_smp_processor_id() & (REC_CPUS - 1)];
	__u64 from = cpu->handled_ns ? cpu->handled_from & 0xff : 0;
	int place =
		place_of(rec_key(from, protocol, event) | REC_KEY_NOTIFICATION);

	if (place < 0)
		return no_place(place);
	add(series_at(place)->counter[LC_NOTIFIED], 1);
	if (cpu->handled_ns)
		hist_record(&series_at(place)->phase[LC_HANDLING],
			    now - cpu->handled_ns);
	cpu->handled_ns = 0;
	return 0;
}

/* transfer_id, msg_id, protocol_id, seq, poll */
static __always_inline int on_begin(const __u64 *arg, const bool hooked)
{
	__u16 from = hooked ? lc_announced(in_flight, arg[0]) : 0;
	int place = place_of(rec_key(from, arg[2], arg[1]));
	struct lc_displaced displaced;
	int result;

	if (place < 0)
		return no_place(place);
	result = lc_begin(in_flight, arg[0], place, true, bpf_ktime_get_ns(),
			  &displaced);
	if (result < 0) {
		add(global.lost_in_flight, 1);
		return 0;
	}
	add(series_at(place)->counter[LC_BEGUN], 1);
	if (result > 0)
		count_displaced(&displaced);
	return 0;
}

/* transfer_id, msg_id, protocol_id, seq, timeout (ms), poll */
static __always_inline int on_wait(const __u64 *arg)
{
	lc_wait(in_flight, arg[0], arg[4]);
	return 0;
}

/*
 * A reply to @s's transfer: out of order if one that the same instance sent after
 * it has been replied to already.
 */
static __always_inline void check_order(struct lc_slot *s, __u32 token)
{
	struct rec_instance *from =
		&instances[s->seen >> LC_SEEN_FROM_SHIFT & (REC_INSTANCES - 1)];
	__u64 ring = s->ring_ns;

	if (ring < from->last_ring_ns) {
		s->seen |= LC_SEEN_OUT_OF_ORDER;
		note_anomaly(series_at(lc_tag_series(s->tag))->key,
			     LA_OUT_OF_ORDER, token, 0);
	} else {
		from->last_ring_ns = ring;
	}
}

/* transfer_id, msg_id, protocol_id, seq, msg_type */
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
 * transfer_id, msg_id, protocol_id, seq, status. @held: whether the command queue
 * holds the reply to one that timed out.
 */
static __always_inline int on_end(__u64 *arg, const bool hooked,
				  const bool traced, int (*held)(__u32 seen))
{
	__s32 status = arg[4];
	struct lc_account a;
	struct lc_stamps t;

	/* Delayed responses are known without hooks, too: a trace tells of them. */
	if (!lc_remove(in_flight, arg[0], hooked, hooked || traced,
		       bpf_ktime_get_ns(), &t)) {
		/* One that is not wanted has no begin either. */
		if (!filtering)
			add(global.untracked, 1);
		return 0;
	}
	if (traced || status || !lc_account_plain(&a, &t)) {
		/* A copy, so that @t itself can stay in registers. */
		struct lc_stamps odd = t;
		__u32 anomalies;

		if (held && status == LC_STATUS_TIMEOUT && held(t.seen))
			odd.seen |= LC_SEEN_REPLY;
		anomalies = count_slow(&odd, status, arg[3]);
		if (traced)
			trace_transfer(arg, &odd, series_at(odd.series)->key,
				       anomalies);
	}
	return 0;
}

#endif
