// SPDX-License-Identifier: GPL-2.0-only
/*
 * Delayed responses that overtake their replies. The core accepts such a delayed
 * response and wakes the caller before it reports scmi_rx_done, so on another
 * processor the transfer can end first. Then the core rejects the reply. If the
 * reply is first, the core accepts both. The events of the caller and those of
 * the platform interleave in all ways, on a fine and on a coarse clock.
 */
#include <string.h>

#include "unit_test.h"
#include "accounting.h"
#include "transfer_steps.h"

#define ID     5
#define SERIES 3

static struct lc_slot table[LC_SLOTS];
static struct lc_expired expired;

/* The account of the only series. */
struct lc_account {
	unsigned int noted[LA_KINDS];
	unsigned int delayed; /* durations of delayed responses */
};

LC_INLINE void lc_select(struct lc_account *a, __u32 series)
{
	assert_int_equal(series, SERIES);
}

LC_INLINE void lc_count(struct lc_account *a, enum lc_counter counter)
{
}

LC_INLINE void lc_count_status(struct lc_account *a, __s32 status)
{
}

LC_INLINE void lc_measure(struct lc_account *a, enum lc_phase phase, __u64 ns)
{
	a->delayed += phase == LC_DELAYED;
}

LC_INLINE void lc_note(struct lc_account *a, enum lc_anomaly kind, __u16 token,
		       __u64 age_ns)
{
	a->noted[kind]++;
}

enum event_step {
	WAIT = 'w',
	WAIT_POLLED = 'p',
	END = 'e',
	REPLY = 'r',
	DELAYED = 'd',
	REJECTED_REPLY = 'R', /* the transfer waits for its delayed response */
	UNEXPECTED_REPLY = 'U', /* the transfer is over */
};

static void reject(struct lc_account *a, enum lc_bad why, uint64_t now)
{
	const struct lc_rejected m = {
		.token = ID,
		.series = SERIES,
		.type = LC_MSG_RESPONSE,
		.bad = why,
	};
	enum lc_anomaly kind = lc_bad_message(table, &expired, &m, now);

	if (kind != LA_NONE)
		lc_note(a, kind, ID, 0);
}

static void step(struct lc_account *a, enum event_step what, uint64_t now)
{
	struct lc_stamps at = {0};
	struct lc_delayed d = {0};

	switch (what) {
	case WAIT:
	case WAIT_POLLED:
		lc_wait(table, ID, ID, 30, what == WAIT_POLLED);
		break;
	case END:
		assert_true(lc_remove(table, ID, ID, false, false, now, &at));
		lc_account_end(a, &expired, &at, 0, ID);
		break;
	case REPLY:
		if (!lc_rx_done(table, ID, ID, 0, now))
			lc_rx_done_past(table, ID, ID, now);
		break;
	case DELAYED:
		assert_true(lc_delayed(table, ID, ID, 0, now, &d));
		lc_account_delayed(a, &d, ID);
		break;
	case REJECTED_REPLY:
		reject(a, LC_BAD_STATE, now);
		break;
	case UNEXPECTED_REPLY:
		reject(a, LC_BAD_UNEXPECTED, now);
		break;
	}
}

/* Takes steps from @caller and @platform in the order of the bits of @order. */
static struct lc_account run(const char *caller, const char *platform,
			     unsigned int order, bool coarse)
{
	struct lc_account a = {0};
	struct lc_displaced d;
	uint64_t now = 1000;

	memset(table, 0, sizeof(table));
	memset(&expired, 0, sizeof(expired));
	transfer_begin(table, ID, SERIES, 0, true, now, &d);
	for (; *caller || *platform; order >>= 1) {
		const bool next = *platform && (!*caller || order & 1);

		if (!coarse)
			now += 10;
		step(&a, (enum event_step)(next ? *platform++ : *caller++),
		     now);
	}
	return a;
}

/* Checks that there is this number of anomalies, and of no other kind. */
static void check(struct lc_account a, unsigned int delayed_first)
{
	assert_int_equal(a.delayed, 1);
	assert_int_equal(a.noted[LA_DELAYED_FIRST], delayed_first);
	a.noted[LA_DELAYED_FIRST] = 0;
	for (int kind = 0; kind < LA_KINDS; kind++)
		assert_int_equal(a.noted[kind], 0);
}

static void check_all(const char *caller, const char *platform,
		      unsigned int delayed_first)
{
	for (unsigned int order = 0; order < 1u << 4; order++) {
		check(run(caller, platform, order, false), delayed_first);
		check(run(caller, platform, order, true), delayed_first);
	}
}

static void delayed_response_first(void **state)
{
	check_all("we", "d", 1);
	check_all("we", "dR", 1);
	check_all("we", "dU", 1);
}

static void reply_first(void **state)
{
	check_all("we", "rd", 0);
}

/* Nothing shows when the reply of a polled transfer came. */
static void polled(void **state)
{
	for (unsigned int order = 0; order < 1u << 4; order += 2) {
		check(run("pe", "d", order, false), 0);
		check(run("pe", "d", order, true), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(delayed_response_first),
		cmocka_unit_test(reply_first),
		cmocka_unit_test(polled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
