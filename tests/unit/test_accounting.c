// SPDX-License-Identifier: GPL-2.0-only

#include <errno.h>

#include "unit_test.h"
#include "accounting.h"

#define TOKEN 0x155
#define STEP  100

/* The tag of a transfer of instance 3. */
#define TAG lc_tag(TOKEN, 7, 3, 0)

/* The account of the only series, 7. */
struct lc_account {
	uint64_t counter[LC_COUNTERS];
	uint64_t status[LC_STATUSES];
	uint64_t measured[LC_PHASES]; /* number of durations */
	uint64_t ns[LC_PHASES];	      /* their sum */
	uint64_t noted[LA_KINDS];
	uint64_t age_ns; /* of the last anomaly */
	int64_t in_flight;
};

LC_INLINE void lc_select(struct lc_account *a, __u32 series)
{
	assert_int_equal(series, 7);
}

LC_INLINE void lc_count(struct lc_account *a, enum lc_counter counter)
{
	a->counter[counter]++;
	a->in_flight += lc_in_flight_step(counter);
}

LC_INLINE void lc_count_status(struct lc_account *a, __s32 status)
{
	a->status[lc_status_of_end(status)]++;
}

LC_INLINE void lc_measure(struct lc_account *a, enum lc_phase phase, __u64 ns)
{
	a->measured[phase]++;
	a->ns[phase] += ns;
}

LC_INLINE void lc_note(struct lc_account *a, enum lc_anomaly kind, __u16 token,
		       __u64 age_ns)
{
	assert_int_equal(token, TOKEN);
	a->noted[kind]++;
	a->age_ns = age_ns;
}

static struct lc_expired expired;
static struct lc_slot slots[LC_SLOTS];

/*
 * Stamps from the digits of @n in base 4: 0 means not seen, others are around
 * the stamp's usual time, so that neighbours may be equal or swapped.
 */
static struct lc_stamps stamps_of(unsigned int n)
{
	struct lc_stamps t = {.begin_ns = 1000, .tag = TAG};
	__u64 *stamp[] = {&t.ring_ns, &t.rung_ns, &t.signal_ns, &t.rx_ns,
			  &t.end_ns};

	for (size_t i = 0; i < sizeof(stamp) / sizeof(stamp[0]); i++, n /= 4)
		*stamp[i] = n % 4 ? 1000 + STEP * (i + n % 4 - 1) : 0;
	return t;
}

static void test_plain_is_the_same_as_end(void **state)
{
	unsigned int plain = 0;

	for (unsigned int n = 0; n < 1u << 10; n++) {
		const struct lc_stamps t = stamps_of(n);
		struct lc_account fast = {.in_flight = 0},
				  slow = {.in_flight = 0};

		if (!lc_account_plain(&fast, &t)) {
			assert_memory_equal(&fast, &slow, sizeof(fast));
			continue;
		}
		plain++;
		assert_int_equal(lc_account_end(&slow, &expired, &t, 0, TOKEN),
				 0);
		assert_memory_equal(&fast, &slow, sizeof(fast));
	}
	assert_in_range(plain, 100, 1023);
}

static void test_polled_is_the_same_as_end(void **state)
{
	unsigned int polled = 0;

	for (unsigned int n = 0; n < 1u << 10; n++) {
		struct lc_stamps t = stamps_of(n);
		struct lc_account fast = {.in_flight = 0},
				  slow = {.in_flight = 0};

		/* The exit of a doorbell is seen only after its entry. */
		if (t.rx_ns || (t.rung_ns && !t.ring_ns))
			continue;
		if (!lc_account_polled(&fast, t.begin_ns, t.ring_ns, t.rung_ns,
				       t.end_ns)) {
			assert_memory_equal(&fast, &slow, sizeof(fast));
			continue;
		}
		polled++;
		assert_int_equal(lc_account_end(&slow, &expired, &t, 0, TOKEN),
				 0);
		assert_memory_equal(&fast, &slow, sizeof(fast));
	}
	assert_in_range(polled, 50, 1000);
}

