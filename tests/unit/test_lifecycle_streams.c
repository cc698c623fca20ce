// SPDX-License-Identifier: GPL-2.0-only
/*
 * The state machine with random streams of events, compared with a model that
 * has no slots.
 */
#include <stdlib.h>
#include <string.h>

#include "unit_test.h"
#include "random_stream.h"
#include "transfer_steps.h"

#define MS 1000000ull

static struct lc_slot table[LC_SLOTS];

enum kind {
	NONE,
	BEGIN,
	WAIT,
	REPLY,
	DELAYED,
	END,
	END_ERROR,
	END_TIMEOUT,
};

static const int32_t status[] = {
	[END] = 0, [END_ERROR] = -95, [END_TIMEOUT] = LC_STATUS_TIMEOUT};

/* The results of the state machine for one event. */
struct answer {
	int result; /* of transfer_begin() or transfer_end() */
	struct lc_displaced displaced;
	struct transfer_end ended;
};

static struct answer feed(enum kind kind, uint32_t id, uint16_t series,
			  uint64_t now)
{
	struct answer a;

	memset(&a, 0, sizeof(a));
	switch (kind) {
	case BEGIN:
		a.result = transfer_begin(table, id, series,
					  1 + id / LC_TOKENS % 15, true, now,
					  &a.displaced);
		break;
	case WAIT:
		lc_wait(table, id, id, 30, false);
		break;
	case REPLY:
	case DELAYED:
		lc_rx_done(table, id, id, 0, now);
		break;
	case END:
	case END_ERROR:
	case END_TIMEOUT:
		a.result = transfer_end(table, id, status[kind], now, &a.ended);
		break;
	case NONE:
		break;
	}
	return a;
}

/*
 * transfer_begin() claims the first free slot and does not search the others for its
 * id, because that would slow down every begin. A transfer outside of its home
 * can fail to send and begin again after its home became free. Such a failure
 * is found by its age, not at once. It is neither lost nor confused with
 * another.
 */
static void a_failed_send_beside_a_rival(void **state)
{
	const uint32_t id = 5 + LC_TOKENS;
	const struct lc_slot *failed = lc_home(table, id) + 1;
	struct answer a;

	memset(table, 0, sizeof(table));
	feed(BEGIN, 5, 1, 1000);
	feed(BEGIN, id, 2, 1100); /* fails */
	feed(END, 5, 1, 1200);
	a = feed(BEGIN, id, 2, 1300);
	assert_int_equal(a.result, 0);
	assert_int_equal(used_slots(table), 2);
	feed(WAIT, id, 2, 1310);
	feed(REPLY, id, 2, 1350);
	a = feed(END, id, 2, 1400);
	assert_int_equal(a.ended.split.ns[LC_TOTAL], 100);
	assert_int_equal(a.ended.split.ns[LC_TRANSPORT], 50);
	assert_int_equal(used_slots(table), 1);
	/* The failed one is left. */
	assert_int_equal(failed->begin_ns, 1100);
	assert_int_equal(lc_fate(LC_GRACE_NS + 1, failed->wait, true),
			 LC_SEND_FAILED);
}

/* The model of a transfer: exact times, without slots and tags. */
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
	const struct lc_ended *e = &a->ended.split;

	assert_int_equal(a->result, m->live);
	if (!m->live)
		return;
	assert_int_equal(a->ended.series, m->series);
	assert_int_equal(e->outcome,
			 kind == END_TIMEOUT ? LC_TIMED_OUT : LC_COMPLETED);
	assert_int_equal(e->error, kind == END_ERROR);
	assert_int_equal(e->ns[kind == END_TIMEOUT ? LC_TIMEOUT : LC_TOTAL],
			 last - m->begin);
	assert_int_equal(has_phase(e, LC_TRANSPORT), replied);
	assert_int_equal(has_phase(e, LC_WAKEUP), replied);
	assert_int_equal(e->overlapped,
			 now < m->begin || (replied && reply != m->reply));
	if (!replied)
		return;
	assert_int_equal(e->ns[LC_TRANSPORT], reply - m->begin);
	assert_int_equal(e->ns[LC_WAKEUP], last - reply);
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

	random_state = 0x5c31f00d;
	memset(table, 0, sizeof(table));
	for (int i = 0; i < 2000000; i++) {
		enum kind kind = (enum kind)(BEGIN + draw(END_TIMEOUT));
		uint16_t series = (uint16_t)draw(LC_TAG_SERIES);
		uint32_t id = (uint32_t)draw(MODEL_IDS);
		uint64_t stamp = now - draw(2000); /* of any processor */
		struct answer a = feed(kind, id, series, stamp);

		now += draw(1000);
		live -= model[id].live;
		model_step(&model[id], kind, series, stamp, &a);
		live += model[id].live;
		if (i % 1000 == 0)
			assert_int_equal(used_slots(table), live);
	}
	assert_int_equal(used_slots(table), live);
}

/* The counters add up, even if ids collide and transfers are given up. */
static void random_streams_add_up(void **state)
{
	uint64_t counter[LC_COUNTERS] = {0}, lost = 0, untracked = 0, ends = 0;
	uint64_t now = 1;

	random_state = 0x0ddba11;
	memset(table, 0, sizeof(table));
	for (int i = 0; i < 3000000; i++) {
		enum kind kind = (enum kind)(BEGIN + draw(END_TIMEOUT));
		uint32_t id = (uint32_t)(draw(32) + LC_TOKENS * draw(80));
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
				counter[a.ended.split.outcome]++;
		}
	}
	assert_int_equal(counter[LC_BEGUN],
			 counter[LC_COMPLETED] + counter[LC_TIMED_OUT] +
				 counter[LC_SEND_FAILED] +
				 counter[LC_AGED_OUT] + used_slots(table));
	assert_int_equal(counter[LC_COMPLETED] + counter[LC_TIMED_OUT] +
				 untracked,
			 ends);
	/* The stream contained every case. */
	for (int c = LC_BEGUN; c <= LC_AGED_OUT; c++)
		if (c != LC_ERRORS)
			assert_true(counter[c] > 1000);
	assert_true(lost > 1000 && untracked > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_failed_send_beside_a_rival),
		cmocka_unit_test(random_streams_against_a_model),
		cmocka_unit_test(random_streams_add_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
