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
#include "tasks.bpf.h"

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

/* Adds the resource to the key of a transfer, if its task has announced it. */
static __always_inline __u64 key_of_task(__u64 key, __u32 id)
{
	const struct rec_task *t = current_task(false);

	return t && t->last.id == id ? key_with_resource(key, t->payload) : key;
}

/*
 * Returns the tag of a transfer that begins, from lc_tag_of(), with LC_LIVE; 0:
 * it has no series. @past: of its home, where it is not announced with a series.
 */
RARE __u64 find_tag(__u64 past, __u32 id, __u64 protocol, __u64 message)
{
	bool announced = lc_is_announced(past, id ^ LC_NO_SERIES);
	__u32 instance = announced ? lc_tag_instance(past) : 0;
	__u64 key = rec_key(instance, protocol, message);
	int index;

	if (by_resource)
		key = key_of_task(key, id);
	index = series_index(key);
	if (!announced)
		add(global.gap[LC_GAP_UNANNOUNCED], 1);
	if (index < 0) {
		count_no_series(index);
		return 0;
	}
	return LC_LIVE | lc_tag_of(id, index, instance);
}

/* A transfer begins in series @s; @tag: lc_tag_of(). */
static __always_inline int begin_in(struct rec_series *s, struct lc_slot *home,
				    __u64 tag, const bool hooked,
				    const bool traced)
{
	const struct lc_start start = {
		.tag = tag,
		.waits_seen = true,
		.hooked = hooked,
	};
	struct lc_displaced displaced;
	int result;

	result = lc_begin(in_flight, home, &start, bpf_ktime_get_ns(),
			  &displaced);
	if (result < 0) {
		add(global.lost_in_flight, 1);
		return 0;
	}
	add(s->counter[LC_BEGUN], 1);
	if (result > 0)
		count_displaced(&displaced);
	if (traced && with_senders)
		count_in_flight(s->key);
	return 0;
}

/* Arguments: transfer_id, msg_id, protocol_id, seq, poll */
static __always_inline int on_begin(const __u64 *arg, const bool traced)
{
	struct rec_series *s;
	int index = find_series(rec_key(0, arg[2], arg[1]), &s);

	if (index < 0)
		return count_no_series(index);
	return begin_in(
		s, lc_home(in_flight, arg[3]),
		lc_tag_of(low_half(arg[0]), index & (REC_SERIES - 1), 0), false,
		traced);
}

/* The same where hooks are attached: do_xfer() has announced the transfer. */
static __always_inline int on_announced_begin(const __u64 *arg,
					      const bool traced)
{
	struct lc_slot *home = lc_home(in_flight, arg[3]);
	__u64 tag = LC_READ(home->past);

	if (!lc_is_announced(tag, arg[0])) {
		tag = find_tag(tag, arg[0], arg[2], arg[1]);
		if (!tag)
			return 0;
	}
	return begin_in(series_at(lc_tag_series(tag)), home, tag, true, traced);
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

/* Returns the latest doorbell on the channel of a protocol, or NULL. */
static __always_inline __u64 *last_ring_of(struct rec_instance *instance,
					   __u32 protocol)
{
	__u64 index = rec_channel_index(protocol);

	if (index == REC_CHANNELS)
		return 0;
	/* Otherwise clang drops the masks, which the verifier needs. */
	barrier_var(index);
	index = rec_channel_index(
		instance->channel[index & (REC_CHANNELS - 1)]);
	/* Protocols without a channel have that of BASE. */
	if (index == REC_CHANNELS)
		index = 0;
	barrier_var(index);
	return &instance->last_ring_of[index & (REC_CHANNELS - 1)];
}

/* check_order() for a doorbell that is not the latest one of its instance. */
RARE int check_order_of_channel(struct lc_slot *s, __u32 protocol)
{
	struct rec_instance *instance;
	__u64 *last;

	/* Assumed types do not have the channels. */
	if (!s || assumed)
		return 0;
	instance = &instances[lc_tag_instance(s->tag) & (REC_INSTANCES - 1)];
	if (instance->last_ring_ns == REC_CHANNELS_DIFFER) {
		last = last_ring_of(instance, protocol);
		if (!last)
			return 0;
		if (s->ring_ns >= *last) {
			*last = s->ring_ns;
			return 0;
		}
	}
	s->seen |= LC_SEEN_OUT_OF_ORDER;
	add(series_at(lc_tag_series(s->tag))->counter[LC_OUT_OF_ORDER], 1);
	return 0;
}

/*
 * A reply to the transfer in @s came. It is out of order if a transfer that was
 * sent later on the same channel already has a reply. A transport that carries
 * several messages at a time may do that, which is not an anomaly.
 */
static __always_inline void check_order(struct lc_slot *s, const __u64 *arg)
{
	/* As of an array, but with one instruction less. */
	struct rec_instance *instance =
		(void *)instances +
		(s->tag >> LC_TAG_INSTANCE_AT << 9 & 15 << 9);

	if (s->ring_ns >= instance->last_ring_ns)
		instance->last_ring_ns = s->ring_ns;
	else
		check_order_of_channel(s, arg[2]);
}

/* Returns the time of the signal of a reply, 0: none; @ctx: of its program. */
static __always_inline __u64 signal_of(const void *ctx)
{
	struct rec_cpu *cpu = this_cpu();

	return lc_signal_of(&cpu->signal, address_of(ctx, cpu));
}

/* Arguments: transfer_id, msg_id, protocol_id, seq, msg_type */
static __always_inline int on_rx_done(const __u64 *arg, const bool hooked)
{
	__u64 now = bpf_ktime_get_ns(), signal = 0;
	struct lc_slot *s;

	if (hooked)
		signal = signal_of(arg);
	if (arg[4] == LC_MSG_NOTIFICATION) {
		count_notification(arg[2], arg[1]);
		return 0;
	}
	if (arg[4] != LC_MSG_RESPONSE) {
		count_delayed(arg[0], arg[3], signal, now);
		return 0;
	}
	s = lc_rx_done(in_flight, arg[0], arg[3], signal, now);
	if (!s)
		count_rx_done_past(arg[0], arg[3], now);
	else if (hooked && s->ring_ns)
		check_order(s, arg);
	return 0;
}

/*
 * Arguments: transfer_id, msg_id, protocol_id, seq, status. @look_up: looks
 * for a transfer that timed out in the command queue, see queue.bpf.h; NULL: do
 * not look.
 */
static __always_inline int on_end(__u64 *arg, const bool hooked,
				  const bool traced,
				  int (*look_up)(__u64 seen, __u64 queue))
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

		/* Without a reply, the slot still has its queue. */
		if (look_up && status == LC_STATUS_TIMEOUT && !t.rx_ns)
			copy.seen |= look_up(t.seen, t.signal_ns);
		anomalies = count_slow(&copy, status, arg[3]);
		if (traced && trace.enabled)
			trace_transfer(arg, &copy,
				       series_at(lc_tag_series(copy.tag))->key,
				       anomalies);
		if (traced && with_senders)
			count_sender(arg, &copy);
	}
	return 0;
}

#endif
