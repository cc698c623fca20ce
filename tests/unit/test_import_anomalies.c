// SPDX-License-Identifier: GPL-2.0-only
/*
 * Anomalies, notifications and fast channels, in each kernel's log format.
 */
#include "unit_test.h"
#include "import_fixture.h"

#define END_TIMEOUT(t, id) \
	" a-1 [0] " t ": scmi_xfer_end: " F(id) " status=-110\n"
#define DELAYED(t, id) " a-1 [1] " t ": scmi_rx_done: " F(id) " msg_type=2\n"

/* Reports of the core about message 6 of protocol 0x15; the token is in hex. */
#define LINE(t, text) " irq/5 x-99 [003] d.h2. " t ": scmi_msg_dump: " text "\n"
#define BAD(t, tag, token, why)                                              \
	LINE(t, "id=1 ch=10 pt=15 t=!" tag " msg_id=06 seq=" token " s=" why \
		" pyld=")
#define BAD_6_1(t, tag, token, why) \
	LINE(t, "pt=15 t=!" tag " msg_id=06 seq=" token " s=" why " pyld=")
#define BAD_FIRST(t, tag, token, why) \
	LINE(t, "[0x15]:!" tag ":[0x06]:[" token "]:[" why "]: ")

static uint64_t all_anomalies(const struct profile *p)
{
	uint64_t n = 0;

	for (int kind = 0; kind < LA_KINDS; kind++)
		n += profile_anomalies(p, (enum lc_anomaly)kind);
	return n;
}

/* Checks that this is the only anomaly, and its series; frees the result. */
static void check_one(struct result r, enum lc_anomaly kind,
		      enum message_type type, unsigned int instance)
{
	assert_int_equal(r.p.unparsed_lines, 0);
	assert_int_equal(all_anomalies(&r.p), 1);
	assert_int_equal(profile_anomalies(&r.p, kind), 1);
	assert_int_equal(r.p.n_events, 1);
	assert_int_equal(r.p.events[0].kind, kind);
	assert_int_equal(r.p.events[0].key.type, type);
	assert_int_equal(r.p.events[0].key.protocol, 0x15);
	assert_int_equal(r.p.events[0].key.message, 6);
	assert_int_equal(r.p.events[0].key.instance, instance);
	assert_int_equal(r.p.events[0].key.channel, instance ? 0x10 : 0);
	check_identity(&r.p);
	free_result(&r);
}

