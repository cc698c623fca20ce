// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tasks that send while others wait for a device that is dead: the model gives
 * out transfer_ids and tokens as the SCMI core does, and runs the tasks in a
 * random order. Each transfer must end as it does in the model.
 */
#include <string.h>

#include "unit_test.h"
#include "random_stream.h"
#include "transfer_steps.h"

#define INSTANCES 2
#define TASKS	  8 /* of each instance */
#define RING	  128
/* The shortest timeout, in steps of all tasks; the longest is twice that. */
#define TIMEOUT 50000

static struct lc_slot table[LC_SLOTS];
static uint64_t counter[LC_COUNTERS];
static uint64_t now;
static bool hooked;

/* The core: one counter of transfer_ids, and tokens for each instance. */
static uint32_t last_id;
static struct instance {
	bool used[LC_TOKENS];
	unsigned int queued; /* messages in the ring */
	bool dead;
} instances[INSTANCES];

enum step {
	ENTER,
	BEGIN,
	SEND,
	WAIT,
	END,
};

static struct sender {
	enum step next;
	struct instance *instance;
	uint32_t id, token;
	uint32_t last_id, last_token; /* as in the task's entry */
	uint64_t timeout;
	uint64_t begun, failed, timed_out, completed;
} senders[INSTANCES * TASKS];

/*
 * Takes the first free token from the low bits of the id on. If it is another
 * one, the counter skips as many ids, but this transfer keeps its id.
 */
static void get_token(struct sender *t)
{
	const uint32_t first = ++last_id % LC_TOKENS;

	t->id = last_id;
	t->token = first;
	while (t->instance->used[t->token])
		t->token = (t->token + 1) % LC_TOKENS;
	last_id += t->token - first;
	t->instance->used[t->token] = true;
}

static void count_lost(const struct lc_displaced *d)
{
	counter[d->fate]++;
	assert_int_equal(d->fate, LC_SEND_FAILED);
	assert_true(d->token < LC_TOKENS);
}

static void enter(struct sender *t)
{
	struct lc_displaced d;

	get_token(t);
	if (!hooked)
		return;
	if (lc_returned(table, t->last_id, t->last_token, &d))
		count_lost(&d);
	lc_announce(
		lc_home(table, t->token),
		lc_tag_of(t->id, 0, (uint32_t)(t->instance - instances + 1)));
	t->last_id = t->id;
	t->last_token = t->token;
}

static void begin(struct sender *t)
{
	struct lc_slot *home = lc_home(table, t->token);
	const struct lc_start start = {
		.tag = hooked && lc_is_announced(home->past, t->id)
			       ? home->past
			       : lc_tag_of(t->id, 0, 0),
		.waits_seen = true,
		.hooked = hooked,
	};
	struct lc_displaced d;
	const int result = lc_begin(table, home, &start, now, &d);

	assert_true(result >= 0);
	if (result)
		count_lost(&d);
	counter[LC_BEGUN]++;
	t->begun++;
}

static void end(struct sender *t, int32_t status)
{
	struct lc_stamps at = {0};

	assert_true(lc_remove(table, t->id, t->token, hooked, true, now, &at));
	assert_int_equal(lc_tag_id(at.tag), t->id);
	counter[status ? LC_TIMED_OUT : LC_COMPLETED]++;
	t->timed_out += status != 0;
	t->completed += status == 0;
}

/* The next step of the task; all but the wait follow at once. */
static void run(struct sender *t)
{
	switch (t->next) {
	case ENTER:
		enter(t);
		t->next = BEGIN;
		return;
	case BEGIN:
		begin(t);
		t->next = SEND;
		return;
	case SEND:
		if (t->instance->queued < RING) {
			t->instance->queued++;
			t->next = WAIT;
			return;
		}
		t->failed++;
		break;
	case WAIT:
		lc_wait(table, t->id, t->token, 30, false);
		t->timeout = now + (t->instance->dead ? TIMEOUT + draw(TIMEOUT)
						      : draw(100));
		t->next = END;
		return;
	case END:
		if (now < t->timeout)
			return;
		if (!t->instance->dead) {
			lc_rx_done(table, t->id, t->token, 0, now);
			t->instance->queued--;
		}
		end(t, t->instance->dead ? LC_STATUS_TIMEOUT : 0);
		break;
	}
	t->instance->used[t->token] = false;
	t->next = ENTER;
}

static void start(bool with_hooks)
{
	random_state = 0x5c31;
	now = 1000;
	hooked = with_hooks;
	last_id = 0;
	memset(table, 0, sizeof(table));
	memset(counter, 0, sizeof(counter));
	memset(instances, 0, sizeof(instances));
	memset(senders, 0, sizeof(senders));
	for (size_t i = 0; i < INSTANCES * TASKS; i++)
		senders[i] = (struct sender){
			.instance = &instances[i / TASKS],
			.last_id = UINT32_MAX,
		};
}

