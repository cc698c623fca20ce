/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Who sends, who holds the channel, and the slowest transfers: only if user space
 * asks for it, else the verifier removes all of this.
 */
#ifndef SCMI_PERF_SENDERS_BPF_H
#define SCMI_PERF_SENDERS_BPF_H

#include "measure.bpf.h"
#include "sender_maps.h"

extern const volatile bool with_senders;

/* By channel, see use_index(). Transfers without an end leave, too. */
extern __u64 channel_in_flight[REC_USES];
extern struct rec_sender_losses sender_losses;

/* A caller without a transfer, which is too large for the stack. */
extern const struct rec_caller new_caller;

struct sender_callers {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, struct rec_caller_key);
	__type(value, struct rec_caller);
};
extern struct sender_callers sender_callers SEC(".maps");

struct sender_stacks {
	__uint(type, BPF_MAP_TYPE_STACK_TRACE);
	__uint(max_entries, REC_STACKS);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, REC_FRAMES * sizeof(__u64));
};
extern struct sender_stacks sender_stacks SEC(".maps");

struct sender_holders {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, REC_HOLDERS);
	__type(key, struct rec_holder_key);
	__type(value, struct rec_holder);
};
extern struct sender_holders sender_holders SEC(".maps");

struct sender_channels {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, REC_USES);
	__type(key, __u32);
	__type(value, struct lc_channel_use);
};
extern struct sender_channels sender_channels SEC(".maps");

struct sender_slowest {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct rec_slowest);
};
extern struct sender_slowest sender_slowest SEC(".maps");

static __always_inline __u32 use_index(__u64 key)
{
	return rec_use_index(instances, key);
}

/* A transfer with this key begins. */
LC_RARE int count_in_flight(__u64 key)
{
	__u32 index = use_index(key);
	struct lc_channel_use *u =
		bpf_map_lookup_elem(&sender_channels, &index);
	__u64 n = __sync_fetch_and_add(
		&channel_in_flight[index & (REC_USES - 1)], 1);

	if (!u)
		return 0;
	/* It began before the recording, and was not counted. */
	if ((__s64)n < 0)
		n = 0;
	add(u->begun, 1);
	add(u->sum, n);
	raise(&u->max, n);
	if (n > LC_LEVELS - 1)
		n = LC_LEVELS - 1;
	add(u->level[n & (LC_LEVELS - 1)], 1);
	return 0;
}

/* A transfer of series @s is over, or will have no end. */
static __always_inline void leave_channel(const struct rec_series *s)
{
	if (with_senders)
		add(channel_in_flight[use_index(s->key)], -1);
}

/* Adds a wait of @ns for a channel that the transfer of @r held. */
LC_RARE int add_wait(const struct rec_caller_key *waiter,
		     const struct lc_release *r, __u64 ns)
{
	struct rec_holder_key key = {.waiter = waiter->series,
				     .holder = r->series};
	struct rec_holder none = {}, *h;

	__builtin_memcpy(key.waiter_comm, waiter->comm, sizeof(waiter->comm));
	__builtin_memcpy(key.holder_comm, r->comm, sizeof(r->comm));
	h = bpf_map_lookup_elem(&sender_holders, &key);
	if (!h) {
		bpf_map_update_elem(&sender_holders, &key, &none, BPF_NOEXIST);
		h = bpf_map_lookup_elem(&sender_holders, &key);
	}
	if (!h) {
		add(sender_losses.holders, 1);
		return 0;
	}
	add(h->count, 1);
	add(h->sum_ns, ns);
	raise(&h->max_ns, ns);
	return 0;
}

/*
 * Attributes the wait of an ended transfer for its channel to the others that ended
 * meanwhile, then adds its own end.
 */
