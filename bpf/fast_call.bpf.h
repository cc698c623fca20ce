/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Counts the calls of fast channels, for each domain. */
#ifndef SCMI_PERF_FAST_CALL_BPF_H
#define SCMI_PERF_FAST_CALL_BPF_H

#include "measure.bpf.h"

extern struct rec_fast fast_channels[REC_FAST];

/* Returns the entry of a key, which it adds if new, or NULL if the table is full. */
static __always_inline struct rec_fast *find_fast(__u64 key)
{
	for (__u32 i = 0; i < REC_FAST; i++) {
		struct rec_fast *f =
			&fast_channels[(rec_home(key) + i) & (REC_FAST - 1)];
		__u64 other = *(volatile __u64 *)&f->key;

		if (!other)
			other = __sync_val_compare_and_swap(&f->key, 0, key);
		if (!other || other == key)
			return f;
	}
	return NULL;
}

/* @now: CLOCK_MONOTONIC. Calls on two processors may come in the wrong order. */
static __always_inline void measure_period(struct rec_fast *f, __u64 now)
{
	__u64 before = __sync_lock_test_and_set(&f->last_ns, now);
	__u64 period = now - before;

	if (!before || now < before)
		return;
	add(f->periods, 1);
	add(f->period_sum, period);
	raise(&f->period_max, period);
	raise(&f->period_max_of_inverse, ~period);
}

/* @key: without a domain; @values: the first in the lower half. */
RARE int count_fast_call(__u64 key, __u64 domain, __u64 values)
{
	struct rec_fast *f = find_fast(rec_fast_key(key, domain));

	if (!f) {
		add(global.gap[LC_GAP_FAST_CHANNEL], 1);
		return 0;
	}
	add(f->calls, 1);
	f->values = values;
	measure_period(f, bpf_ktime_get_ns());
	return 0;
}

#endif