/* Anomalies that the core's reason identifies, in the three log formats. */
static void defined_by_the_core(void **state)
{
	static const struct {
		const char *lines[3];
		enum lc_anomaly kind;
		enum message_type type;
	} cases[] = {
#define CASE(tag, why)                                                   \
	{BAD("1.0", tag, "0007", why), BAD_6_1("1.0", tag, "0007", why), \
	 BAD_FIRST("1.0", tag, "0007", why)}
		{CASE("RESP", "-1"), LA_UNEXPECTED_REPLY, MESSAGE_COMMAND},
		{CASE("RESP", "-2"), LA_WRONG_STATE, MESSAGE_COMMAND},
		{CASE("UNKN", "-3"), LA_UNKNOWN_TYPE, MESSAGE_COMMAND},
		{CASE("NOTI", "-4"), LA_NOTIFICATION_DROPPED,
		 MESSAGE_NOTIFICATION},
		{CASE("RESP", "-5"), LA_SPURIOUS_INTERRUPT, MESSAGE_COMMAND},
		{CASE("DLYD", "-1"), LA_UNEXPECTED_REPLY, MESSAGE_COMMAND},
		{CASE("DLYD", "-2"), LA_DELAYED_TO_SYNC, MESSAGE_COMMAND},
#undef CASE
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (size_t text = 0; text < 3; text++)
			/* Only the first format has the instance. */
			check_one(IMPORT(cases[i].lines[text]), cases[i].kind,
				  cases[i].type, !text);
}

static void late_reply(void **state)
{
	struct result r;

	r = IMPORT(BEGIN("1.0", 7), WAIT("1.0", 7), END_TIMEOUT("1.03", 7),
		   BAD("1.04", "RESP", "0007", "-1"),
		   BAD("1.05", "RESP", "0007", "-1"));
	assert_int_equal(all_anomalies(&r.p), 3);
	assert_int_equal(profile_anomalies(&r.p, LA_TIMEOUT), 1);
	assert_int_equal(profile_anomalies(&r.p, LA_LATE_REPLY), 1);
	assert_int_equal(profile_anomalies(&r.p, LA_UNEXPECTED_REPLY), 1);
	check_counts(&r, 0, 1, 0, 0, 0);
	/* Task, processor and time since the start of the log. */
	assert_int_equal(r.p.n_events, 3);
	assert_int_equal(r.p.events[1].kind, LA_LATE_REPLY);
	assert_int_equal(r.p.events[1].time_ns, 40000000);
	assert_int_equal(r.p.events[1].token, 7);
	assert_int_equal(r.p.events[1].cpu, 3);
	assert_int_equal(r.p.events[1].pid, 99);
	assert_string_equal(r.p.events[1].comm, "irq/5 x");
	assert_int_equal(r.p.events[1].age_ns, 0);
	free_result(&r);
}

/* Transfers in flight or late in one log do not affect the next. */
static void logs_are_separate(void **state)
{
	struct result r;

	r = IMPORT(BEGIN("100.0", 7), WAIT("100.0", 7), END_TIMEOUT("100.5", 7),
		   BAD("1.0", "RESP", "0007", "-1"),
		   BAD("1.2", "RESP", "0007", "-1"));
	assert_int_equal(r.st.logs, 2);
	assert_int_equal(profile_anomalies(&r.p, LA_LATE_REPLY), 0);
	assert_int_equal(profile_anomalies(&r.p, LA_UNEXPECTED_REPLY), 2);
	/* The time of the second log continues that of the first. */
	assert_int_equal(r.p.events[0].time_ns, 500000000);
	assert_int_equal(r.p.events[1].time_ns, 500000000);
	assert_int_equal(r.p.events[2].time_ns, 700000000);
	free_result(&r);
}

/* The consequence of a fault is not another anomaly. */
static void delayed_response_first(void **state)
{
	struct result r;

	r = IMPORT(BEGIN("1.0", 7), WAIT("1.0", 7), DELAYED("1.001", 7),
		   BAD("1.002", "RESP", "0007", "-2"), END("1.003", 7),
		   BAD("1.004", "DLYD", "0007", "-2"));
	assert_int_equal(profile_anomalies(&r.p, LA_DELAYED_FIRST), 1);
	assert_int_equal(profile_anomalies(&r.p, LA_WRONG_STATE), 1);
	assert_int_equal(all_anomalies(&r.p), 2);
	assert_int_equal(r.p.events[0].age_ns, 1000000);
	assert_int_equal(r.p.events[0].cpu, 1);
	check_phase(series_of(&r, 6), LC_DELAYED, 1, 1000000, 1000000, 1000000);
	check_counts(&r, 1, 0, 0, 0, 0);
	free_result(&r);
}

/*
 * The reply of an asynchronous command after its end, as older kernels report it,
 * and then its delayed response, which is not the first of the two.
 */
static void reply_after_the_end(void **state)
{
	struct result r = IMPORT(BEGIN("1.0", 7), WAIT("1.0", 7),
				 END("1.001", 7), RX("1.002", 7),
				 DELAYED("1.003", 7));

	assert_int_equal(all_anomalies(&r.p), 0);
	check_phase(series_of(&r, 6), LC_DELAYED, 1, 3000000, 3000000, 3000000);
	assert_int_equal(r.p.untracked, 0);
	free_result(&r);
}

/* A failed send is noticed later, in another task, which is not reported. */
static void failed_send_has_no_task(void **state)
{
	struct result r = IMPORT(BEGIN("1.0", 1), WAIT("1.0", 1),
				 END_TIMEOUT("1.1", 1), BEGIN("1.2", 2),
				 BEGIN("1.3", 2), END("1.4", 2));

	assert_int_equal(r.p.n_events, 2);
	assert_int_equal(r.p.events[0].kind, LA_TIMEOUT);
	assert_string_equal(r.p.events[0].comm, "a");
	assert_int_equal(r.p.events[1].kind, LA_SEND_FAILED);
	assert_string_equal(r.p.events[1].comm, "");
	assert_int_equal(r.p.events[1].pid, 0);
	assert_int_equal(r.p.events[1].cpu, 0);
	free_result(&r);
}

/* Its transfer began before the log. */
static void delayed_response_without_a_transfer(void **state)
{
	struct result r = IMPORT(DELAYED("1.0", 7));

	assert_int_equal(r.p.untracked, 1);
	assert_int_equal(all_anomalies(&r.p), 0);
	free_result(&r);
}

/* A clock that is too coarse for the two gives them equal times. */
static void reply_and_delayed_response_at_once(void **state)
{
	struct result r;

	r = IMPORT(BEGIN("1.0", 7), WAIT("1.0", 7), RX("1.001", 7),
		   DELAYED("1.001", 7), END("1.003", 7), BEGIN("2.0", 8),
		   WAIT("2.0", 8), RX("2.0", 8), DELAYED("2.0", 8),
		   END("2.0", 8));
	assert_int_equal(all_anomalies(&r.p), 0);
	check_phase(series_of(&r, 6), LC_DELAYED, 2, 1000000, 0, 1000000);
	check_counts(&r, 2, 0, 0, 0, 0);
	free_result(&r);
}

/* A log in which the core rejects no message has no anomalies. */
static void clean(void **state)
{
	struct result r;

	r = IMPORT(BEGIN("1.0", 7),
		   LINE("1.0", "id=0 ch=10 pt=15 t=CMND msg_id=06 seq=0007 "
			       "s=0 pyld=00"),
		   WAIT("1.0", 7),
		   LINE("1.1", "pt=15 t=RESP msg_id=06 seq=0007 s=-3 pyld="),
		   RX("1.1", 7),
		   LINE("1.1", "[0x15]:NOTI:[0x06]:[0007]:[-1]: 00"),
		   END("1.2", 7));
	assert_int_equal(all_anomalies(&r.p), 0);
	assert_int_equal(r.p.n_events, 0);
	assert_int_equal(r.st.other_events, 3);
	assert_int_equal(r.st.events, 4);
	check_counts(&r, 1, 0, 0, 0, 0);
	free_result(&r);
}

/*
 * The seq of a notification is stale; its id is new, but may equal an old one.
 */
static void notifications(void **state)
{
	const struct series *s;
	struct result r;

	r = IMPORT(BEGIN("1.0", 7), WAIT("1.0", 7),
		   " a-1 [1] 1.001: scmi_rx_done: " F(7) " msg_type=3\n",
		   " a-1 [1] 1.001: scmi_rx_done: " F(8) " msg_type=3\n",
		   RX("1.002", 7), END("1.003", 7));
	assert_int_equal(r.p.n_series, 2);
	s = &r.p.series[0];
	assert_int_equal(s->key.type, MESSAGE_COMMAND);
	assert_int_equal(s->counter[LC_NOTIFIED], 0);
	check_phase(s, LC_TRANSPORT, 1, 2000000, 2000000, 2000000);
	check_counts(&r, 1, 0, 0, 0, 0);
	s = &r.p.series[1];
	assert_int_equal(s->key.type, MESSAGE_NOTIFICATION);
	assert_int_equal(s->key.protocol, 0x15);
	assert_int_equal(s->counter[LC_NOTIFIED], 2);
	assert_int_equal(s->counter[LC_BEGUN], 0);
	assert_int_equal(r.p.untracked, 0);
	free_result(&r);
}

static void fast_channels(void **state)
{
	static const char *const call[] = {
		" a-1 [0] 1.0: scmi_fc_call: [0x13]:[0x0A]:[0000001f]:1:0\n",
		" a-1 [0] 1.3: scmi_fc_call: pt=13 msg_id=0A res_id:31 "
		"vals=2:7\n",
		" a-1 [0] 1.4: scmi:scmi_fc_call: pt=13 msg_id=0A res_id:31 "
		"sub_id:1 vals=3:4\n",
		" a-1 [0] 1.5: scmi_fc_call: pt=13 msg_id=0A res_id:3 "
		"vals=4294967295:0\n"};
	const struct fast_channel *f;
	struct result r;

	r = IMPORT(call[0], call[1], call[2], call[3]);
	assert_int_equal(r.p.n_series, 1);
	assert_int_equal(r.p.series[0].key.protocol, 0x13);
	assert_int_equal(series_of(&r, 10)->counter[LC_FAST_CALLS], 4);
	assert_int_equal(r.p.series[0].counter[LC_BEGUN], 0);
	assert_int_equal(r.st.events, 4);
	assert_int_equal(r.p.n_fast, 2);
	f = &r.p.fast[0];
	assert_int_equal(f->protocol, 0x13);
	assert_int_equal(f->message, 10);
	assert_int_equal(f->domain, 3);
	assert_int_equal(f->calls, 1);
	assert_int_equal(f->periods, 0);
	assert_int_equal(f->value[0], UINT32_MAX);
	f = &r.p.fast[1];
	assert_int_equal(f->domain, 31);
	assert_int_equal(f->calls, 3);
	assert_int_equal(f->value[0], 3);
	assert_int_equal(f->value[1], 4);
	assert_int_equal(f->periods, 2);
	assert_int_equal(f->period_sum_ns, 400000000);
	assert_int_equal(f->period_min_ns, 100000000);
	assert_int_equal(f->period_max_ns, 300000000);
	free_result(&r);
}

/* The time between the last call of a log and the first of the next is unknown. */
static void fast_channels_of_several_logs(void **state)
{
#define CALL(t) " a-1 [0] " t ": scmi_fc_call: [0x13]:[0x0A]:[0000001f]:1:0\n"
	struct result r = IMPORT(CALL("1.0"), CALL("1.3"), "# tracer: nop\n",
				 CALL("2.0"), CALL("2.1"), "# tracer: nop\n",
				 CALL("5.0"));

	assert_int_equal(r.st.logs, 3);
	assert_int_equal(r.p.n_fast, 1);
	assert_int_equal(r.p.fast[0].calls, 5);
	assert_int_equal(r.p.fast[0].periods, 2);
	assert_int_equal(r.p.fast[0].period_sum_ns, 400000000);
	free_result(&r);
#undef CALL
}

/* Without a domain or with other values, a call only counts for its message. */
static void fast_channels_without_domain(void **state)
{
	static const char *const call[] = {
		" a-1 [0] 1.0: scmi_fc_call: [0x13]:[0x0A]:[1]x\n",
		" a-1 [0] 1.0: scmi_fc_call: [0x13]:[0x0A]:[1]:2\n",
		" a-1 [0] 1.0: scmi_fc_call: pt=13 msg_id=0A res_id:3 a:4\n",
		" a-1 [0] 1.0: scmi_fc_call: pt=13 msg_id=0A res_id:3 "
		"vals=1:x\n",
		" a-1 [0] 1.0: scmi_fc_call: pt=13 msg_id=0A res_id:3 "
		"vals=1:4294967296\n",
		" a-1 [0] 1.0: scmi_fc_call: pt=13 msg_id=0A dom:3 vals=1:2\n",
	};

	for (size_t i = 0; i < sizeof(call) / sizeof(call[0]); i++) {
		struct result r = IMPORT(call[i]);

		assert_int_equal(series_of(&r, 10)->counter[LC_FAST_CALLS], 1);
		assert_int_equal(r.p.n_fast, 0);
		free_result(&r);
	}
}

/* All anomalies are counted; only the last ones are stored. */
static void more_than_the_profile_stores(void **state)
{
	static char text[(PROFILE_EVENTS + 10) * 100];
	char *to = text;
	struct result r;

	for (int i = 0; i < PROFILE_EVENTS + 10; i++)
		to += sprintf(to,
			      " a-1 [0] 1.%06d: scmi_msg_dump: pt=15 t=!RESP "
			      "msg_id=06 seq=%04X s=-1 pyld=\n",
			      i, i);
	r = import_bytes(text, (size_t)(to - text), sizeof(text));
	assert_int_equal(profile_anomalies(&r.p, LA_UNEXPECTED_REPLY),
			 PROFILE_EVENTS + 10);
	assert_int_equal(r.p.n_events, PROFILE_EVENTS);
	assert_int_equal(r.p.events[0].token, 10);
	assert_int_equal(r.p.events[PROFILE_EVENTS - 1].token,
			 PROFILE_EVENTS + 9);
	free_result(&r);
}

/* Lines about rejected messages that cannot be parsed. */
static void unreadable(void **state)
{
	static const char *const lines[] = {
		BAD("1.0", "WHAT", "0007", "-1"),
		BAD("1.0", "RESP", "0007", "-6"),
		BAD("1.0", "RESP", "0007", "0"),
		BAD("1.0", "RESP", "0007", "1"),
		BAD("1.0", "RESP", "0007", "-1x"),
		BAD("1.0", "RESP", "10007", "-1"),
		BAD("1.0", "RESP", "", "-1"),
		BAD_6_1("1.0", "RESPX", "0007", "-1"),
		BAD_FIRST("1.0", "RESP", "0007", "-9"),
		BAD_FIRST("1.0", "RESP", "0007]", "-1"),
		LINE("1.0", "pt=115 t=!RESP msg_id=06 seq=0007 s=-1 pyld="),
		LINE("1.0", "pt=15 t=!RESP"),
		" a-1 [0] 1.0: scmi_fc_call: [0x13]:[0x0A]\n",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct result r = IMPORT(lines[i]);

		if (r.p.unparsed_lines != 1 || r.st.events || r.p.n_series)
			fail_msg("read: %s", lines[i]);
		free_result(&r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defined_by_the_core),
		cmocka_unit_test(late_reply),
		cmocka_unit_test(logs_are_separate),
		cmocka_unit_test(delayed_response_first),
		cmocka_unit_test(reply_after_the_end),
		cmocka_unit_test(failed_send_has_no_task),
		cmocka_unit_test(delayed_response_without_a_transfer),
		cmocka_unit_test(reply_and_delayed_response_at_once),
		cmocka_unit_test(clean),
		cmocka_unit_test(notifications),
		cmocka_unit_test(fast_channels),
		cmocka_unit_test(fast_channels_of_several_logs),
		cmocka_unit_test(fast_channels_without_domain),
		cmocka_unit_test(more_than_the_profile_stores),
		cmocka_unit_test(unreadable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