LC_RARE int count_wait(const struct rec_caller_key *key,
		       const struct lc_stamps *t, __u32 index)
{
	struct lc_channel_use *u =
		bpf_map_lookup_elem(&sender_channels, &index);
	__u64 from = t->begin_ns, n;
	struct lc_release *r;

	if (!u)
		return 0;
	n = u->released;
	if (t->ring_ns && u->last[(n - 1) & (LC_RELEASES - 1)].end_ns > from) {
		/*
		 * Linux 6.1 rejects a loop whose last instruction is not a
		 * jump, which is for the compiler to decide.
		 */
#pragma clang loop unroll(full)
		for (int i = 0; i < LC_RELEASES; i++) {
			__u64 ns;

			r = &u->last[(n + i) & (LC_RELEASES - 1)];
			ns = lc_held(r, &from, t->ring_ns);
			if (ns)
				add_wait(key, r, ns);
		}
	}
	n = __sync_fetch_and_add(&u->released, 1);
	r = &u->last[n & (LC_RELEASES - 1)];
	r->end_ns = 0; /* not valid yet */
	r->replied_ns = lc_replied_ns(t);
	r->series = key->series;
	__builtin_memcpy(r->comm, key->comm, sizeof(r->comm));
	*(volatile __u64 *)&r->end_ns = t->end_ns;
	return 0;
}

/* Replaces the fastest of the slowest transfers on this processor. */
LC_RARE int add_slow(const struct rec_caller_key *key,
		     const struct lc_stamps *t, const __u64 *arg, __u64 ns)
{
	__u32 zero = 0, at = 0;
	struct rec_slowest *all = bpf_map_lookup_elem(&sender_slowest, &zero);
	__u64 least = ~0ull;
	struct rec_slow *s;

	if (!all || ns <= all->least_ns)
		return 0;
	for (__u32 i = 0; i < REC_SLOWEST; i++)
		if (all->transfer[i].total_ns < least) {
			least = all->transfer[i].total_ns;
			at = i;
		}
	s = &all->transfer[at & (REC_SLOWEST - 1)];
	s->total_ns = ns;
	s->t = *t;
	s->status = arg[4];
	s->token = arg[3];
	s->pid = bpf_get_current_pid_tgid();
	__builtin_memcpy(s->comm, key->comm, sizeof(s->comm));
	least = ~0ull;
	for (__u32 i = 0; i < REC_SLOWEST; i++)
		if (all->transfer[i].total_ns < least)
			least = all->transfer[i].total_ns;
	all->least_ns = least;
	return 0;
}

/* Adds a transfer that took @ns to its caller. */
LC_RARE int add_caller(const struct rec_caller_key *key, bool timed_out,
		       __u64 ns)
{
	struct rec_caller *c = bpf_map_lookup_elem(&sender_callers, key);

	if (!c) {
		bpf_map_update_elem(&sender_callers, key, &new_caller,
				    BPF_NOEXIST);
		c = bpf_map_lookup_elem(&sender_callers, key);
	}
	if (!c) {
		add(sender_losses.callers, 1);
		return 0;
	}
	if (timed_out)
		add(c->timed_out, 1);
	else
		add(c->completed, 1);
	add(c->sum_ns, ns);
	raise(&c->max_ns, ns);
	add(c->latency[caller_bucket(ns)], 1);
	return 0;
}

/* At scmi_xfer_end in the submitter's context; @ctx has the event's arguments. */
LC_RARE int count_sender(void *ctx, const struct lc_stamps *t)
{
	const __u64 *arg = ctx;
	struct rec_caller_key key = {.series = lc_tag_series(t->tag)};
	const struct rec_series *s = series_at(key.series);
	__s64 total = t->end_ns - t->begin_ns;
	__u64 ns = total > 0 ? total : 0;

	bpf_get_current_comm(key.comm, sizeof(key.comm));
	key.stack = bpf_get_stackid(ctx, &sender_stacks, 0);
	if (key.stack < 0) {
		key.stack = -1;
		add(sender_losses.stacks, 1);
	}
	add_caller(&key, (__s32)arg[4] == LC_STATUS_TIMEOUT, ns);
	leave_channel(s);
	count_wait(&key, t, use_index(s->key));
	add_slow(&key, t, arg, ns);
	return 0;
}

#endif
