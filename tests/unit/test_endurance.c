// SPDX-License-Identifier: GPL-2.0-only
/*
 * A day's traffic, ten million transfers, through the state machine into a
 * profile: it adds up, and takes no more memory than the first of it.
 */
#include <malloc.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "unit_test.h"
#include "profile.h"
#include "random_stream.h"
#include "transfer_steps.h"

#define TRANSFERS 10000000u
#define WARM_UP	  1000000u /* memory is what it is by then */

#define DAY_NS	   86400000000000ull
#define GAP_NS	   (DAY_NS / TRANSFERS)
#define CONCURRENT 64
#define SERIES	   8

/* Grows when anything is kept a transfer; a byte of each would be nine of it. */
#define RSS_SLACK_KIB 1024

static struct lc_slot table[LC_SLOTS];
static struct lc_expired expired;
static struct profile profile;
static uint64_t anomalies, delayed_responses;

static void note(uint32_t index, enum lc_anomaly kind, uint32_t id,
		 uint64_t now)
{
	const struct anomaly_event event = {
		.key = profile.series[index].key,
		.kind = (uint8_t)kind,
		.token = id & (LC_TOKENS - 1),
		.time_ns = now,
	};

	profile.series[index].anomaly[kind]++;
	profile_add_event(&profile, &event);
	anomalies++;
}

static uint64_t begin(uint32_t id, uint64_t now)
{
	const uint32_t index = id % SERIES;
	struct series *s = &profile.series[index];
	struct lc_displaced d;
	int result;

	lc_announce(lc_home(table, id), lc_tag_of(id, index, 1));
	result = transfer_begin(table, id, (uint16_t)index, 1, true, now, &d);
	assert_true(result >= 0);
	if (result > 0) {
		struct series *other = &profile.series[d.series];

		other->counter[d.fate]++;
		other->in_flight--;
	}
	s->counter[LC_BEGUN]++;
	s->in_flight++;
	return now + 100 + draw(2000);
}

static void end(uint32_t id, int32_t status, uint64_t now)
{
	struct transfer_end e;
	struct series *s;

	assert_true(transfer_end(table, id, status, now, &e));
	s = &profile.series[e.series];
	s->in_flight--;
	s->counter[e.split.outcome]++;
	s->counter[LC_ERRORS] += e.split.error;
	s->counter[LC_OVERLAPPED] += e.split.overlapped;
	if (status == LC_STATUS_TIMEOUT) {
		lc_expire(&expired, lc_tag(id, (uint16_t)e.series, 1, now),
			  (uint16_t)id, LA_TIMEOUT, now);
		note(e.series, LA_TIMEOUT, id, now);
	} else if (e.split.phases != 1u << LC_TOTAL) {
		assert_int_equal(sum_of_phases(&e.split), e.split.ns[LC_TOTAL]);
	}
	for (int i = 0; i < LC_PHASES; i++)
		if (has_phase(&e.split, (enum lc_phase)i))
			hist_add(&s->phase[i], e.split.ns[i]);
}

static void delayed(uint32_t id, uint64_t now)
{
	struct lc_delayed d = {0};

	assert_true(lc_delayed(table, id, id, 0, now, &d));
	hist_add(&profile.series[d.series].phase[LC_DELAYED], d.delayed_ns);
	delayed_responses++;
}

/* The rest of a transfer after its start; @luck selects its course. */
static void finish(uint32_t id, uint64_t now)
{
	const uint64_t luck = draw(1000);
	__u64 tag;
	struct lc_slot *s = lc_find(table, id, id, &tag);

	assert_non_null(s);
	if (luck == 0)
		return; /* the send fails: no end */
	lc_ring(s, 0, now);
	now += draw(5000);
	lc_rung(s, now);
	lc_wait(table, id, id, 30, false);
	if (luck < 4) {
		const struct lc_rejected m = {
			.instance = 1,
			.token = id % LC_TOKENS,
			.series = (int32_t)(id % SERIES),
			.type = LC_MSG_RESPONSE,
			.bad = LC_BAD_UNEXPECTED,
		};

		end(id, LC_STATUS_TIMEOUT, now + 30000000);
		if (lc_bad_message(table, &expired, &m, now + 50000000) ==
		    LA_LATE_REPLY)
			note(id % SERIES, LA_LATE_REPLY, id, now + 50000000);
		return;
	}
	if (luck > 10) { /* else polled */
		uint64_t signal = now + draw(1u << draw(22)) - draw(50);

		now = signal + draw(3000);
		lc_rx_done(table, id, id, signal, now);
	}
	end(id, luck == 11 ? -95 : 0, now + draw(20000));
	if (luck > 990)
		delayed(id, now + draw(1000000000));
}

