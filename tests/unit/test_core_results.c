// SPDX-License-Identifier: GPL-2.0-only
/* Failures that functions of the core return: which messages they are about. */
#include "unit_test.h"

#include <string.h>

#include "core_results.h"
#include "import.h"

#define TASK  7
#define OTHER (TASK + CORE_RESULTS_TASKS) /* in the same slot */

static struct core_results results;
static struct senders senders; /* of one instance */

static int set_up(void **state)
{
	memset(&results, 0, sizeof(results));
	memset(&senders, 0, sizeof(senders));
	return 0;
}

static struct ftrace_event event(enum ftrace_kind kind, uint32_t pid,
				 uint32_t cpu)
{
	return (struct ftrace_event){.kind = kind,
				     .protocol = 0x15,
				     .message = 6,
				     .transfer_id = 42,
				     .seq = 42,
				     .decimals = 9,
				     .context = {.cpu = cpu, .pid = pid}};
}

/* Returns true if a notification of a task on a processor is one that was dropped. */
static bool is_dropped(uint32_t pid, uint32_t cpu, enum lc_msg_type type)
{
	struct ftrace_event ev = event(FTRACE_RX_DONE, pid, cpu);

	ev.msg_type = (uint8_t)type;
	core_results_note(&results, &senders, &ev);
	return ev.dropped;
}

static void drop(uint32_t pid, uint32_t cpu)
{
	const struct ftrace_event probe = event(FTRACE_DROPPED, pid, cpu);

	core_results_dropped(&results, &probe);
}

static void the_next_notification_was_dropped(void **state)
{
	assert_false(is_dropped(TASK, 1, LC_MSG_NOTIFICATION));
	drop(TASK, 1);
	assert_false(is_dropped(TASK, 0, LC_MSG_NOTIFICATION));
	assert_false(is_dropped(OTHER, 1, LC_MSG_NOTIFICATION));
	assert_false(is_dropped(TASK, 1, LC_MSG_RESPONSE));
	assert_true(is_dropped(TASK, 1, LC_MSG_NOTIFICATION));
	assert_false(is_dropped(TASK, 1, LC_MSG_NOTIFICATION));
	/* Its end may be among events that are lost. */
	drop(TASK, 1);
	core_results_forget(&results);
	assert_false(is_dropped(TASK, 1, LC_MSG_NOTIFICATION));
}

static void transfer(enum ftrace_kind kind, uint32_t pid, int32_t status)
{
	struct ftrace_event ev = event(kind, pid, 0);

	ev.status = status;
	core_results_note(&results, &senders, &ev);
}

/* Without a reply, the timeout of that is counted, and no other. */
static void only_a_transfer_with_a_reply_lacks_a_delayed_response(void **state)
{
	struct ftrace_event probe = {.context.pid = TASK};

	transfer(FTRACE_BEGIN, TASK, 0);
	assert_false(core_results_unanswered(&results, &probe));
	transfer(FTRACE_END, TASK, LC_STATUS_TIMEOUT);
	assert_false(core_results_unanswered(&results, &probe));
	transfer(FTRACE_END, TASK, 0);
	probe = (struct ftrace_event){.context.pid = TASK};
	assert_true(core_results_unanswered(&results, &probe));
	assert_true(probe.has_message);
	assert_int_equal(probe.protocol, 0x15);
	assert_int_equal(probe.message, 6);
	assert_int_equal(probe.transfer_id, 42);
	assert_int_equal(probe.seq, 42);
}

static void a_transfer_can_be_unknown(void **state)
{
	struct ftrace_event probe = {.context.pid = TASK};

	transfer(FTRACE_END, TASK, 0);
	transfer(FTRACE_BEGIN, OTHER, 0);
	assert_true(core_results_unanswered(&results, &probe));
	assert_false(probe.has_message);
}

static void import(struct importer *im, struct ftrace_event ev, uint64_t ns)
{
	struct import_line line = {.event = ev, .number = 1};
	const struct import_lines lines = {
		.text = "", .records = true, .lines = 1, .n = 1, .line = &line};

	line.event.time_ns = ns;
	importer_feed_lines(im, &lines);
}

/* Returns the only series of a message; NULL: none. */
static const struct series *series_of(const struct profile *p, uint8_t protocol,
				      enum message_type type)
{
	for (size_t i = 0; i < p->n_series; i++)
		if (p->series[i].key.protocol == protocol &&
		    p->series[i].key.type == type)
			return &p->series[i];
	return NULL;
}

static void an_anomaly_is_that_of_its_message(void **state)
{
	struct ftrace_event ev = event(FTRACE_RX_DONE, TASK, 0);
	struct profile p = {0};
	struct importer *im = importer_new(&p);
	const struct series *s;

	ev.msg_type = LC_MSG_NOTIFICATION;
	import(im, ev, 1000);
	ev.dropped = true;
	import(im, ev, 2000);
	import(im, event(FTRACE_BEGIN, TASK, 0), 3000);
	import(im, event(FTRACE_END, TASK, 0), 4000);
	ev = event(FTRACE_UNANSWERED, TASK, 0);
	ev.has_message = true;
	import(im, ev, 5000);
	/* Its transfer is not known, but its message. */
	ev.transfer_id = ev.seq = 43;
	import(im, ev, 6000);
	ev.has_message = false;
	import(im, ev, 7000);
	importer_finish(im);
	s = series_of(&p, 0x15, MESSAGE_NOTIFICATION);
	assert_int_equal(s->counter[LC_NOTIFIED], 2);
	assert_int_equal(s->anomaly[LA_NOTIFICATION_DROPPED], 1);
	s = series_of(&p, 0x15, MESSAGE_COMMAND);
	assert_int_equal(s->counter[LC_COMPLETED], 1);
	assert_int_equal(s->anomaly[LA_DELAYED_TIMEOUT], 2);
	s = series_of(&p, 0, MESSAGE_COMMAND);
	assert_int_equal(s->anomaly[LA_DELAYED_TIMEOUT], 1);
	assert_int_equal(p.n_events, 4);
	assert_int_equal(p.events[1].age_ns, 2000);
	assert_int_equal(p.events[2].age_ns, 0);
	importer_free(im);
	profile_free(&p);
}

/* As import_anomalies does for those that BPF programs would find. */
static void a_delayed_response_can_come_late(void **state)
{
	struct ftrace_event ev = event(FTRACE_UNANSWERED, TASK, 0);
	struct profile p = {0};
	struct importer *im = importer_new(&p);

	import(im, event(FTRACE_BEGIN, TASK, 0), 3000);
	import(im, event(FTRACE_END, TASK, 0), 4000);
	ev.has_message = true;
	import(im, ev, 5000);
	ev = event(FTRACE_BAD, 0, 0);
	ev.msg_type = LC_MSG_DELAYED_RESPONSE;
	ev.status = LC_BAD_UNEXPECTED;
	import(im, ev, 6000);
	importer_finish(im);
	assert_int_equal(p.series[0].anomaly[LA_DELAYED_TIMEOUT], 1);
	assert_int_equal(p.series[0].anomaly[LA_LATE_REPLY], 1);
	assert_int_equal(p.n_events, 2);
	importer_free(im);
	profile_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(the_next_notification_was_dropped,
				       set_up),
		cmocka_unit_test_setup(
			only_a_transfer_with_a_reply_lacks_a_delayed_response,
			set_up),
		cmocka_unit_test_setup(a_transfer_can_be_unknown, set_up),
		cmocka_unit_test_setup(an_anomaly_is_that_of_its_message,
				       set_up),
		cmocka_unit_test_setup(a_delayed_response_can_come_late,
				       set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
