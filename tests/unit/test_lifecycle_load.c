// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two tasks, each on an SCMI instance of its own, send a million transfers to a
 * platform in a third thread. A stamp consists of a transfer_id and an event, so
 * a stamp of another transfer is noticed. As in the kernel, the events of a
 * transfer are in order, and other transfers may be at any event.
 */
#include <inttypes.h>
#include <pthread.h>
#include <time.h>

#include "unit_test.h"
#include "accounting.h"

#define TASKS	2
#define BATCH	32u /* transfers that a task has in flight */
#define BATCHES 16384

#define FIRST_ID 16u

/* The fate of a transfer, by its id. */
enum load_kind {
	REPLIED,
	FAILED = 5,  /* not sent: no further event */
	TIMEOUT = 9, /* the reply comes after the end */
	ASYNC = 12,  /* the delayed response comes after the end */
	KINDS = 16
};

static enum load_kind kind_of(uint32_t id)
{
	const unsigned int kind = id % KINDS;

	return kind == FAILED || kind == TIMEOUT || kind == ASYNC ? kind
								  : REPLIED;
}

/* Events in order, so that each phase takes one unit of time. */
enum stamped_event {
	BEGIN,
	RING,
	RUNG,
	SIGNAL,
	RX,
	END,
	DELAYED,
	EVENTS
};

static uint64_t stamp(uint32_t id, enum stamped_event event)
{
	return (uint64_t)id * EVENTS + event;
}

struct lc_account {
	uint32_t series; /* a task has its own */
	uint64_t counter[TASKS][LC_COUNTERS];
	uint64_t measured[TASKS][LC_PHASES], ns[TASKS][LC_PHASES];
	uint64_t noted[LA_KINDS];
};

LC_INLINE void lc_select(struct lc_account *a, __u32 series)
{
	a->series = series;
}

LC_INLINE void lc_count(struct lc_account *a, enum lc_counter counter)
{
	a->counter[a->series][counter]++;
}

LC_INLINE void lc_count_status(struct lc_account *a, __s32 status)
{
}

LC_INLINE void lc_measure(struct lc_account *a, enum lc_phase phase, __u64 ns)
{
	a->measured[a->series][phase]++;
	a->ns[a->series][phase] += ns;
}

LC_INLINE void lc_note(struct lc_account *a, enum lc_anomaly kind, __u16 token,
		       __u64 age_ns)
{
	a->noted[kind]++;
}

struct message {
	uint32_t id, token;
};

/* A task and its messages to the platform. */
struct task {
	struct message message[BATCH];
	struct message failed; /* the last one that was not sent; id 0: none */
	uint32_t next_token;
	unsigned int sent;     /* written by the task */
	unsigned int replied;  /* by the platform */
	unsigned int ended;    /* by the task, after a batch */
	unsigned int followed; /* by the platform: events after the end */
	bool done;
	uint64_t replaced; /* delayed responses whose slot was in use again */
	struct lc_account account;
	struct lc_expired expired;
};

static struct lc_slot table[LC_SLOTS];
static struct task tasks[TASKS];
static struct lc_account platform_account;
static uint32_t next_id = FIRST_ID;
static unsigned int failures;