static void test_early_is_the_same_as_end(void **state)
{
	unsigned int early = 0;

	for (unsigned int n = 0; n < 1u << 10; n++) {
		const struct lc_stamps t = stamps_of(n);
		struct lc_account fast = {.in_flight = 0},
				  slow = {.in_flight = 0};

		if (!lc_is_early(&t))
			continue;
		if (!lc_account_early(&fast, t.ring_ns - t.begin_ns,
				      t.signal_ns - t.ring_ns,
				      t.rx_ns - t.signal_ns,
				      t.end_ns - t.rx_ns)) {
			assert_memory_equal(&fast, &slow, sizeof(fast));
			continue;
		}
		early++;
		assert_int_equal(lc_account_end(&slow, &expired, &t, 0, TOKEN),
				 0);
		assert_memory_equal(&fast, &slow, sizeof(fast));
	}
	assert_in_range(early, 5, 500);
}

static void test_end_without_reply(void **state)
{
	const struct {
		uint32_t seen;
		enum lc_anomaly kind;
	} cases[] = {{0, LA_TIMEOUT},
		     {LC_SEEN_REPLY, LA_LOST_DOORBELL},
		     {LC_SEEN_NOT_TAKEN, LA_NOT_TAKEN}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct lc_stamps t = {.begin_ns = 1000,
					    .end_ns = 1500,
					    .tag = TAG,
					    .seen = cases[i].seen};
		const struct lc_rejected own = {.instance = 3,
						.token = TOKEN,
						.series = 7,
						.type = LC_MSG_RESPONSE},
					 other = {.instance = 4,
						  .token = TOKEN,
						  .series = 7,
						  .type = LC_MSG_RESPONSE};
		struct lc_account a = {.in_flight = 0};
		bool was_lost = false;

		lc_home(slots, TOKEN)->past = TAG;
		assert_int_equal(lc_account_end(&a, &expired, &t,
						LC_STATUS_TIMEOUT, TOKEN),
				 1u << cases[i].kind);
		assert_int_equal(a.counter[LC_TIMED_OUT], 1);
		assert_int_equal(a.counter[LC_COMPLETED], 0);
		assert_int_equal(a.noted[cases[i].kind], 1);
		assert_int_equal(a.age_ns, 500);
		assert_int_equal(a.ns[LC_TIMEOUT], 500);
		assert_int_equal(a.measured[LC_TOTAL], 0);
		/* The late reply is recognised, of this instance only. */
		assert_false(lc_is_late(&expired, slots, &other, &was_lost));
		assert_true(lc_is_late(&expired, slots, &own, &was_lost));
		assert_int_equal(was_lost, cases[i].kind == LA_LOST_DOORBELL);
	}
}

static void test_end_with_error(void **state)
{
	const struct lc_stamps t = {.begin_ns = 1000,
				    .rx_ns = 2000,
				    .end_ns = 1500,
				    .tag = TAG,
				    .seen = LC_SEEN_DELAYED_FIRST |
					    LC_SEEN_OUT_OF_ORDER};
	struct lc_account a = {.in_flight = 0};

	assert_int_equal(lc_account_end(&a, &expired, &t, -95, TOKEN),
			 1u << LA_DELAYED_FIRST);
	assert_int_equal(a.counter[LC_COMPLETED], 1);
	assert_int_equal(a.counter[LC_ERRORS], 1);
	assert_int_equal(a.counter[LC_OVERLAPPED], 1);
	/* Both were counted when they were seen, not at the end. */
	assert_int_equal(a.noted[LA_DELAYED_FIRST], 0);
	assert_int_equal(a.counter[LC_OUT_OF_ORDER], 0);
	assert_int_equal(a.ns[LC_TRANSPORT] + a.ns[LC_WAKEUP], 500);
}

/* As the core maps statuses to errno, and as a dump of the reply has them. */
static void test_errors_by_status(void **state)
{
	const struct lc_stamps t = {
		.begin_ns = 1000, .rx_ns = 1200, .end_ns = 1500, .tag = TAG};
	static const int32_t errors[] = {
		[LS_NOT_SUPPORTED] = EOPNOTSUPP,
		[LS_INVALID_PARAMETERS] = EINVAL,
		[LS_DENIED] = EACCES,
		[LS_NOT_FOUND] = ENOENT,
		[LS_OUT_OF_RANGE] = ERANGE,
		[LS_BUSY] = EBUSY,
		[LS_COMMS_ERROR] = ECOMM,
		[LS_GENERIC_ERROR] = EIO,
		[LS_HARDWARE_ERROR] = EREMOTEIO,
		[LS_PROTOCOL_ERROR] = EPROTO,
	};
	struct lc_account a = {.in_flight = 0};

	for (int i = 0; i <= LS_PROTOCOL_ERROR; i++) {
		lc_account_end(&a, &expired, &t, -errors[i], TOKEN);
		assert_int_equal(a.status[i], 1);
		assert_int_equal(lc_status_of_reply(-1 - i), i);
	}
	lc_account_end(&a, &expired, &t, -ENOSPC, TOKEN);
	lc_account_end(&a, &expired, &t, 1, TOKEN);
	assert_int_equal(a.status[LS_OTHER], 2);
	lc_account_end(&a, &expired, &t, LC_STATUS_TIMEOUT, TOKEN);
	lc_account_end(&a, &expired, &t, 0, TOKEN);
	assert_int_equal(a.counter[LC_ERRORS], LS_PROTOCOL_ERROR + 3);
	assert_int_equal(lc_status_of_reply(-11), LS_IN_USE);
	assert_int_equal(lc_status_of_reply(-12), LS_OTHER);
	assert_int_equal(lc_status_of_reply(1), LS_OTHER);
	assert_int_equal(lc_status_of_reply(INT32_MIN), LS_OTHER);
}

