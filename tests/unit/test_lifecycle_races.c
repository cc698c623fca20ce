// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two transfers at once, in every order in which their events can come. What a
 * task does for its transfer is in order, and so is what comes from the
 * platform, on another processor; these two streams, and the two transfers,
 * interleave in every way.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "transfer_end.h"

enum event {
	NONE,
	ANNOUNCE,
	BEGIN,
	RING,
	RUNG,
	WAIT,
	SIGNAL, /* on the processor that takes what comes next */
	REPLY,
	DELAYED,
	END,
	END_ERROR,
	END_TIMEOUT,
};

static const int32_t status[] = {
	[END] = 0, [END_ERROR] = -95, [END_TIMEOUT] = LC_STATUS_TIMEOUT};

#define MAX_EVENTS 8

/* What a transfer's task does, and what comes from the platform meanwhile. */
static const struct template
{
	enum event task[MAX_EVENTS], platform[MAX_EVENTS];
	enum event cause; /* the task's event that the platform answers */
	bool late;	  /* its answer may come after the end, too */
}
templates[] = {
	{{ANNOUNCE, BEGIN, RING, RUNG, WAIT, END},
	 {SIGNAL, REPLY},
	 RING,
	 false},
	/* The reply that a delayed response overtakes is not taken. */
	{{ANNOUNCE, BEGIN, RING, RUNG, WAIT, END},
	 {SIGNAL, DELAYED},
	 RING,
	 false},
	{{BEGIN, RING, RUNG, END}, {SIGNAL, REPLY, DELAYED}, RING, false},
	{{ANNOUNCE, BEGIN, RING, RUNG, WAIT, END}, {NONE}, RING, false},
	{{BEGIN, WAIT, END}, {REPLY}, BEGIN, false},
	{{BEGIN, WAIT, END_ERROR}, {REPLY}, BEGIN, false},
	{{BEGIN, WAIT, END}, {DELAYED}, BEGIN, true},
	{{BEGIN, WAIT, END}, {DELAYED, REPLY}, BEGIN, true},
	{{BEGIN, RING, WAIT, END}, {SIGNAL, REPLY}, RING, false},
	{{ANNOUNCE, BEGIN, RING, RUNG, WAIT, END_TIMEOUT}, {NONE}, RING, false},
	{{BEGIN, WAIT, END_TIMEOUT}, {REPLY}, BEGIN, true},
	{{ANNOUNCE, BEGIN, RING, RUNG}, {NONE}, RING, false},
	{{BEGIN, BEGIN, WAIT, END}, {REPLY}, WAIT, false},
	{{BEGIN, END, BEGIN, END}, {REPLY}, BEGIN, false},
	{{END}, {NONE}, END, false},
	{{WAIT, END}, {REPLY}, WAIT, false},
};

#define TEMPLATES (sizeof(templates) / sizeof(templates[0]))

static size_t length(const enum event *events)
{
	size_t n = 0;

	while (n < MAX_EVENTS && events[n])
		n++;
	return n;
}

/* Templates, with task and platform merged. */
static enum event lives[100][MAX_EVENTS];
static size_t n_lives;

/* Merges by @order, whose set bits are the platform's turns; whether it can be. */
static bool merge(const struct template *t, unsigned int order,
		  enum event out[MAX_EVENTS])
{
	const size_t n = length(t->task) + length(t->platform);
	size_t task = 0, platform = 0;
	bool caused = false, ended = false;

	for (size_t i = 0; i < n; i++) {
		if (order >> i & 1) {
			out[i] = t->platform[platform++];
			if (!caused)
				return false;
			/* A delayed response after its reply is late. */
			if (ended && !t->late && platform < 3)
				return false;
		} else {
			out[i] = t->task[task++];
			caused |= out[i] == t->cause;
			ended = out[i] >= END;
		}
	}
	return true;
}

static void make_lives(void)
{
	n_lives = 0;
	for (const struct template *t = templates; t < templates + TEMPLATES;
	     t++) {
		const size_t platform = length(t->platform);
		const size_t n = length(t->task) + platform;

		assert_true(n <= MAX_EVENTS);
		for (unsigned int order = 0; order < 1u << n; order++) {
			assert_true(n_lives < 100);
			if ((size_t)__builtin_popcount(order) == platform &&
			    merge(t, order, lives[n_lives]))
				n_lives++;
			else
				memset(lives[n_lives], 0, sizeof(lives[0]));
		}
	}
}

static struct lc_slot table[LC_SLOTS];
static uint64_t counter[2][LC_COUNTERS];

