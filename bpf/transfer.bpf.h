/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Handlers of the tracepoints in the SCMI core. All arguments are scalars in
 * 64-bit slots, so no kernel type is needed; the handlers ignore arguments that
 * newer kernels append. @hooked: hooks in the transport are attached, too;
 * otherwise no time is spent on their data.
 */
#ifndef SCMI_PERF_TRANSFER_BPF_H
#define SCMI_PERF_TRANSFER_BPF_H

#include "account.bpf.h"

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

/* lc_account_early(); returns whether it has counted the transfer. */
RARE int count_early(__u32 series, __u64 submit, __u64 service, __u64 dispatch,
		     __u64 wakeup)
{
	struct lc_account a;

	lc_select(&a, series);
	return lc_account_early(&a, submit, service, dispatch, wakeup);
}

/*
 * Counts a transfer with status 0 if a faster way than count_slow() is known.
 * Returns whether it has. Most boards poll, or their call brings the reply.
 */
static __always_inline bool count_fast(const struct lc_stamps *t)
{
	__u32 series = lc_tag_series(t->tag);
	struct lc_account a;

	if (!t->rx_ns) {
		lc_select(&a, series);
		return lc_account_polled(&a, t->begin_ns, t->ring_ns,
					 t->rung_ns, t->end_ns);
	}
	if (lc_account_plain(&a, t))
		return true;
	return lc_is_early(t) &&
	       count_early(series, t->ring_ns - t->begin_ns,
			   t->signal_ns - t->ring_ns, t->rx_ns - t->signal_ns,
			   t->end_ns - t->rx_ns);
}

/* Counts an end or a delayed response without xfer_begin. */
static __always_inline int count_untracked(void)
{
	/* Messages that the filter excludes have no begin. */
	if (!filtering)
		add(global.untracked, 1);
	return 0;
}

RARE int count_delayed(__u32 id, __u32 token, __u64 signal, __u64 now)
{
	struct lc_account a;
	struct lc_delayed d;

	if (!lc_delayed(in_flight, id, token, signal, now, &d))
		return count_untracked();
	lc_account_delayed(&a, &d, token);
	if (trace.enabled)
		trace_other(a.series->key, LA_NONE, token, d.delayed_ns);
	/* The event of its transfer has no flag of it. */
	if (trace.enabled && d.first && d.past)
		trace_other(a.series->key, LA_DELAYED_FIRST, token,
			    d.delayed_ns);
	return 0;
}

/*
 * A notification. The core has just passed it to scmi_notify() on this
 * processor, so the hook there has set its key with the instance, if it ran.
 */
RARE int count_notification(__u64 protocol, __u64 event)
{
	struct rec_cpu *cpu = this_cpu();
	__u64 key = rec_key(0, protocol, event) | REC_KEY_NOTIFICATION;
	int index;

	if (cpu->notification && !((cpu->notification ^ key) & 0xffff))
		key = cpu->notification;
	cpu->notification = 0;
	index = series_index(key);
	if (index < 0)
		return count_no_series(index);
	add(series_at(index)->counter[LC_NOTIFIED], 1);
	return 0;
}

/* scmi_rx_done of a transfer that has ended already. */
RARE int count_rx_done_past(__u32 id, __u32 token, __u64 now)
{
	lc_rx_done_past(in_flight, id, token, now);
	return 0;
}

/* Returns the index of the instance of a transfer that begins; 0: unknown. */
static __always_inline __u32 announced_instance(const struct lc_slot *home,
						__u32 id)
{
	__u32 instance = lc_announced(home, id);

	if (!lc_is_announced(home, id))
		add(global.gap[LC_GAP_UNANNOUNCED], 1);
	return instance;
}

/* Arguments: transfer_id, msg_id, protocol_id, seq, poll */
static __always_inline int on_begin(const __u64 *arg, const bool hooked)
{
	struct lc_slot *home = lc_home(in_flight, arg[3]);
	__u32 id = low_half(arg[0]);
	__u32 instance = hooked ? announced_instance(home, id) : 0;
	struct rec_series *s;
	int index = find_series(rec_key(instance, arg[2], arg[1]), &s);
	const struct lc_start start = {
		.id = id,
		.token = arg[3],
		.series = index & (REC_SERIES - 1),
		.instance = instance,
		.waits_seen = true,
		.hooked = hooked,
	};
	struct lc_displaced displaced;
	int result;

	if (index < 0)
		return count_no_series(index);
	result = lc_begin(in_flight, home, &start, bpf_ktime_get_ns(),
			  &displaced);
	if (result < 0) {
		add(global.lost_in_flight, 1);
		return 0;
	}
	add(s->counter[LC_BEGUN], 1);
	if (result > 0)
		count_displaced(&displaced);
	return 0;
}

/* Whether the transport's call brings the reply of a polled transfer. */
static __always_inline bool completed_on_return(__u64 tag)
{
	__u32 instance = lc_tag_instance(tag) & (REC_INSTANCES - 1);

	return instances[instance].completed_on_return;
}

