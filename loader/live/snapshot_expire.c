// SPDX-License-Identifier: GPL-2.0-only
#include "snapshot.h"

#include "accounting.h"
#include "sender_maps.h"

/* The account of a series in the maps, while programs may add to it, too. */
struct lc_account {
	struct snapshot *m;
	struct rec_series *series;
	uint64_t time_ns; /* of the event */
};

LC_INLINE void lc_select(struct lc_account *a, __u32 series)
{
	a->series = &a->m->series[series];
}

LC_INLINE void lc_count(struct lc_account *a, enum lc_counter counter)
{
	__sync_fetch_and_add(&a->series->counter[counter], 1);
}

LC_INLINE void lc_count_status(struct lc_account *a, __s32 status)
{
	__sync_fetch_and_add(&a->series->status[lc_status_of_end(status)], 1);
}

LC_INLINE void lc_measure(struct lc_account *a, enum lc_phase phase, __u64 ns)
{
	__sync_fetch_and_add(&a->series->phase[phase].sum, ns);
}

LC_INLINE void lc_note(struct lc_account *a, enum lc_anomaly kind, __u16 token,
		       __u64 age_ns)
{
	uint64_t n = __sync_fetch_and_add(&a->m->global->events, 1);

	__sync_fetch_and_add(&a->series->anomaly[kind], 1);
	a->m->events[n % REC_EVENTS] = (struct rec_event){
		.time_ns = a->time_ns,
		.key = a->series->key,
		.age_ns = age_ns,
		.kind = kind,
		.token = token,
	};
}

/* The transfer is not in flight any more. */
static void leave_channel(struct snapshot *m, uint64_t key)
{
	__sync_fetch_and_sub(
		&m->channel_in_flight[rec_use_index(m->instances, key)], 1);
}

void snapshot_expire(struct snapshot *m, uint64_t now_ns)
{
	for (uint32_t i = 0; i < LC_SLOTS; i++) {
		struct lc_slot *slot = &m->in_flight[i];
		uint64_t tag = *(volatile __u64 *)&slot->tag;
		struct lc_account a = {.m = m, .time_ns = slot->begin_ns};
		struct lc_displaced d = {.series = lc_tag_series(tag),
					 .token = lc_tag_token(tag, i)};

		if (!tag || d.series >= REC_SERIES)
			continue;
		/* Not by begin_ns, which can still be that of the last one. */
		d.fate = m->nothing_is_sent && !slot->wait && !slot->rx_ns
				 ? LC_SEND_FAILED
				 : lc_fate(lc_tag_age_ns(tag, now_ns),
					   slot->wait, true);
		if (d.fate == LC_BEGUN || !lc_swap(&slot->tag, tag, 0))
			continue;
		lc_account_displaced(&a, &d);
		if (m->channel_in_flight)
			leave_channel(m, a.series->key);
	}
}
