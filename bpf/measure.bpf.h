/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The programs' memory and how they add to it. Cost is the first concern: no
 * helper but the clock, arrays only, atomics only where two processors can meet
 * (docs/performance.md has the figures).
 */
#ifndef SCMI_PERF_MEASURE_BPF_H
#define SCMI_PERF_MEASURE_BPF_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "emit.bpf.h"
#include "maps.h"
#include "message_filter.h"

/* Globals, which need no look-up; user space has them mapped. */
extern struct lc_slot in_flight[LC_SLOTS];
extern struct lc_expired expired;
extern struct rec_series series[REC_SERIES];
extern struct rec_page pages[REC_PAGES];
extern struct rec_instance instances[REC_INSTANCES];
extern struct rec_task tasks[REC_TASKS];
extern struct rec_cpu cpus[REC_CPUS];
extern struct rec_event events[REC_EVENTS];
extern struct rec_global global;

/* Set before loading: the verifier leaves out what they rule out. */
extern const volatile __u32 key_mask; /* series in use - 1 */
extern const volatile bool filtering; /* the filter wants less than all */
extern const volatile struct rec_filter filter;

/*
 * Off the usual path: a function that the verifier looks at once, whatever it
 * is called with, instead of again at every call. So it may be given scalars,
 * and pointers that it checks, and returns a scalar.
 */
#define RARE __weak __noinline

#define add(where, n) ((void)__sync_fetch_and_add(&(where), (n)))

/*
 * Raises *@where to at least @v. A failed exchange means that another
 * processor has just raised it, so the bound is met only when that many of
 * them get in between.
 */
RARE int raise(__u64 *where, __u64 v)
{
	if (!where)
		return 0;
	for (int i = 0; i < 64; i++) {
		__u64 old = *(volatile __u64 *)where;

		if (v <= old ||
		    __sync_val_compare_and_swap(where, old, v) == old)
			break;
	}
	return 0;
}

/*
 * Hands out a page of the pool, once per histogram and octave; 0 when there is
 * none left. Two processors that meet here take one each and the slower one's
 * stays unused.
 */
static __always_inline __u32 take_page(struct rec_hist *h, __u32 page)
{
	__u64 taken = __sync_fetch_and_add(&global.pages_asked, 1) + 1;
	__u32 there;

	if (taken >= REC_PAGES)
		return 0;
	there = __sync_val_compare_and_swap(&h->page[page], 0, taken);
	return there ? there : taken;
}

/*
 * Where @v belongs: the pool's page, and by how much to shift @v for the bucket
 * in it. Remembered for the next value, which is likely to be close. 0 when
 * the pool is empty.
 */
RARE __u64 find_page(struct rec_hist *h, __u64 v)
{
	__u32 page = hist_index(v) >> HIST_M & (REC_HIST_PAGES - 1);
	__u64 near;
	__u32 n;

	if (!h)
		return 0;
	n = h->page[page];
	if (!n)
		n = take_page(h, page);
	if (!n)
		return 0;
	near = (__u64)n << 32 | (page ? page - 1 : 0);
	/* The first page's values look like the second's with that shift. */
	if (page)
		h->near = near;
	return near;
}

static __always_inline void hist_record(struct rec_hist *h, __u64 v)
{
	__u64 near = *(volatile __u64 *)&h->near;
	__u64 sub = v >> (near & 63);
	__u32 page;

	if (!near || sub >> HIST_M != 1) {
		near = find_page(h, v);
		if (!near) {
			add(global.lost_histogram, 1);
			return;
		}
		sub = v >> (near & 63);
	}
	page = near >> 32 & (REC_PAGES - 1);
	add(pages[page].bucket[sub & (HIST_PAGE_BUCKETS - 1)], 1);
	add(h->sum, v);
	if (v > h->max)
		raise(&h->max, v);
	if (~v > h->max_of_inverse)
		raise(&h->max_of_inverse, ~v);
}

static __always_inline struct rec_series *series_at(__u32 place)
{
	return &series[place & (REC_SERIES - 1)];
}

/* Whether the filter wants what has this key. */
static __always_inline bool is_wanted(__u64 key)
{
	const struct rec_instance *from =
		&instances[key >> 16 & (REC_INSTANCES - 1)];

	if (filter.instance_plus &&
	    (!from->handle || from->id + 1 != filter.instance_plus))
		return false;
	if (filter.send_message && from->send_message != filter.send_message)
		return false;
	for (__u32 i = 0; i < filter.n_messages && i < FILTER_MESSAGES; i++) {
		__u32 ignored = filter.message[i] & FILTER_ANY_MESSAGE ? 0xff
								       : 0;

		if (!((filter.message[i] ^ key) & 0xffff & ~ignored))
			return true;
	}
	return !filter.n_messages;
}

#define PLACE_NONE     (-1) /* the table is full */
#define PLACE_UNWANTED (-2)

/* place_of() where the key's home is not its place. */
RARE int find_place(__u64 key)
{
	__u32 home = rec_home(key);

	/* So the filter costs what is wanted nothing. */
	if (filtering && !is_wanted(key))
		return PLACE_UNWANTED;
	for (__u32 i = 0; i < REC_SERIES_PROBES; i++) {
		__u32 at = (home + i) & key_mask & (REC_SERIES - 1);
		__u64 there = *(volatile __u64 *)&series[at].key;

		if (!there)
			there = __sync_val_compare_and_swap(&series[at].key, 0,
							    key);
		if (!there || there == key)
			return at;
	}
	return PLACE_NONE;
}

/* The place of a key in the table, taken on first sight; or PLACE_…, below 0. */
static __always_inline int place_of(__u64 key)
{
	__u32 home = rec_home(key);

	return series[home].key == key ? (int)home : find_place(key);
}

/* Accounts for what has no place. */
RARE int no_place(int place)
{
	if (place == PLACE_NONE)
		add(global.lost_series, 1);
	return 0;
}

/* Counts an anomaly, and notes it among the last. @age_ns 0: not known. */
RARE int note_anomaly(__u64 key, __u32 kind, __u32 token, __u64 age_ns)
{
	int place = place_of(key);
	struct rec_event *e;
	__u64 n;

	if (kind >= LA_KINDS)
		return 0;
	if (place < 0)
		return no_place(place);
	add(series_at(place)->anomaly[kind], 1);
	n = __sync_fetch_and_add(&global.events, 1);
	e = &events[n & (REC_EVENTS - 1)];
	e->time_ns = bpf_ktime_get_ns();
	e->key = key;
	e->age_ns = age_ns;
	e->kind = kind;
	e->token = token;
	e->cpu = bpf_get_smp_processor_id();
	e->pid = bpf_get_current_pid_tgid();
	bpf_get_current_comm(e->comm, sizeof(e->comm));
	if (trace.enabled && !(TRACE_OF_TRANSFER & 1u << kind))
		trace_other(key, kind, token, age_ns);
	return 0;
}

#endif
