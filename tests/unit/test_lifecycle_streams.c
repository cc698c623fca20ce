// SPDX-License-Identifier: GPL-2.0-only
/*
 * The state machine under streams of events: all interleavings of two
 * transfers, and random streams against a model that knows nothing of slots.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "../../bpf/lifecycle.h"

#define MS 1000000ull

static struct lc_slot table[LC_SLOTS];

enum kind {
	NONE,
	BEGIN,
	WAIT,
	REPLY,
	DELAYED,
	NOTIFICATION,
	END,
	END_ERROR,
	END_TIMEOUT,
};

static const int32_t status[] = {
	[END] = 0, [END_ERROR] = -95, [END_TIMEOUT] = LC_STATUS_TIMEOUT};

/* Everything the state machine says in answer to one event. */
struct answer {
	int result; /* what lc_begin() or lc_end() returned */
	struct lc_displaced displaced;
	struct lc_ended ended;
};

static struct answer feed(enum kind kind, uint32_t id, uint16_t series,
			  uint64_t now)
{
	struct answer a;

	memset(&a, 0, sizeof(a));
	switch (kind) {
	case BEGIN:
		a.result = lc_begin(table, id, series, true, now, &a.displaced);
		break;
	case WAIT:
		lc_wait(table, id, 30);
		break;
	case REPLY:
		lc_rx_done(table, id, LC_MSG_RESPONSE, now);
		break;
	case DELAYED:
		lc_rx_done(table, id, LC_MSG_DELAYED_RESPONSE, now);
		break;
	case NOTIFICATION:
		lc_rx_done(table, id, LC_MSG_NOTIFICATION, now);
		break;
	case END:
	case END_ERROR:
	case END_TIMEOUT:
		a.result = lc_end(table, id, status[kind], now, &a.ended);
		break;
	case NONE:
		break;
	}
	return a;
}

static size_t in_flight(void)
{
	size_t n = 0;

	for (size_t i = 0; i < LC_SLOTS; i++)
		n += table[i].tag != 0;
	return n;
}

/* The lives that a transfer can have, as far as a trace shows them. */
#define MAX_EVENTS 6
static const enum kind lives[][MAX_EVENTS] = {
	{BEGIN, WAIT, REPLY, END},
	{BEGIN, REPLY, WAIT, END_ERROR},
	{BEGIN, WAIT, END},
	{BEGIN, WAIT, END_TIMEOUT},
	{BEGIN, WAIT, END_TIMEOUT, REPLY},
	{BEGIN, REPLY, WAIT, END_TIMEOUT},
	{BEGIN},
	{BEGIN, BEGIN, WAIT, REPLY, END},
	{BEGIN, WAIT, REPLY, END, DELAYED},
	{BEGIN, WAIT, DELAYED, REPLY, END},
	{BEGIN, WAIT, DELAYED, END, REPLY},
	{BEGIN, WAIT, END, DELAYED},
	{BEGIN, REPLY, END, BEGIN, REPLY, END},
	{NOTIFICATION, BEGIN, WAIT, NOTIFICATION, REPLY, END},
	{REPLY, END},
};

#define N_LIVES (sizeof(lives) / sizeof(lives[0]))

static size_t events_of(const enum kind *life)
{
	size_t n = 0;

	while (n < MAX_EVENTS && life[n])
		n++;
	return n;
}

/* Two transfers, and which of them each bit of @order lets go on. */
struct race {
	const enum kind *life[2];
	size_t n[2];
	uint32_t id[2];
	unsigned int order;
};

/* Runs a race with only the transfers of @mask taking part. */
static void run(const struct race *r, unsigned int mask,
		struct answer answers[2][MAX_EVENTS])
{
	size_t next[2] = {0, 0};

	for (size_t i = 0; i < r->n[0] + r->n[1]; i++) {
		unsigned int who = r->order >> i & 1;
		size_t event = next[who]++;

		if (mask & 1u << who)
			answers[who][event] =
				feed(r->life[who][event], r->id[who],
				     (uint16_t)(10 + who), 1000 + 13 * i * i);
	}
}