/* Runs the first @n tasks until they have begun @transfers. */
static struct sender run_all(size_t n, uint64_t transfers)
{
	struct sender sum = {.begun = 0};

	while (counter[LC_BEGUN] < transfers) {
		run(&senders[draw(n)]);
		now++;
	}
	/* All return, those that wait after their timeout. */
	for (size_t i = 0; i < n; i++)
		for (; senders[i].next != ENTER; now += 2 * TIMEOUT)
			run(&senders[i]);
	for (size_t i = 0; i < n; i++) {
		sum.begun += senders[i].begun;
		sum.failed += senders[i].failed;
		sum.timed_out += senders[i].timed_out;
		sum.completed += senders[i].completed;
	}
	assert_int_equal(counter[LC_BEGUN], sum.begun);
	assert_int_equal(counter[LC_TIMED_OUT], sum.timed_out);
	assert_int_equal(counter[LC_COMPLETED], sum.completed);
	/* Those that were not sent are known, or in the table. */
	assert_int_equal(counter[LC_SEND_FAILED] + used_slots(table),
			 sum.failed);
	return sum;
}

/* The low bits of its id are those of a transfer that still waits. */
static void a_token_that_is_not_in_the_id(void **state)
{
	struct lc_start start = {.waits_seen = true};
	struct lc_displaced d;
	struct lc_stamps at = {0};

	for (uint32_t instance = 0; instance < 2; instance++) {
		memset(table, 0, sizeof(table));
		start = (struct lc_start){.tag = lc_tag_of(7, 0, instance),
					  .waits_seen = true};
		assert_int_equal(
			lc_begin(table, lc_home(table, 7), &start, 100, &d), 0);
		lc_wait(table, 7, 7, 30, false);
		start.tag = lc_tag_of(7 + LC_TOKENS, 0, instance);
		assert_int_equal(
			lc_begin(table, lc_home(table, 8), &start, 200, &d), 0);
		assert_true(lc_remove(table, 7, 7, true, true, 300, &at));
		assert_int_equal(at.begin_ns, 100);
		/* The next one has the token of its id again. */
		start.tag = lc_tag_of(7 + 2 * LC_TOKENS, 0, instance);
		assert_int_equal(
			lc_begin(table, lc_home(table, 7), &start, 400, &d), 0);
		assert_true(lc_remove(table, 7 + LC_TOKENS, 8, true, true, 500,
				      &at));
		assert_int_equal(at.begin_ns, 200);
	}
}

/* The core can give an id twice, because its counter steps back. */
static void the_same_id_twice(void **state)
{
	struct lc_start start = {.tag = lc_tag_of(7, 0, 1), .waits_seen = true};
	struct lc_displaced d;
	struct lc_stamps at = {0};

	memset(table, 0, sizeof(table));
	for (uint32_t token = 5; token < 11; token++) {
		assert_int_equal(lc_begin(table, lc_home(table, token), &start,
					  100 + token, &d),
				 0);
	}
	/* The begin of this one was not seen. */
	assert_false(lc_remove(table, 7, 4, true, true, 200, &at));
	for (uint32_t token = 5; token < 11; token++) {
		assert_true(lc_remove(table, 7, token, true, true, 200, &at));
		assert_int_equal(at.begin_ns, 100 + token);
	}
}

/* The ring is full after 128 messages, which time out. */
static void a_dead_device(void **state)
{
	for (int hooks = 0; hooks < 2; hooks++) {
		struct sender sum;

		start(hooks);
		instances[0].dead = true;
		sum = run_all(TASKS, 3000000);
		assert_int_equal(sum.timed_out, RING);
		assert_int_equal(sum.completed, 0);
		/* A task leaves one that nothing has followed yet. */
		assert_true(used_slots(table) <= (hooked ? TASKS : LC_SLOTS));
	}
}

/* The other instance works, and its transfers use the same tokens. */
static void a_dead_device_beside_another(void **state)
{
	struct sender sum;

	start(true);
	instances[0].dead = true;
	sum = run_all(INSTANCES * TASKS, 3000000);
	assert_int_equal(sum.timed_out, RING);
	assert_true(sum.completed > 10000 && sum.failed > 1000000);
	assert_true(used_slots(table) <= TASKS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_token_that_is_not_in_the_id),
		cmocka_unit_test(the_same_id_twice),
		cmocka_unit_test(a_dead_device),
		cmocka_unit_test(a_dead_device_beside_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
