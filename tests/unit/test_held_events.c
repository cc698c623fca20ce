// SPDX-License-Identifier: GPL-2.0-only
/* Transfers of two SCMI instances that only scmi_msg_dump distinguishes. */
#include "unit_test.h"

#include <string.h>

#include "held_events.h"

static struct senders senders;
static struct held_events held;

static int set_up(void **state)
{
	senders = (struct senders){.by_dumps = true};
	held_events_open(&held, &senders);
	return 0;
}

static int tear_down(void **state)
{
	held_events_close(&held);
	return 0;
}

/* All tasks send the same message with the same token. */
static struct ftrace_event event(enum ftrace_kind kind, uint32_t pid,
				 uint32_t id, uint64_t time_ns)
{
	return (struct ftrace_event){.kind = kind,
				     .time_ns = time_ns,
				     .transfer_id = id,
				     .protocol = 0x15,
				     .message = 6,
				     .seq = 3,
				     .context = {.cpu = 1, .pid = pid}};
}

static void add(enum ftrace_kind kind, uint32_t pid, uint32_t id,
		uint64_t time_ns)
{
	const struct ftrace_event ev = event(kind, pid, id, time_ns);

	held_events_add(&held, &ev);
}

static void add_dump(uint32_t pid, uint16_t instance, uint64_t time_ns)
{
	struct ftrace_event ev = event(FTRACE_DUMP, pid, 0, time_ns);

	ev.command = true;
	ev.instance = instance;
	ev.channel = (uint8_t)(0x10 + instance);
	held_events_add(&held, &ev);
}

/* Returns the time of the next event that goes on, and what it is; 0: none. */
static uint64_t next(struct ftrace_event *ev, bool all)
{
	return held_events_next(&held, all, ev) ? ev->time_ns : 0;
}

/* Returns the number + 1 of the instance of a transfer; 0: unknown. */
static uint16_t instance_of(uint32_t id)
{
	return senders.sent[id % SENDERS_SENT].id == id
		       ? senders.sent[id % SENDERS_SENT].instance
		       : 0;
}

static void a_start_waits_for_the_dump_of_its_task(void **state)
{
	struct ftrace_event ev;

	add(FTRACE_BEGIN, 7, 100, 1);
	add(FTRACE_BEGIN, 8, 101, 2);
	assert_int_equal(next(&ev, false), 0);
	/* The second task has the other channel for itself, and replies come. */
	add_dump(8, 2, 3);
	add(FTRACE_RX_DONE, 0, 101, 4);
	add(FTRACE_END, 8, 101, 5);
	assert_int_equal(next(&ev, false), 0);
	add_dump(7, 1, 6);
	for (uint64_t t = 1; t <= 6; t++)
		assert_int_equal(next(&ev, false), t);
	assert_int_equal(next(&ev, false), 0);
	assert_int_equal(instance_of(100), 1);
	assert_int_equal(instance_of(101), 2);
	assert_int_equal(senders.unknown, 0);
}

static void a_start_has_the_channel_of_its_dump(void **state)
{
	struct ftrace_event ev;

	add(FTRACE_BEGIN, 7, 100, 1);
	add_dump(7, 2, 2);
	assert_int_equal(next(&ev, false), 1);
	assert_int_equal(ev.kind, FTRACE_BEGIN);
	assert_int_equal(ev.channel, 0x12);
}

/* A multi-part command uses its id again. */
static void an_id_that_begins_again_keeps_its_instance(void **state)
{
	struct ftrace_event ev;

	add(FTRACE_BEGIN, 7, 100, 1);
	add_dump(7, 2, 2);
	add(FTRACE_END, 7, 100, 3);
	add(FTRACE_BEGIN, 7, 100, 4);
	for (uint64_t t = 1; t <= 3; t++) {
		assert_int_equal(next(&ev, false), t);
		assert_int_equal(instance_of(100), 2);
	}
	assert_int_equal(next(&ev, false), 0);
	/* Without its dump it is unknown, as the warning counts it. */
	add(FTRACE_WAIT, 7, 100, 5);
	assert_int_equal(next(&ev, false), 4);
	assert_int_equal(instance_of(100), 0);
	assert_int_equal(senders.unknown, 1);
}

static void a_task_that_goes_on_has_no_dump(void **state)
{
	struct ftrace_event ev;

	/* Its dump was lost, and that of another one comes. */
	add(FTRACE_BEGIN, 7, 100, 1);
	add_dump(8, 2, 2);
	assert_int_equal(next(&ev, false), 0);
	add(FTRACE_WAIT, 7, 100, 3);
	assert_int_equal(next(&ev, false), 1);
	assert_int_equal(senders.unknown, 1);
	assert_int_equal(instance_of(100), 0);
	/* A message that was not sent, and the next one of its task. */
	add(FTRACE_BEGIN, 7, 101, 4);
	add(FTRACE_BEGIN, 7, 102, 5);
	while (next(&ev, false))
		;
	assert_int_equal(ev.transfer_id, 101);
	assert_int_equal(senders.unknown, 2);
	/* Its wait was lost, too. */
	add(FTRACE_END, 7, 102, 6);
	assert_int_equal(next(&ev, false), 5);
	assert_int_equal(senders.unknown, 3);
}