/* Each transfer must be told the same as if it were alone. */
static void check_race(const struct race *r)
{
	struct answer both[2][MAX_EVENTS], alone[2][MAX_EVENTS];
	size_t left = 0;

	memset(both, 0, sizeof(both));
	memset(alone, 0, sizeof(alone));
	for (unsigned int who = 0; who < 2; who++) {
		memset(table, 0, sizeof(table));
		run(r, 1u << who, alone);
		left += in_flight();
	}
	memset(table, 0, sizeof(table));
	run(r, 3, both);
	assert_int_equal(in_flight(), left);
	assert_memory_equal(both, alone, sizeof(both));
}

/* Begins again without an end, as after a failed send. */
static bool begins_over(const enum kind *life)
{
	return life[0] == BEGIN && life[1] == BEGIN;
}

static void all_interleavings_of_two(void **state)
{
	static const uint32_t ids[][2] = {
		{5, 6}, {5, 5 + LC_SLOTS}, {LC_SLOTS - 1, 2 * LC_SLOTS - 1}};
	size_t races = 0;

	(void)state;
	for (size_t n = 0; n < N_LIVES * N_LIVES * 3; n++) {
		struct race r = {
			.life = {lives[n / 3 % N_LIVES],
				 lives[n / 3 / N_LIVES]},
			.id = {ids[n % 3][0], ids[n % 3][1]},
		};

		r.n[0] = events_of(r.life[0]);
		r.n[1] = events_of(r.life[1]);
		/* See a_failed_send_beside_a_rival(). */
		if (n % 3 && (begins_over(r.life[0]) || begins_over(r.life[1])))
			continue;
		for (; r.order < 1u << (r.n[0] + r.n[1]); r.order++) {
			if ((size_t)__builtin_popcount(r.order) != r.n[1])
				continue;
			check_race(&r);
			races++;
		}
	}
	print_message("# %zu races\n", races);
	assert_true(races > 50000);
}

/*
 * lc_begin() takes the first slot it can get and does not search the others
 * for its id, which would cost every begin. A transfer that stood beside its
 * home, failed to send and begins again when its home has become free is
 * therefore noticed by its age, not at once; it is neither lost nor mistaken.
 */
static void a_failed_send_beside_a_rival(void **state)
{
	const uint32_t id = 5 + LC_SLOTS;
	struct answer a;

	(void)state;
	memset(table, 0, sizeof(table));
	feed(BEGIN, 5, 1, 1000);
	feed(BEGIN, id, 2, 1100); /* fails */
	feed(END, 5, 1, 1200);
	a = feed(BEGIN, id, 2, 1300);
	assert_int_equal(a.result, 0);
	assert_int_equal(in_flight(), 2);
	feed(WAIT, id, 2, 1310);
	feed(REPLY, id, 2, 1350);
	a = feed(END, id, 2, 1400);
	assert_int_equal(a.ended.total_ns, 100);
	assert_int_equal(a.ended.transport_ns, 50);
	assert_int_equal(in_flight(), 1);
	/* What is left is the failed one. */
	assert_int_equal(table[6].begin_ns, 1100);
	assert_int_equal(lc_fate(LC_GRACE_NS + 1, table[6].wait, true),
			 LC_SEND_FAILED);
}

/* xorshift64: the same stream everywhere. */
static uint64_t random_state;

static uint64_t draw(uint64_t below)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state % below;
}

/* The model of one transfer: times as they are, no slot, no tag. */
struct model {
	bool live, waits;
	uint16_t series;
	uint64_t begin, reply; /* reply 0: none */
};

static uint64_t between(uint64_t low, uint64_t v, uint64_t high)
{
	return v < low ? low : v > high ? high : v;
}

static void check_end(const struct model *m, enum kind kind, uint64_t now,
		      const struct answer *a)
{
	const uint64_t last = now > m->begin ? now : m->begin;
	const uint64_t reply = between(m->begin, m->reply, last);
	const bool replied = m->reply && kind != END_TIMEOUT;

	assert_int_equal(a->result, m->live);
	if (!m->live)
		return;
	assert_int_equal(a->ended.series, m->series);
	assert_int_equal(a->ended.outcome,
			 kind == END_TIMEOUT ? LC_TIMED_OUT : LC_COMPLETED);
	assert_int_equal(a->ended.error, kind == END_ERROR);
	assert_int_equal(a->ended.total_ns, last - m->begin);
	assert_int_equal(a->ended.replied, replied);
	assert_int_equal(a->ended.overlapped,
			 now < m->begin || (replied && reply != m->reply));
	if (!replied)
		return;
	assert_int_equal(a->ended.transport_ns, reply - m->begin);
	assert_int_equal(a->ended.wakeup_ns, last - reply);
}

