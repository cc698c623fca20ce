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

struct lc_slot in_flight[LC_SLOTS];
struct rec_global global;

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, REC_SERIES);
	__type(key, __u32);
	__type(value, struct rec_series);
} series SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, REC_PAGES);
	__type(key, __u32);
	__type(value, struct rec_page);
} pages SEC(".maps");

#define add(where, n) ((void)__sync_fetch_and_add(&(where), (n)))

/*
 * Raises *@where to at least @v. A failed exchange means that another
 * processor has just raised it, so the bound is met only when that many of
 * them get in between.
 */
static __always_inline void raise(__u64 *where, __u64 v)
{
	for (int i = 0; i < 64; i++) {
		__u64 old = *(volatile __u64 *)where;

		if (v <= old ||
		    __sync_val_compare_and_swap(where, old, v) == old)
			return;
	}
}

/*
 * Hands out a page of the pool, once per histogram and octave. Two processors
 * that meet here take one each and the slower one's stays unused.
 */
static __noinline __u32 take_page(struct rec_hist *h, __u32 page)
{
	__u64 taken;
	__u32 there;

	if (!h || page >= HIST_PAGES)
		return 0;
	taken = __sync_fetch_and_add(&global.pages_used, 1);
	if (taken >= REC_PAGES)
		return 0;
	there = __sync_val_compare_and_swap(&h->page[page], 0, taken + 1);
	return there ? there : taken + 1;
}

static __always_inline void hist_record(struct rec_hist *h, __u64 v)
{
	__u32 index = hist_index(v);
	__u32 page = index >> HIST_M;
	struct rec_page *p;
	__u32 n;

	if (page >= HIST_PAGES)
		return; /* never: the verifier does not know */
	n = h->page[page];
	if (!n)
		n = take_page(h, page);
	n--; /* none left: beyond the pool, the look-up fails */
	p = bpf_map_lookup_elem(&pages, &n);
	if (!p) {
		add(global.lost_histogram, 1);
		return;
	}
	add(p->bucket[index & (HIST_PAGE_BUCKETS - 1)], 1);
	add(h->sum, v);
	raise(&h->max, v);
	raise(&h->max_of_inverse, ~v);
}

/* The place of a key, taken on first sight; NULL when the table is full. */
static __always_inline struct rec_series *series_of(__u64 key, __u32 *place)
{
	__u32 home = rec_home(key);

	for (__u32 i = 0; i < REC_SERIES_PROBES; i++) {
		__u32 at = (home + i) & (REC_SERIES - 1);
		struct rec_series *s = bpf_map_lookup_elem(&series, &at);
		__u64 there;

		if (!s)
			return 0;
		there = *(volatile __u64 *)&s->key;
		if (!there) {
			there = __sync_val_compare_and_swap(&s->key, 0, key);
			if (!there)
				there = key;
		}
		if (there == key) {
			*place = at;
			return s;
		}
	}
	return 0;
}

static __always_inline void count(__u32 place, enum lc_counter counter)
{
	struct rec_series *s = bpf_map_lookup_elem(&series, &place);

	if (s)
		add(s->counter[counter], 1);
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
	struct lc_displaced displaced;
	struct rec_series *s;
	__u32 place;

	s = series_of(rec_key(arg[2], arg[1]), &place);
	if (!s) {
		add(global.lost_series, 1);
		return 0;
	}
	if (!lc_begin(in_flight, arg[0], place, true, bpf_ktime_get_ns(),
		      &displaced)) {
		add(global.lost_in_flight, 1);
		return 0;
	}
	add(s->counter[LC_BEGUN], 1);
	if (displaced.fate == LC_SEND_FAILED)
		count(displaced.series, LC_SEND_FAILED);
	else if (displaced.fate == LC_AGED_OUT)
		count(displaced.series, LC_AGED_OUT);
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
	struct rec_series *s;
	struct lc_ended e;
	__u32 place;

	if (!lc_end(in_flight, arg[0], arg[4], bpf_ktime_get_ns(), &e)) {
		add(global.untracked, 1);
		return 0;
	}
	place = e.series;
	s = bpf_map_lookup_elem(&series, &place);
	if (!s)
		return 0; /* never: the place came from series_of() */
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