static void test_delayed_response(void **state)
{
	struct lc_delayed d = {.delayed_ns = 300, .series = 7};
	struct lc_account a = {.in_flight = 0};

	lc_account_delayed(&a, &d, TOKEN);
	assert_int_equal(a.noted[LA_DELAYED_FIRST], 0);
	d.first = true;
	lc_account_delayed(&a, &d, TOKEN);
	assert_int_equal(a.noted[LA_DELAYED_FIRST], 1);
	assert_int_equal(a.age_ns, 300);
	assert_int_equal(a.measured[LC_DELAYED], 2);
}

/* begun = completed + timed_out + send_failed + aged_out + in flight */
static void test_in_flight_adds_up(void **state)
{
	const struct lc_displaced displaced[] = {{LC_SEND_FAILED, 7, TOKEN},
						 {LC_AGED_OUT, 7, TOKEN}};
	const struct lc_stamps t = stamps_of(1023);
	struct lc_account a = {.in_flight = 0};

	for (int i = 0; i < 5; i++)
		lc_count(&a, LC_BEGUN);
	assert_int_equal(a.in_flight, 5);
	lc_account_displaced(&a, &displaced[0]);
	lc_account_displaced(&a, &displaced[1]);
	assert_int_equal(a.noted[LA_SEND_FAILED], 1);
	assert_true(lc_account_plain(&a, &t));
	lc_account_end(&a, &expired, &t, -95, TOKEN);
	lc_account_end(&a, &expired, &t, LC_STATUS_TIMEOUT, TOKEN);
	assert_int_equal(a.in_flight, 0);
	assert_int_equal(a.counter[LC_SEND_FAILED], 1);
	assert_int_equal(a.counter[LC_AGED_OUT], 1);
	assert_int_equal(a.counter[LC_COMPLETED], 2);
	assert_int_equal(a.counter[LC_TIMED_OUT], 1);
	/* Counters that are not part of the sum. */
	lc_count(&a, LC_NOTIFIED);
	lc_count(&a, LC_FAST_CALLS);
	assert_int_equal(a.in_flight, 0);
}

static void test_fate_of_a_slot(void **state)
{
	const uint64_t grace = LC_GRACE_NS;
	struct lc_slot s = {.tag = LC_LIVE, .begin_ns = 1000};

	/* A clock that is slightly behind, and the last moment. */
	assert_int_equal(lc_slot_fate(&s, 900, true), LC_BEGUN);
	assert_int_equal(lc_slot_fate(&s, 1000 + grace, true), LC_BEGUN);
	assert_int_equal(lc_slot_fate(&s, 1001 + grace, true), LC_SEND_FAILED);
	assert_int_equal(lc_slot_fate(&s, 1001 + grace, false), LC_AGED_OUT);
	s.wait = LC_WAITING | 30;
	assert_int_equal(lc_slot_fate(&s, 1001 + grace, true), LC_BEGUN);
	assert_int_equal(lc_slot_fate(&s, 30001001 + grace, true), LC_AGED_OUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain_is_the_same_as_end),
		cmocka_unit_test(test_polled_is_the_same_as_end),
		cmocka_unit_test(test_early_is_the_same_as_end),
		cmocka_unit_test(test_end_without_reply),
		cmocka_unit_test(test_end_with_error),
		cmocka_unit_test(test_errors_by_status),
		cmocka_unit_test(test_delayed_response),
		cmocka_unit_test(test_in_flight_adds_up),
		cmocka_unit_test(test_fate_of_a_slot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