#define REQUIRE(condition)                                               \
	do {                                                             \
		if (!(condition) &&                                      \
		    !__atomic_fetch_add(&failures, 1, __ATOMIC_RELAXED)) \
			print_error("%s:%d: %s\n", __FILE__, __LINE__,   \
				    #condition);                         \
	} while (0)

static unsigned int read_index(const unsigned int *index)
{
	return __atomic_load_n(index, __ATOMIC_ACQUIRE);
}

static void write_index(unsigned int *index, unsigned int value)
{
	__atomic_store_n(index, value, __ATOMIC_RELEASE);
}

/* On a busy machine, a thread that has slept runs sooner than one that yields. */
static void rest(void)
{
	nanosleep(&(struct timespec){.tv_nsec = 10000}, NULL);
}

/* Waits until @index has reached @value; returns after a failure, too. */
static void wait_for(const unsigned int *index, unsigned int value)
{
	for (unsigned int i = 0; (int)(read_index(index) - value) < 0; i++) {
		if (__atomic_load_n(&failures, __ATOMIC_RELAXED))
			return;
		if (i > 200)
			rest();
	}
}

static uint32_t index_of(const struct task *t)
{
	return (uint32_t)(t - tasks);
}

static void begin(struct task *t, const struct message *m)
{
	const struct lc_start start = {
		.tag = lc_tag_of(m->id, index_of(t), 1 + index_of(t)),
		.waits_seen = true,
		.hooked = true};
	struct lc_displaced displaced;
	const int result = lc_begin(table, lc_home(table, m->token), &start,
				    stamp(m->id, BEGIN), &displaced);

	REQUIRE(result == 0);
	t->account.series = index_of(t);
	lc_count(&t->account, LC_BEGUN);
}

/* The task sends again, so the last message that was not sent is over. */
static void give_up_failed(struct task *t)
{
	struct lc_displaced displaced;

	if (!t->failed.id)
		return;
	REQUIRE(lc_returned(table, t->failed.id, t->failed.token, &displaced));
	REQUIRE(displaced.series == index_of(t));
	lc_account_displaced(&t->account, &displaced);
	t->failed.id = 0;
}

static void send(struct task *t, uint32_t id)
{
	const struct message m = {id, t->next_token++ % LC_TOKENS};
	struct lc_slot *s;
	__u64 tag;

	give_up_failed(t);
	begin(t, &m);
	if (kind_of(id) == FAILED) {
		t->failed = m;
		return;
	}
	s = lc_find(table, id, m.token, &tag);
	REQUIRE(s && lc_tag_series(tag) == index_of(t));
	if (!s)
		return;
	lc_ring(s, 0, stamp(id, RING));
	lc_rung(s, stamp(id, RUNG));
	t->message[t->sent % BATCH] = m;
	write_index(&t->sent, t->sent + 1);
	lc_wait(table, id, m.token, 30, false);
}

static void end(struct task *t, const struct message *m)
{
	const uint32_t id = m->id;
	const bool replied = kind_of(id) != TIMEOUT;
	struct lc_stamps at = {0};

	REQUIRE(lc_remove(table, id, m->token, true, true, stamp(id, END),
			  &at));
	REQUIRE(at.begin_ns == stamp(id, BEGIN) &&
		at.ring_ns == stamp(id, RING) && at.rung_ns == stamp(id, RUNG));
	REQUIRE(at.rx_ns == (replied ? stamp(id, RX) : 0));
	REQUIRE(lc_tag_id(at.tag) == id &&
		lc_tag_series(at.tag) == index_of(t));
	if (!replied)
		lc_account_end(&t->account, &t->expired, &at, LC_STATUS_TIMEOUT,
			       (__u16)m->token);
	else
		REQUIRE(lc_account_plain(&t->account, &at));
}

static void *run_task(void *arg)
{
	struct task *t = arg;

	for (int batch = 0; batch < BATCHES; batch++) {
		const unsigned int first = t->sent;

		while (t->sent - first < BATCH)
			send(t,
			     __atomic_fetch_add(&next_id, 1, __ATOMIC_RELAXED));
		for (unsigned int i = first; i != t->sent; i++) {
			wait_for(&t->replied, i + 1);
			end(t, &t->message[i % BATCH]);
		}
		write_index(&t->ended, t->sent);
		/* Then all of its slots can be used again. */
		wait_for(&t->followed, t->sent);
		if (__atomic_load_n(&failures, __ATOMIC_RELAXED))
			break;
	}
	__atomic_store_n(&t->done, true, __ATOMIC_RELEASE);
	return NULL;
}

/* Returns true if there were any. */
static bool reply(struct task *t)
{
	const unsigned int before = t->replied;

	for (; t->replied != read_index(&t->sent);
	     write_index(&t->replied, t->replied + 1)) {
		const struct message *m = &t->message[t->replied % BATCH];

		if (kind_of(m->id) != TIMEOUT)
			REQUIRE(lc_rx_done(table, m->id, m->token,
					   stamp(m->id, SIGNAL),
					   stamp(m->id, RX)));
	}
	return t->replied != before;
}

/* The events after the end of a transfer. */
static void follow_up(struct task *t)
{
	for (; t->followed != read_index(&t->ended);
	     write_index(&t->followed, t->followed + 1)) {
		const struct message *m = &t->message[t->followed % BATCH];
		const uint64_t now = stamp(m->id, DELAYED);
		struct lc_delayed d = {0};

		if (kind_of(m->id) == TIMEOUT)
			REQUIRE(!lc_rx_done(table, m->id, m->token, 0, now));
		if (kind_of(m->id) != ASYNC)
			continue;
		if (lc_delayed(table, m->id, m->token, 0, now, &d)) {
			REQUIRE(!d.first && d.series == index_of(t));
			lc_account_delayed(&platform_account, &d, 0);
		} else {
			t->replaced++;
		}
	}
}

static void *run_platform(void *unused)
{
	unsigned int idle = 0;
	bool done;

	do {
		done = true;
		for (int i = 0; i < TASKS; i++) {
			done &= __atomic_load_n(&tasks[i].done,
						__ATOMIC_ACQUIRE);
			if (reply(&tasks[i]))
				idle = 0;
			follow_up(&tasks[i]);
		}
		if (idle++ > 200)
			rest();
	} while (!done);
	return unused;
}

/* Sums over the threads. */
static uint64_t counted(int series, enum lc_counter counter)
{
	uint64_t n = 0;

	for (int i = 0; i < TASKS; i++)
		n += tasks[i].account.counter[series][counter];
	return n;
}

static uint64_t in_flight(int series)
{
	uint64_t n = 0;

	for (int i = 0; i < LC_SLOTS; i++)
		n += table[i].tag && lc_tag_series(table[i].tag) == series;
	return n;
}

static void check_phases(const struct lc_account *a, int series)
{
	static const enum lc_phase parts[] = {
		LC_SUBMIT, LC_DOORBELL, LC_SERVICE, LC_DISPATCH, LC_WAKEUP};
	const uint64_t n = a->counter[series][LC_COMPLETED];

	assert_int_equal(a->measured[series][LC_TOTAL], n);
	assert_int_equal(a->ns[series][LC_TOTAL], n * END);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		assert_int_equal(a->measured[series][parts[i]], n);
		assert_int_equal(a->ns[series][parts[i]], n);
	}
	assert_int_equal(a->measured[series][LC_TIMEOUT],
			 a->counter[series][LC_TIMED_OUT]);
}

