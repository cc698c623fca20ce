/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* The accounts of bpf/accounting.h in the memory of the programs. */
#ifndef SCMI_PERF_ACCOUNT_BPF_H
#define SCMI_PERF_ACCOUNT_BPF_H

#include "accounting.h"
#include "measure.bpf.h"
#include "senders.bpf.h"

/* The account of a series in the table. */
struct lc_account {
	struct rec_series *series;
	struct rec_page *pool;
};

LC_INLINE void lc_select(struct lc_account *a, __u32 series)
{
	a->series = series_at(series);
	a->pool = pages;
	/* Otherwise clang loads the address again for each use. */
	barrier_var(a->pool);
}

LC_INLINE void lc_count(struct lc_account *a, enum lc_counter counter)
{
	/* Otherwise clang computes the address again for each use. */
	barrier_var(a->series);
	add(a->series->counter[counter], 1);
}

LC_INLINE void lc_count_status(struct lc_account *a, __s32 status)
{
	__u32 index = lc_status_of_end(status);

	/* Otherwise clang drops the mask, which the verifier needs. */
	barrier_var(index);
	barrier_var(a->series);
	add(a->series->status[index & (REC_STATUSES - 1)], 1);
}

LC_INLINE void lc_measure(struct lc_account *a, enum lc_phase phase, __u64 ns)
{
	if (__builtin_constant_p(phase))
		hist_record(a->series,
			    offsetof(struct rec_series, phase) +
				    phase * sizeof(struct rec_hist),
			    a->pool, ns);
	else
		hist_record(&a->series->phase[phase], 0, a->pool, ns);
}

LC_INLINE void lc_note(struct lc_account *a, enum lc_anomaly kind, __u16 token,
		       __u64 age_ns)
{
	note_anomaly(a->series->key, kind, token, age_ns);
}

RARE int count_displaced(const struct lc_displaced *d)
{
	struct lc_account a;

	if (!d)
		return 0;
	lc_account_displaced(&a, d);
	leave_channel(a.series);
	return 0;
}

#endif