/* Arguments: transfer_id, msg_id, protocol_id, seq, timeout (ms), poll */
static __always_inline int on_wait(const __u64 *arg, const bool hooked)
{
	struct lc_slot *s =
		lc_wait(in_flight, arg[0], arg[3], arg[4] & LC_WAIT_MS, arg[5]);

	/* With shared memory, nothing else shows the doorbell's exit. */
	if (hooked && s && s->ring_ns && !s->rung_ns &&
	    !(arg[5] && completed_on_return(s->tag)))
		lc_rung(s, bpf_ktime_get_ns());
	return 0;
}

/* @last: the latest doorbell on the channel of a transfer with a reply. */
static __always_inline void compare_rings(struct lc_slot *s, __u64 ring,
					  __u64 *last)
{
	if (ring < *last) {
		s->seen |= LC_SEEN_OUT_OF_ORDER;
		add(series_at(lc_tag_series(s->tag))->counter[LC_OUT_OF_ORDER],
		    1);
	} else {
		*last = ring;
	}
}

/* check_order() for a vendor's protocol, which can be on any channel. */
RARE int check_vendor_order(struct lc_slot *s, __u32 protocol)
{
	__u64 index = rec_channel_index(protocol);
	struct rec_instance *instance;

	if (!s || index == REC_CHANNELS)
		return 0;
	instance = &instances[lc_tag_instance(s->tag) & (REC_INSTANCES - 1)];
	/* Otherwise clang drops the masks, which the verifier needs. */
	barrier_var(index);
	index = rec_channel_index(
		instance->channel[index & (REC_CHANNELS - 1)]);
	if (index == REC_CHANNELS)
		return 0;
	barrier_var(index);
	compare_rings(s, s->ring_ns,
		      &instance->last_ring_ns[index & (REC_CHANNELS - 1)]);
	return 0;
}

/*
 * A reply to the transfer in @s came. It is out of order if a transfer that was
 * sent later on the same channel already has a reply. A transport that carries
 * several messages at a time may do that, which is not an anomaly.
 */
static __always_inline void check_order(struct lc_slot *s, __u64 protocol)
{
	struct rec_instance *instance =
		&instances[lc_tag_instance(s->tag) & (REC_INSTANCES - 1)];
	/* Not a subtraction: the verifier knows the range of the result. */
	__u64 index = protocol ^ REC_FIRST_PROTOCOL, ring = s->ring_ns;

	barrier_var(index);
	if (index >= REC_PROTOCOLS) {
		check_vendor_order(s, protocol);
		return;
	}
	compare_rings(s, ring,
		      &instance->last_ring_ns[instance->channel[index] &
					      (REC_PROTOCOLS - 1)]);
}

/* Returns the time of the signal of a reply, 0: none; @ctx: of its program. */
static __always_inline __u64 signal_of(const void *ctx)
{
	struct rec_cpu *cpu = this_cpu();

	return lc_signal_of(&cpu->signal, frame_of(ctx, cpu));
}

/* Arguments: transfer_id, msg_id, protocol_id, seq, msg_type */
static __always_inline int on_rx_done(const __u64 *arg, const bool hooked)
{
	__u64 now = bpf_ktime_get_ns(), signal = 0;
	struct lc_slot *s;

	if (arg[4] == LC_MSG_NOTIFICATION)
		return count_notification(arg[2], arg[1]);
	if (hooked)
		signal = signal_of(arg);
	if (arg[4] == LC_MSG_DELAYED_RESPONSE)
		return count_delayed(arg[0], arg[3], signal, now);
	s = lc_rx_done(in_flight, arg[0], arg[3], signal, now);
	if (!s)
		return count_rx_done_past(arg[0], arg[3], now);
	/* Assumed types do not have the channels. */
	if (hooked && !assumed && s->ring_ns)
		check_order(s, arg[2]);
	return 0;
}

/*
 * Arguments: transfer_id, msg_id, protocol_id, seq, status. @look_up: looks
 * for a transfer that timed out in the command queue, see queue.bpf.h; NULL: do
 * not look.
 */
static __always_inline int on_end(__u64 *arg, const bool hooked,
				  const bool traced,
				  int (*look_up)(__u64 seen, __u32 instance))
{
	__u64 now = bpf_ktime_get_ns();
	__s32 status = arg[4];
	struct lc_stamps t;

	/* A trace reports the flags of delayed responses without hooks, too. */
	if (!lc_remove(in_flight, arg[0], arg[3], hooked, hooked || traced, now,
		       &t))
		return count_untracked();
	if (traced || status || !count_fast(&t)) {
		/* A copy, so that @t itself can stay in registers. */
		struct lc_stamps copy = t;
		__u32 anomalies;

		if (look_up && status == LC_STATUS_TIMEOUT)
			copy.seen |= look_up(t.seen, lc_tag_instance(t.tag));
		anomalies = count_slow(&copy, status, arg[3]);
		if (traced)
			trace_transfer(arg, &copy,
				       series_at(lc_tag_series(copy.tag))->key,
				       anomalies);
	}
	return 0;
}

#endif