static void model_step(struct model *m, enum kind kind, uint16_t series,
		       uint64_t now, const struct answer *a)
{
	switch (kind) {
	case BEGIN:
		assert_int_equal(a->result, m->live);
		if (m->live) {
			assert_int_equal(a->displaced.fate,
					 m->waits || m->reply ? LC_AGED_OUT
							      : LC_SEND_FAILED);
			assert_int_equal(a->displaced.series, m->series);
		}
		*m = (struct model){
			.live = true, .series = series, .begin = now};
		break;
	case WAIT:
		m->waits = true;
		break;
	case REPLY:
	case DELAYED:
		if (m->live && !m->reply)
			m->reply = now;
		break;
	case END:
	case END_ERROR:
	case END_TIMEOUT:
		check_end(m, kind, now, a);
		*m = (struct model){0};
		break;
	default:
		break;
	}
	if (!m->live)
		*m = (struct model){0};
}

#define MODEL_IDS 300 /* fewer than slots: no collisions */

static void random_streams_against_a_model(void **state)
{
	static struct model model[MODEL_IDS];
	uint64_t now = 1ull << 50;
	size_t live = 0;

	(void)state;
	random_state = 0x5c31f00d;
	memset(table, 0, sizeof(table));
	for (int i = 0; i < 2000000; i++) {
		enum kind kind = (enum kind)(BEGIN + draw(END_TIMEOUT));
		uint16_t series = (uint16_t)draw(1 << 16);
		uint32_t id = (uint32_t)draw(MODEL_IDS);
		uint64_t stamp = now - draw(2000); /* of any processor */
		struct answer a = feed(kind, id, series, stamp);

		now += draw(1000);
		live -= model[id].live;
		model_step(&model[id], kind, series, stamp, &a);
		live += model[id].live;
		if (i % 1000 == 0)
			assert_int_equal(in_flight(), live);
	}
	assert_int_equal(in_flight(), live);
}

/* Ids that collide and leftovers that age: whatever happens, it adds up. */
static void random_streams_add_up(void **state)
{
	uint64_t counter[LC_COUNTERS] = {0}, lost = 0, untracked = 0, ends = 0;
	uint64_t now = 1;

	(void)state;
	random_state = 0x0ddba11;
	memset(table, 0, sizeof(table));
	for (int i = 0; i < 3000000; i++) {
		enum kind kind = (enum kind)(BEGIN + draw(END_TIMEOUT));
		uint32_t id = (uint32_t)(draw(64) + LC_SLOTS * draw(40));
		struct answer a = feed(kind, id, 1, now);

		now += draw(100 * MS);
		if (kind == BEGIN) {
			counter[LC_BEGUN] += a.result >= 0;
			lost += a.result < 0;
			if (a.result > 0)
				counter[a.displaced.fate]++;
		} else if (kind >= END) {
			ends++;
			untracked += !a.result;
			if (a.result)
				counter[a.ended.outcome]++;
		}
	}
	assert_int_equal(counter[LC_BEGUN],
			 counter[LC_COMPLETED] + counter[LC_TIMED_OUT] +
				 counter[LC_SEND_FAILED] +
				 counter[LC_AGED_OUT] + in_flight());
	assert_int_equal(counter[LC_COMPLETED] + counter[LC_TIMED_OUT] +
				 untracked,
			 ends);
	/* The stream has met every case. */
	for (int c = LC_BEGUN; c <= LC_AGED_OUT; c++)
		if (c != LC_ERRORS)
			assert_true(counter[c] > 1000);
	assert_true(lost > 1000 && untracked > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_interleavings_of_two),
		cmocka_unit_test(a_failed_send_beside_a_rival),
		cmocka_unit_test(random_streams_against_a_model),
		cmocka_unit_test(random_streams_add_up),
	};

	return cmocka_run_group_tests_name("lifecycle_streams", tests, NULL,
					   NULL);
}
