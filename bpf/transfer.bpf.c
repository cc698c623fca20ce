// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * Follows transfers through the SCMI core's tracepoints: four programs, each
 * twice over the same body. tp_btf is checked against the kernel's types;
 * raw_tp serves kernels whose BTF does not have them. User space loads one of
 * each pair. Arguments are scalars, one 64-bit slot each, so no kernel type is
 * needed; those that newer kernels append are not looked at.
 *
 * Cost is the first concern: no helper but the clock, arrays only, atomics
 * only where two processors can meet (docs/performance.md has the figures).
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "record.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

/* Globals, which need no look-up; user space has them mapped. */
struct lc_slot in_flight[LC_SLOTS];
struct rec_series series[REC_SERIES];
struct rec_page pages[REC_PAGES];
struct rec_global global;

#define add(where, n) ((void)__sync_fetch_and_add(&(where), (n)))

/*
 * Raises *@where to at least @v. A failed exchange means that another
 * processor has just raised it, so the bound is met only when that many of
 * them get in between.
 */
static __noinline int raise(__u64 *where, __u64 v)
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
static __noinline __u64 find_page(struct rec_hist *h, __u64 v)
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

/* place_of() where the key's home is not its place. */
static __noinline int find_place(__u64 key)
{
	__u32 home = rec_home(key);

	for (__u32 i = 0; i < REC_SERIES_PROBES; i++) {
		__u32 at = (home + i) & (REC_SERIES - 1);
		__u64 there = *(volatile __u64 *)&series[at].key;

		if (!there)
			there = __sync_val_compare_and_swap(&series[at].key, 0,
							    key);
		if (!there || there == key)
			return at;
	}
	return -1;
}

/* The place of a key in the table, taken on first sight; -1: table full. */
static __always_inline int place_of(__u64 key)
{
	__u32 home = rec_home(key);

	return series[home].key == key ? (int)home : find_place(key);
}

static __noinline int count_displaced(const struct lc_displaced *d)
{
	struct rec_series *s;

	if (!d)
		return 0;
	s = &series[d->series & (REC_SERIES - 1)];
	if (d->fate == LC_SEND_FAILED)
		add(s->counter[LC_SEND_FAILED], 1);
	else
		add(s->counter[LC_AGED_OUT], 1);
	return 0;
}

/* A transfer that timed out, had no reply, an error, or stamps in disorder. */
static __noinline int count_odd(__u64 begin, __u64 rx, __u64 end, __u16 place,
				__s32 status)
{
	const struct lc_stamps t = {begin, rx, end, place};
	struct rec_series *s = &series[place & (REC_SERIES - 1)];
	struct lc_ended e;

	lc_judge(&t, status, &e);
	if (e.overlapped)
		add(s->counter[LC_OVERLAPPED], 1);
	if (e.outcome == LC_TIMED_OUT) {
		add(s->counter[LC_TIMED_OUT], 1);
		hist_record(&s->phase[LC_TIMEOUT], e.total_ns);
		return 0;
	}
	add(s->counter[LC_COMPLETED], 1);
	if (e.error)
		add(s->counter[LC_ERRORS], 1);
	hist_record(&s->phase[LC_TOTAL], e.total_ns);
	if (e.replied) {
		hist_record(&s->phase[LC_TRANSPORT], e.transport_ns);
		hist_record(&s->phase[LC_WAKEUP], e.wakeup_ns);
	}
	return 0;
}

#define TRACEPOINT(event)                                   \
	static __always_inline int event(const __u64 *arg); \
	SEC("tp_btf/" #event) int btf_##event(__u64 *ctx)   \
	{                                                   \
		return event(ctx);                          \
	}                                                   \
	SEC("raw_tp/" #event) int raw_##event(__u64 *ctx)   \
	{                                                   \
		return event(ctx);                          \
	}                                                   \
	static __always_inline int event(const __u64 *arg)

/* transfer_id, msg_id, protocol_id, seq, poll */
TRACEPOINT(scmi_xfer_begin)
{
	int place = place_of(rec_key(arg[2], arg[1]));
	struct lc_displaced displaced;
	int result;

	if (place < 0) {
		add(global.lost_series, 1);
		return 0;
	}
	result = lc_begin(in_flight, arg[0], place, true, bpf_ktime_get_ns(),
			  &displaced);
	if (result < 0) {
		add(global.lost_in_flight, 1);
		return 0;
	}
	add(series[place & (REC_SERIES - 1)].counter[LC_BEGUN], 1);
	if (result > 0)
		count_displaced(&displaced);
	return 0;
}

/* transfer_id, msg_id, protocol_id, seq, timeout (ms), poll */
TRACEPOINT(scmi_xfer_response_wait)
{
	lc_wait(in_flight, arg[0], arg[4]);
	return 0;
}

/* transfer_id, msg_id, protocol_id, seq, msg_type */
TRACEPOINT(scmi_rx_done)
{
	lc_rx_done(in_flight, arg[0], arg[4], bpf_ktime_get_ns());
	return 0;
}

/* transfer_id, msg_id, protocol_id, seq, status */
TRACEPOINT(scmi_xfer_end)
{
	__s32 status = arg[4];
	struct rec_series *s;
	struct lc_stamps t;

	if (!lc_remove(in_flight, arg[0], bpf_ktime_get_ns(), &t)) {
		add(global.untracked, 1);
		return 0;
	}
	if (!lc_plain(&t, status))
		return count_odd(t.begin_ns, t.rx_ns, t.end_ns, t.series,
				 status);
	s = &series[t.series & (REC_SERIES - 1)];
	barrier_var(s); /* or clang works it out again for every use */
	add(s->counter[LC_COMPLETED], 1);
	hist_record(&s->phase[LC_TOTAL], t.end_ns - t.begin_ns);
	hist_record(&s->phase[LC_TRANSPORT], t.rx_ns - t.begin_ns);
	hist_record(&s->phase[LC_WAKEUP], t.end_ns - t.rx_ns);
	return 0;
}