/* Its own dump was lost, and the start of the next one, too. */
static void a_dump_of_another_message_names_nothing(void **state)
{
	struct ftrace_event ev, dump = event(FTRACE_DUMP, 7, 0, 2), other[4];

	dump.command = true;
	dump.instance = 2;
	for (size_t i = 0; i < 4; i++)
		other[i] = dump;
	other[0].seq++;
	other[1].message++;
	other[2].protocol++;
	other[3].command = false;
	add(FTRACE_BEGIN, 7, 100, 1);
	for (size_t i = 0; i < 4; i++)
		held_events_add(&held, &other[i]);
	assert_int_equal(next(&ev, false), 0);
	assert_int_equal(instance_of(100), 0);
	held_events_add(&held, &dump);
	assert_int_equal(next(&ev, false), 1);
	assert_int_equal(instance_of(100), 2);
}

static void a_start_waits_for_a_limited_time(void **state)
{
	struct ftrace_event ev;

	add(FTRACE_BEGIN, 7, 100, 1);
	held_events_note_time(&held, HELD_NS);
	assert_int_equal(next(&ev, false), 0);
	assert_int_equal(held_events_until(&held, 50), 1);
	held_events_note_time(&held, HELD_NS + 1);
	assert_int_equal(next(&ev, false), 1);
	assert_int_equal(senders.unknown, 1);
	assert_int_equal(held_events_until(&held, 50), 50);
	/* At the end. */
	add(FTRACE_BEGIN, 7, 101, HELD_NS + 2);
	assert_int_equal(next(&ev, false), 0);
	assert_int_equal(next(&ev, true), HELD_NS + 2);
	assert_int_equal(senders.unknown, 2);
}

/* An event can be late, and a remark of lost events has no time. */
static void time_goes_on_with_events_but_not_back(void **state)
{
	struct ftrace_event ev;

	add(FTRACE_BEGIN, 7, 100, 1);
	add(FTRACE_RX_DONE, 0, 99, HELD_NS);
	assert_int_equal(next(&ev, false), 0);
	add(FTRACE_RX_DONE, 0, 99, HELD_NS + 1);
	add(FTRACE_LOST, 0, 0, 0);
	add(FTRACE_RX_DONE, 0, 99, 2);
	assert_int_equal(next(&ev, false), 1);
}

static void a_full_ring_goes_on(void **state)
{
	struct ftrace_event ev;

	for (uint32_t i = 0; i < HELD_EVENTS; i++) {
		assert_int_equal(next(&ev, false), 0);
		add(FTRACE_BEGIN, 1000 + i, i, i + 1);
	}
	assert_int_equal(next(&ev, false), 1);
	assert_int_equal(next(&ev, false), 0);
	assert_int_equal(senders.unknown, 1);
	/* The last one wraps around. */
	add(FTRACE_RX_DONE, 0, 0, HELD_EVENTS + 1);
	for (uint64_t t = 2; t <= HELD_EVENTS + 1; t++)
		assert_int_equal(next(&ev, true), t);
	assert_int_equal(next(&ev, true), 0);
}

/* The dump is before it on the same processor, in an interrupt of any task. */
static void a_notification_is_that_of_the_dump_before_it(void **state)
{
	struct ftrace_event ev = event(FTRACE_DUMP, 9, 0, 2);

	add(FTRACE_BEGIN, 7, 100, 1);
	ev.msg_type = LC_MSG_NOTIFICATION;
	ev.instance = 2;
	held_events_add(&held, &ev);
	ev = event(FTRACE_RX_DONE, 9, 500, 3);
	ev.msg_type = LC_MSG_NOTIFICATION;
	held_events_add(&held, &ev);
	/* The dump of this one was lost. */
	ev.context.pid = 10;
	held_events_add(&held, &ev);
	ev = event(FTRACE_DUMP, 9, 0, 4);
	ev.msg_type = LC_MSG_NOTIFICATION;
	ev.instance = 1;
	held_events_add(&held, &ev);
	add_dump(7, 1, 5);
	while (next(&ev, false) && ev.time_ns != 3)
		;
	assert_int_equal(ev.kind, FTRACE_RX_DONE);
	assert_int_equal(ev.instance, 2);
	assert_int_equal(next(&ev, false), 3);
	assert_int_equal(ev.instance, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_start_waits_for_the_dump_of_its_task),
		TEST(a_start_has_the_channel_of_its_dump),
		TEST(an_id_that_begins_again_keeps_its_instance),
		TEST(a_task_that_goes_on_has_no_dump),
		TEST(a_dump_of_another_message_names_nothing),
		TEST(a_start_waits_for_a_limited_time),
		TEST(time_goes_on_with_events_but_not_back),
		TEST(a_full_ring_goes_on),
		TEST(a_notification_is_that_of_the_dump_before_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