static void check_accounts(void)
{
	const uint64_t ids = next_id - FIRST_ID;
	uint64_t begun = 0, sent = 0, timed_out = 0, delayed = 0, replaced = 0;

	for (int i = 0; i < TASKS; i++) {
		const uint64_t ended =
			counted(i, LC_COMPLETED) + counted(i, LC_TIMED_OUT);

		assert_int_equal(counted(i, LC_BEGUN),
				 ended + counted(i, LC_SEND_FAILED) +
					 in_flight(i));
		assert_int_equal(counted(i, LC_AGED_OUT), 0);
		assert_int_equal(counted(i, LC_ERRORS), 0);
		assert_int_equal(counted(i, LC_OVERLAPPED), 0);
		assert_true(counted(i, LC_SEND_FAILED) > 0);
		check_phases(&tasks[i].account, i);
		begun += counted(i, LC_BEGUN);
		sent += ended;
		timed_out += counted(i, LC_TIMED_OUT);
		delayed += platform_account.measured[i][LC_DELAYED];
		replaced += tasks[i].replaced;
		assert_int_equal(platform_account.ns[i][LC_DELAYED],
				 platform_account.measured[i][LC_DELAYED] *
					 DELAYED);
	}
	assert_int_equal(begun, ids);
	assert_int_equal(sent, TASKS * BATCH * BATCHES);
	/* One of each kind in KINDS ids, and the last ones. */
	assert_in_range(timed_out, ids / KINDS, ids / KINDS + 1);
	assert_in_range(delayed + replaced, ids / KINDS, ids / KINDS + 1);
	assert_true(delayed > 0);
	print_message("# %" PRIu64 " transfers: %" PRIu64 " sent, %" PRIu64
		      " timed out, %" PRIu64 " delayed responses\n",
		      begun, sent, timed_out, delayed);
}

static void begun_is_the_sum_of_all_ends(void **state)
{
	pthread_t thread[TASKS], platform;

	assert_int_equal(pthread_create(&platform, NULL, run_platform, NULL),
			 0);
	for (int i = 0; i < TASKS; i++)
		assert_int_equal(
			pthread_create(&thread[i], NULL, run_task, &tasks[i]),
			0);
	for (int i = 0; i < TASKS; i++)
		pthread_join(thread[i], NULL);
	pthread_join(platform, NULL);
	assert_int_equal(failures, 0);
	check_accounts();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(begun_is_the_sum_of_all_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
