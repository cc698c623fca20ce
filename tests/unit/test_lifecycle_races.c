// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two concurrent transfers with their events in every possible order. The
 * events of a transfer's task are in order, and so are those from the platform,
 * which come on another processor. These two streams interleave in all ways,
 * and so do the two transfers.
 */
#include <string.h>

#include "unit_test.h"
#include "transfer_steps.h"

enum event {
	NONE,
	ANNOUNCE,
	BEGIN,
	RING,
	RUNG,
	WAIT,
	SIGNAL, /* on the processor that receives the next message */
	REPLY,
	DELAYED,
	END,
	END_ERROR,
	END_TIMEOUT,
};

static const int32_t status[] = {
	[END] = 0, [END_ERROR] = -95, [END_TIMEOUT] = LC_STATUS_TIMEOUT};

#define MAX_EVENTS 8

/* The events of a task, and those from the platform meanwhile. */
static const struct template
{
	enum event task[MAX_EVENTS], platform[MAX_EVENTS];
	enum event cause; /* the event to which the platform replies */
	bool late;	  /* the reply may come after the end, too */
}
templates[] = {
	{{ANNOUNCE, BEGIN, RING, RUNG, WAIT, END},
	 {SIGNAL, REPLY},
	 RING,
	 false},
	/* A reply after its delayed response is rejected. */
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
	/* Another task rings for a message that was queued. */
	{{BEGIN, WAIT, END}, {RING, SIGNAL, REPLY}, BEGIN, false},
	{{BEGIN, WAIT, END_TIMEOUT}, {RING}, BEGIN, false},
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

/*
 * Merges both streams: each set bit of @order is an event from the platform.
 * Returns false if that order is impossible.
 */
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

/* The model of a transfer: exact times, without slots and tags. */
struct transfer {
	uint32_t id;
	uint16_t instance;
	bool announced, live;
	bool waits;
	uint64_t signal;       /* on its processor */
	struct lc_stamps at;   /* stamps that it had */
	uint64_t delayed_from; /* its start, after its end, too */
};

static bool same_home(const struct transfer *a, const struct transfer *b)
{
	return !((a->id ^ b->id) & (LC_TOKENS - 1));
}

static uint64_t later(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* Time never steps back here, so a stamp can be too early, but not too late. */
static void check_phases(const struct transfer *t, const struct lc_ended *e)
{
	const struct lc_stamps *at = &t->at;
	/* A signal between entry and exit ends a doorbell of 0. */
	const bool early = at->signal_ns >= at->ring_ns &&
			   at->signal_ns < at->rung_ns;
	const uint64_t rung = early || !at->rung_ns ? at->ring_ns : at->rung_ns;
	const uint64_t signal = later(at->signal_ns, rung);
	const uint64_t rx = later(at->rx_ns, signal);

	assert_int_equal(e->ns[LC_TOTAL], at->end_ns - at->begin_ns);
	if (e->phases != 1u << LC_TOTAL)
		assert_int_equal(sum_of_phases(e), e->ns[LC_TOTAL]);
	if (!at->rx_ns) {
		assert_int_equal(has_phase(e, LC_DOORBELL), at->rung_ns != 0);
		assert_int_equal(has_phase(e, LC_SERVICE), at->ring_ns != 0);
		assert_int_equal(e->ns[LC_SERVICE],
				 at->ring_ns ? at->end_ns - rung : 0);
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
	assert_int_equal(e->ns[LC_DOORBELL], rung - at->ring_ns);
	assert_int_equal(e->ns[LC_SERVICE], signal - rung);
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
	/* The exit of a doorbell that another task rings is not seen. */
	if (t->at.rx_ns && !t->at.rung_ns)
		t->at.rung_ns = t->at.ring_ns;
	assert_int_equal(e.series, who);
	assert_int_equal(e.split.outcome,
			 timed_out ? LC_TIMED_OUT : LC_COMPLETED);
	assert_int_equal(e.split.error, event == END_ERROR);
	counter[who][e.split.outcome]++;
	if (!timed_out) {
		check_phases(t, &e.split);
		return;
	}
	assert_int_equal(e.split.phases, 1u << LC_TIMEOUT);
	assert_int_equal(e.split.ns[LC_TIMEOUT], now - t->at.begin_ns);
}

static void begin(struct transfer *t, const struct transfer *other, int who,
		  uint64_t now)
{
	const uint64_t past = lc_home(table, t->id)->past;
	const uint16_t instance =
		lc_is_announced(past, t->id) ? lc_tag_instance(past) : 0;
	struct lc_displaced d;

	/* Never that of the other one; lost only if both have the same home. */
	if (instance || !same_home(t, other))
		assert_int_equal(instance, t->announced ? t->instance : 0);
	assert_int_equal(transfer_begin(table, t->id, (uint16_t)who,
					(uint16_t)(1 + who), true, now, &d),
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
	struct lc_slot *s = lc_rx_done(table, t->id, t->id, t->signal, now);

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
	const bool first = !t->at.rx_ns;
	struct lc_delayed d = {0};

	if (!lc_delayed(table, t->id, t->id, t->signal, now, &d)) {
		assert_true(!t->live && same_home(t, other));
		return;
	}
	assert_int_equal(d.series, who);
	assert_int_equal(d.first, first);
	if (first) {
		t->at.signal_ns = t->signal;
		t->at.rx_ns = now;
	}
	assert_int_equal(d.delayed_ns, now - t->delayed_from);
}

static void feed(struct transfer *both, int who, enum event event, uint64_t now)
{
	struct transfer *t = &both[who];
	const struct transfer *other = &both[!who];
	__u64 tag;
	struct lc_slot *s = lc_find(table, t->id, t->id, &tag);

	assert_int_equal(s != NULL, t->live);
	switch (event) {
	case ANNOUNCE:
		lc_announce(lc_home(table, t->id),
			    lc_tag_of(t->id, (uint16_t)who, t->instance));
		t->announced = true;
		break;
	case BEGIN:
		begin(t, other, who, now);
		break;
	case RING:
		lc_ring_area(s, 0xa000, now);
		t->at.ring_ns = now;
		break;
	case RUNG:
		lc_rung(s, now);
		t->at.rung_ns = now;
		break;
	case WAIT:
		s = lc_wait(table, t->id, t->id, 30, false);
		if (s)
			lc_rung(s, now);
		t->waits = true;
		if (t->at.ring_ns && !t->at.rung_ns)
			t->at.rung_ns = now;
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

static struct lc_slot *slot_after(uint32_t id, uint32_t i)
{
	return &table[(lc_home_index(id) + i) % LC_SLOTS];
}

/* Clears the slots of ids that differ by one at most or have the same home. */
static void clear(uint32_t id)
{
	for (uint32_t i = 0; i <= LC_WAYS; i++)
		*slot_after(id, i) = (struct lc_slot){0};
	memset(counter, 0, sizeof(counter));
}

static uint64_t in_flight(uint32_t id, int series)
{
	uint64_t n = 0;

	for (uint32_t i = 0; i <= LC_WAYS; i++) {
		uint64_t tag = slot_after(id, i)->tag;

		n += tag && lc_tag_series(tag) == series;
	}
	return n;
}

/* Runs two lives; each bit of @order selects the one with the next event. */
static void race(const enum event *a, const enum event *b,
		 const uint32_t ids[2], unsigned int order, size_t n)
{
	struct transfer t[2] = {{.id = ids[0], .instance = 1},
				{.id = ids[1], .instance = 2}};
	const enum event *next[2] = {a, b};

	clear(ids[0]);
	for (size_t i = 0; i < n; i++) {
		int who = order >> i & 1;

		/*
		 * Different steps, so that no two phases are equal by chance.
		 */
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
					  {LC_TOKENS - 1, 2 * LC_TOKENS - 1}};
	size_t races = 0;

	make_lives();
	for (size_t n = 0; n < n_lives * n_lives * 2; n++) {
		const enum event *a = lives[n / 2 / n_lives];
		const enum event *b = lives[n / 2 % n_lives];
		const size_t b_len = length(b), len = length(a) + b_len;

		if (a > b)
			continue; /* the same race with swapped names */
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

	return cmocka_run_group_tests(tests, NULL, NULL);
}