/* A transfer, and what it must be told: times as they are, no slot, no tag. */
struct transfer {
	uint32_t id;
	uint16_t from;
	bool announced, live;
	bool waits;
	uint64_t signal;       /* on its processor */
	struct lc_stamps at;   /* stamps that it had */
	uint64_t delayed_from; /* its begin, once ended too */
};

static bool same_home(const struct transfer *a, const struct transfer *b)
{
	return !((a->id ^ b->id) & (LC_SLOTS - 1));
}

static uint64_t later(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* Time only goes on here, so a stamp can only be too early for its place. */
static void check_phases(const struct transfer *t, const struct lc_ended *e)
{
	const struct lc_stamps *at = &t->at;
	const uint64_t signal = later(at->signal_ns, at->rung_ns);
	const uint64_t rx = later(at->rx_ns, signal);

	assert_int_equal(e->ns[LC_TOTAL], at->end_ns - at->begin_ns);
	if (e->phases != 1u << LC_TOTAL)
		assert_int_equal(sum_of_phases(e), e->ns[LC_TOTAL]);
	if (!at->rx_ns) {
		assert_int_equal(has_phase(e, LC_SERVICE), at->rung_ns != 0);
		assert_int_equal(e->ns[LC_SERVICE],
				 at->rung_ns ? at->end_ns - at->rung_ns : 0);
		assert_false(has_phase(e, LC_WAKEUP));
		return;
	}
	assert_true(has_phase(e, LC_WAKEUP));
	if (!at->rung_ns || !at->signal_ns) {
		assert_int_equal(e->ns[LC_TRANSPORT], at->rx_ns - at->begin_ns);
		assert_int_equal(e->ns[LC_WAKEUP], at->end_ns - at->rx_ns);
		return;
	}
	assert_int_equal(e->ns[LC_SUBMIT], at->ring_ns - at->begin_ns);
	assert_int_equal(e->ns[LC_DOORBELL], at->rung_ns - at->ring_ns);
	assert_int_equal(e->ns[LC_SERVICE], signal - at->rung_ns);
	assert_int_equal(e->ns[LC_DISPATCH], rx - signal);
	assert_int_equal(e->ns[LC_WAKEUP], at->end_ns - rx);
	assert_int_equal(e->overlapped, at->signal_ns < at->rung_ns);
}

static void end(struct transfer *t, int who, enum event event, uint64_t now)
{
	const bool timed_out = event == END_TIMEOUT;
	struct transfer_end e;

	assert_int_equal(transfer_end(table, t->id, status[event], now, &e),
			 t->live);
	if (!t->live)
		return;
	t->live = false;
	t->at.end_ns = now;
	assert_int_equal(e.series, who);
	assert_int_equal(e.judged.outcome,
			 timed_out ? LC_TIMED_OUT : LC_COMPLETED);
	assert_int_equal(e.judged.error, event == END_ERROR);
	counter[who][e.judged.outcome]++;
	if (!timed_out) {
		check_phases(t, &e.judged);
		return;
	}
	assert_int_equal(e.judged.phases, 1u << LC_TIMEOUT);
	assert_int_equal(e.judged.ns[LC_TIMEOUT], now - t->at.begin_ns);
}

static void begin(struct transfer *t, const struct transfer *other, int who,
		  uint64_t now)
{
	const uint16_t from = lc_announced(table, t->id);
	struct lc_displaced d;

	/* Never the other's; forgotten only where they share a home. */
	if (from || !same_home(t, other))
		assert_int_equal(from, t->announced ? t->from : 0);
	assert_int_equal(lc_begin(table, t->id, (uint16_t)who, true, now, &d),
			 t->live);
	if (t->live) {
		assert_int_equal(d.series, who);
		assert_int_equal(d.fate, t->waits || t->at.rx_ns
						 ? LC_AGED_OUT
						 : LC_SEND_FAILED);
		counter[who][d.fate]++;
	}
	counter[who][LC_BEGUN]++;
	t->live = true;
	t->waits = false;
	t->announced = false;
	t->at = (struct lc_stamps){.begin_ns = now};
	t->delayed_from = now;
}

static struct lc_slot *reply(struct transfer *t, uint64_t now)
{
	struct lc_slot *s = lc_rx_done(table, t->id, t->signal, now);

	assert_int_equal(s != NULL, t->live);
	if (t->live && !t->at.rx_ns) {
		t->at.signal_ns = t->signal;
		t->at.rx_ns = now;
	}
	return s;
}

static void delayed(struct transfer *t, const struct transfer *other, int who,
		    uint64_t now)
{
	const bool first = t->live && !t->at.rx_ns;
	struct lc_slot *s = reply(t, now);
	struct lc_delayed d;

	if (!lc_delayed(table, s, t->id, now, &d)) {
		assert_true(!t->live && same_home(t, other));
		return;
	}
	assert_int_equal(d.series, who);
	assert_int_equal(d.first, first);
	assert_int_equal(d.delayed_ns, now - t->delayed_from);
}

static void feed(struct transfer *both, int who, enum event event, uint64_t now)
{
	struct transfer *t = &both[who];
	const struct transfer *other = &both[!who];
	__u64 tag;
	struct lc_slot *s = lc_find(table, t->id, &tag);

	assert_int_equal(s != NULL, t->live);
	switch (event) {
	case ANNOUNCE:
		lc_announce(table, t->id, t->from);
		t->announced = true;
		break;
	case BEGIN:
		begin(t, other, who, now);
		break;
	case RING:
		lc_ring(s, 0, now);
		t->at.ring_ns = now;
		break;
	case RUNG:
		lc_rung(s, now);
		t->at.rung_ns = now;
		break;
	case WAIT:
		lc_wait(table, t->id, 30);
		t->waits = true;
		break;
	case SIGNAL:
		t->signal = now;
		break;
	case REPLY:
		reply(t, now);
		break;
	case DELAYED:
		delayed(t, other, who, now);
		break;
	default:
		end(t, who, event, now);
		break;
	}
}

/* Empties the slots of ids at most one apart or of one home. */
static void clear(uint32_t id)
{
	for (uint32_t i = 0; i <= LC_WAYS; i++)
		table[(id + i) & (LC_SLOTS - 1)] = (struct lc_slot){0};
	memset(counter, 0, sizeof(counter));
}

static uint64_t in_flight(uint32_t id, int series)
{
	uint64_t n = 0;

	for (uint32_t i = 0; i <= LC_WAYS; i++) {
		uint64_t tag = table[(id + i) & (LC_SLOTS - 1)].tag;

		n += tag && lc_tag_series(tag) == series;
	}
	return n;
}

/* Two lives, and which of them each bit of @order lets go on. */
static void race(const enum event *a, const enum event *b,
		 const uint32_t ids[2], unsigned int order, size_t n)
{
	struct transfer t[2] = {{.id = ids[0], .from = 1},
				{.id = ids[1], .from = 2}};
	const enum event *next[2] = {a, b};

	clear(ids[0]);
	for (size_t i = 0; i < n; i++) {
		int who = order >> i & 1;

		/* No two steps of the clock alike: no phase for another's. */
		feed(t, who, *next[who]++, 1000 + 13 * i * i);
	}
	for (int who = 0; who < 2; who++) {
		const uint64_t *c = counter[who];

		assert_int_equal(in_flight(ids[0], who), t[who].live);
		assert_int_equal(c[LC_BEGUN],
				 c[LC_COMPLETED] + c[LC_TIMED_OUT] +
					 c[LC_SEND_FAILED] + c[LC_AGED_OUT] +
					 t[who].live);
	}
}

/* Begins again without an end, as after a failed send. */
static bool begins_over(const enum event *life)
{
	return life[0] == BEGIN && life[1] == BEGIN;
}

static void all_interleavings_of_two(void **state)
{
	static const uint32_t ids[][2] = {{5, 6},
					  {LC_SLOTS - 1, 2 * LC_SLOTS - 1}};
	size_t races = 0;

	(void)state;
	make_lives();
	for (size_t n = 0; n < n_lives * n_lives * 2; n++) {
		const enum event *a = lives[n / 2 / n_lives];
		const enum event *b = lives[n / 2 % n_lives];
		const size_t b_len = length(b), len = length(a) + b_len;

		if (a > b)
			continue; /* the same with names changed */
		/* test_lifecycle_streams: a_failed_send_beside_a_rival() */
		if (n % 2 && (begins_over(a) || begins_over(b)))
			continue;
		for (unsigned int order = 0; order < 1u << len; order++) {
			if ((size_t)__builtin_popcount(order) != b_len)
				continue;
			race(a, b, ids[n % 2], order, len);
			races++;
		}
	}
	print_message("# %zu lives, %zu races\n", n_lives, races);
	assert_true(n_lives > 40);
	assert_true(races > 4000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_interleavings_of_two),
	};

	return cmocka_run_group_tests_name("lifecycle_races", tests, NULL,
					   NULL);
}