static uint64_t total(enum lc_counter counter)
{
	return profile_total(&profile, counter);
}

static void check_identity(uint64_t begun)
{
	assert_int_equal(total(LC_BEGUN), begun);
	assert_int_equal(begun, total(LC_COMPLETED) + total(LC_TIMED_OUT) +
					total(LC_SEND_FAILED) +
					total(LC_AGED_OUT) +
					profile_in_flight(&profile));
	for (size_t i = 0; i < profile.n_series; i++) {
		const struct series *s = &profile.series[i];
		const struct hist *h = s->phase;

		assert_int_equal(h[LC_TOTAL].count, s->counter[LC_COMPLETED]);
		assert_int_equal(h[LC_TIMEOUT].count, s->counter[LC_TIMED_OUT]);
		/* Exact sums: what the phases add up to is the total. */
		assert_int_equal(h[LC_TOTAL].sum,
				 h[LC_SUBMIT].sum + h[LC_DOORBELL].sum +
					 h[LC_SERVICE].sum +
					 h[LC_DISPATCH].sum + h[LC_WAKEUP].sum);
	}
}

static long resident_kib(void)
{
	struct rusage usage;

	assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
	return usage.ru_maxrss;
}

/* A sanitizer's allocator does not report this: 0. */
static size_t heap_bytes(void)
{
	return mallinfo2().uordblks;
}

/*
 * Adds series whose histograms have memory for all buckets, because a longer tail
 * needs more. Nothing else allocates in the long run.
 */
static void add_series(void)
{
	for (uint8_t i = 0; i < SERIES; i++) {
		struct series *s = profile_series(
			&profile,
			(struct series_key){.protocol = 0x15, .message = i});

		for (int p = 0; p < LC_PHASES; p++) {
			struct hist *h = &s->phase[p];

			h->bucket = calloc(HIST_BUCKETS, sizeof(*h->bucket));
			assert_non_null(h->bucket);
			h->cap_buckets = HIST_BUCKETS;
		}
	}
}

static void a_day(void **state)
{
	uint64_t now = 1000, unfinished = 0;
	uint32_t waiting[CONCURRENT] = {0};
	size_t heap = 0;
	long resident = 0;

	add_series();
	/* Ids from 1. At most CONCURRENT are in flight and end in any order. */
	for (uint32_t id = 1; id <= TRANSFERS; id++) {
		uint32_t *slot = &waiting[draw(CONCURRENT)];

		now += GAP_NS / 2 + draw(GAP_NS);
		if (*slot)
			finish(*slot, now);
		*slot = id;
		now = begin(id, now);
		if (id == WARM_UP) {
			check_identity(id);
			heap = heap_bytes();
			resident = resident_kib();
		}
	}
	check_identity(TRANSFERS);
	assert_int_equal(heap_bytes(), heap);
	assert_true(resident_kib() - resident <= RSS_SLACK_KIB);
	for (size_t i = 0; i < CONCURRENT; i++)
		if (waiting[i])
			finish(waiting[i], now);
	for (size_t i = 0; i < LC_SLOTS; i++)
		unfinished += table[i].tag != 0;
	assert_int_equal(profile_in_flight(&profile), unfinished);
	assert_int_equal(profile_anomalies(&profile, LA_TIMEOUT),
			 total(LC_TIMED_OUT));
	assert_int_equal(profile_anomalies(&profile, LA_TIMEOUT) +
				 profile_anomalies(&profile, LA_LATE_REPLY),
			 anomalies);
	assert_int_equal(profile.n_events, PROFILE_EVENTS);
	print_message("# %llu h, %zu bytes, resident %ld -> %ld KiB\n",
		      (unsigned long long)(now / 3600000000000ull), heap,
		      resident, resident_kib());
	/* The day has had everything in it. */
	assert_true(total(LC_SEND_FAILED) + total(LC_AGED_OUT) > 1000);
	assert_true(total(LC_ERRORS) > 1000 && total(LC_OVERLAPPED) > 1000);
	assert_true(total(LC_TIMED_OUT) > 1000 && delayed_responses > 1000);
	profile_free(&profile);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(a_day)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
