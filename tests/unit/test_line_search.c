// SPDX-License-Identifier: GPL-2.0-only
/* Parses lines in forms that no tracer prints by default. */
#include <stdio.h>
#include <string.h>

#include "unit_test.h"
#include "anomaly.h"
#include "line_clean.h"
#include "line_search.h"

static struct ftrace_event found;
static enum unread_cause cause;

/* Cleans and parses a line that the fast parser must not know. */
static enum ftrace_kind search(const char *line)
{
	char buf[4096];
	struct ftrace_event ev;
	const enum ftrace_kind kind =
		ftrace_line_parse(line, strlen(line), &ev);
	struct span text = line_clean((struct span){line, line + strlen(line)},
				      buf, sizeof(buf));

	if (kind != FTRACE_TEXT && kind != FTRACE_UNPARSED)
		fail_msg("parsed already: %s", line);
	memset(&found, 0xa5, sizeof(found));
	return line_search(text, &found, &cause);
}

#define assert_found(line, expected)                                           \
	do {                                                                   \
		if (search(line) != (expected))                                \
			fail_msg("kind %d (cause %d), not %d: %s", found.kind, \
				 cause, (expected), line);                     \
	} while (0)

#define HEX "pt=15 msg_id=06 seq=001A transfer_id=1A"
#define RX  "scmi_rx_done: " HEX " msg_type=2"

/* Where each form has its time stamp. */
static void heads(void **state)
{
	static const struct {
		const char *line;
		uint64_t time_ns;
		unsigned int decimals, cpu, pid;
		const char *comm;
	} lines[] = {
		{"[ 7044.000180] " RX, 7044000180000, 6, 0, 0, ""},
		{"<6>[ 7044.000180] " RX, 7044000180000, 6, 0, 0, ""},
		{"[ 7044.000180][   C1] " RX, 7044000180000, 6, 1, 0, ""},
		{"[ 7044.000180][ T400] " RX, 7044000180000, 6, 0, 400, ""},
		{"[ 7044.000180 <    0.000070>] " RX, 7044000180000, 6, 0, 0,
		 ""},
		{"kern  :info  : [ 7044.000180] " RX, 7044000180000, 6, 0, 0,
		 ""},
		{"[12:59:00.000] [ 7044.000180] " RX, 7044000180000, 6, 0, 0,
		 ""},
		{"[ 7044.000180] board kernel: " RX, 7044000180000, 6, 0, 0,
		 ""},
		{"1970-01-02T00:00:01,000180+00:00 " RX, 86401000180000, 6, 0,
		 0, ""},
		{"Jan 02 00:00:01.000180 board kernel: " RX, 1000180000, 6, 0,
		 0, ""},
		{" 7044.000180 |   1)               |  /* " RX " */",
		 7044000180000, 6, 1, 0, ""},
		{" 7044.000180 |   1)   <idle>-0    |  d.h2. |  /* " RX " */",
		 7044000180000, 6, 1, 0, ""},
		{"          <idle>       0   1 0 00000000 00000004 "
		 "[1a3dae9b4] 7044000.180ms (+0.023ms): " RX,
		 7044000180000, 6, 1, 0, "<idle>"},
		{"     Web Content    2311   3 0 00000000 00000004 "
		 "[1a3dae9b4] 7044000.180ms (+0.023ms): " RX,
		 7044000180000, 6, 3, 2311, "Web Content"},
		{"     0.080 irq/5 x/81 scmi:scmi_rx_done(" HEX " msg_type=2)",
		 80000, 6, 0, 81, "irq/5 x"},
		{"     0.080 (         ): cat/400 scmi:scmi_rx_done("
		 "transfer_id: 26, msg_id: 6, protocol_id: 21, seq: 26, "
		 "msg_type: 2)",
		 80000, 6, 0, 400, "cat"},
		{"     0.080 (         ): scmi:scmi_rx_done:" HEX
		 " msg_type=2)",
		 80000, 6, 0, 0, ""},
		{" cat-400  [002] .....  7044.000180: (+68)  " RX,
		 7044000180000, 6, 2, 400, "cat"},
		{" cat     400 [002]  7044.000180:      1     scmi:" RX,
		 7044000180000, 6, 2, 400, "cat"},
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		assert_found(lines[i].line, FTRACE_RX_DONE);
		assert_int_equal(found.time_ns, lines[i].time_ns);
		assert_int_equal(found.decimals, lines[i].decimals);
		assert_int_equal(found.context.cpu, lines[i].cpu);
		assert_int_equal(found.context.pid, lines[i].pid);
		assert_string_equal(found.context.comm, lines[i].comm);
		assert_int_equal(found.msg_type, 2);
		assert_int_equal(found.protocol, 0x15);
		assert_int_equal(found.message, 6);
		assert_int_equal(found.seq, 0x1a);
		assert_int_equal(found.transfer_id, 0x1a);
	}
}

#define AT " cat-400 [000] ..... 1.000: "

/* Text behind the fields that is not the event's. */
static void remarks(void **state)
{
#define END_5 "scmi_xfer_end: " HEX " s=-5"
	assert_found(AT END_5 "   <-- slow", FTRACE_END);
	assert_int_equal(found.status, -5);
	assert_found(AT END_5 "\t# the first", FTRACE_END);
	assert_found(AT END_5 " // s=0 before", FTRACE_END);
	assert_found(AT END_5 " ffffffc010c1a2b4 do_xfer+0x1f4 ([kernel])",
		     FTRACE_END);
	assert_found(AT END_5 " ffffffc010c1a2b4", FTRACE_END);
	/* Other text may be a part of another event. */
	assert_found(AT END_5 " <idle>-0", FTRACE_UNPARSED);
	assert_found(AT END_5 "# slow", FTRACE_UNPARSED);
	assert_found(AT END_5 " deadbeef:", FTRACE_UNPARSED);
	assert_found(AT END_5 " 1234567 x", FTRACE_UNPARSED);
	assert_found(AT "scmi_xfer_end: " HEX " <-- s=-5", FTRACE_UNPARSED);
}

/* Fields as the kernel option fields and trace-cmd report -R print them. */
static void fields(void **state)
{
#define RAW "seq=0x1a (26) protocol_id=(21) msg_id=(6) transfer_id=0x1a (26)"
	assert_found(AT "scmi_xfer_begin: poll=(1) " RAW, FTRACE_BEGIN);
	assert_true(found.poll);
	assert_int_equal(found.seq, 26);
	assert_int_equal(found.protocol, 21);
	assert_int_equal(found.transfer_id, 26);
	assert_found(AT "scmi_xfer_end: status=0xffffff92 (-110) " RAW,
		     FTRACE_END);
	assert_int_equal(found.status, -110);
	assert_found(AT
		     "scmi_xfer_response_wait: poll=(0) timeout=0x1e (30) " RAW,
		     FTRACE_WAIT);
	assert_int_equal(found.timeout_ms, 30);
	assert_found(AT "scmi_fc_call: val2=0x1 (1) val1=0x7 (7) "
			"res_id=0x3 (3) msg_id=(7) protocol_id=(19)",
		     FTRACE_FAST_CALL);
	assert_true(found.fast.has_domain);
	assert_int_equal(found.fast.domain, 3);
	assert_int_equal(found.fast.value[0], 7);
	assert_int_equal(found.fast.value[1], 1);
#define DUMP "scmi_msg_dump: id=1 channel_id=16 protocol_id=21 msg_id=6 tag="
	assert_found(AT DUMP "!RESP seq=26 status=-1 len=4 cmd=ARRAY[00, 01]",
		     FTRACE_BAD);
	assert_int_equal(found.status, LC_BAD_UNEXPECTED);
	assert_int_equal(found.instance, 2);
	assert_int_equal(found.seq, 26);
	assert_found(AT DUMP "CMND seq=26 status=0 len=4 cmd=ARRAY[]",
		     FTRACE_DUMP);
	assert_true(found.command);
	assert_found("  1.000 a/1 scmi:scmi_msg_dump(channel_id: 16, "
		     "protocol_id: 21, msg_id: 6, tag: \"!DLYD\", seq: 26, "
		     "status: -2, len: 4)",
		     FTRACE_BAD);
	assert_int_equal(found.msg_type, LC_MSG_DELAYED_RESPONSE);
	/* perf trace omits fields that are 0. */
	assert_found("  1.000 a/1 scmi:scmi_xfer_end(transfer_id: 26)",
		     FTRACE_END);
	assert_int_equal(found.protocol, 0);
	assert_int_equal(found.status, 0);
}

/* Additions of other programs to a line. */
static void wrappings(void **state)
{
#define OPEN "  <idle>-0 [001] d.h2.  7044.000180: "
	static const char *const lines[] = {
		OPEN "\x1b[01;31m\x1b[Kscmi\x1b[m\x1b[K_rx_done: " HEX
		     " msg_type=2",
		OPEN "^[[01;31m^[[Kscmi^[[m^[[K_rx_done: " HEX " msg_type=2",
		"\x1b]0;title\x07\x1b(B" OPEN RX "\x1b[0m",
		"- {\"dt\": \"2026-11-28T12:59:00\", \"msg\": \"" OPEN RX "\"}",
		"{\"log\":\"" OPEN "scmi_rx_done: " HEX
		" msg_type=2\\n\",\"stream\":\"stdout\"}",
		"{\"MESSAGE\":\"\\u001b[32m" OPEN RX "\\u001b[m\"}",
		"- {dt: 12:59:00, lvl: target, msg: '" OPEN RX "'}",
		"&gt;&nbsp; &lt;idle&gt;-0 [1] 7044.000180: " RX "<br>\x1b[m",
		"<span class=\"x\">" OPEN RX "</span>",
		OPEN "scmi_rx_done: pt=3D15 msg_id=3D06 seq=3D001A "
		     "transfer_id=3D1A msg_type=3D2",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		assert_found(lines[i], FTRACE_RX_DONE);
		assert_int_equal(found.time_ns, 7044000180000);
		assert_int_equal(found.transfer_id, 0x1a);
	}
}

/* The reason for which a line cannot be read. */
static void causes(void **state)
{
	static const struct {
		const char *line;
		enum unread_cause cause;
	} lines[] = {
		{RX, UNREAD_NO_TIME},
		{"... " RX, UNREAD_NO_TIME},
		{"  cat     400    scmi:" RX, UNREAD_PERF_TIME},
		{"  0)            |  /* " RX " */", UNREAD_GRAPH_TIME},
		{"[Sat Nov 28 12:59:00 2026] " RX, UNREAD_DATE},
		{"Nov 28 12:59:00 board kernel: " RX, UNREAD_DATE},
		{"  cat-400 [000] .....   704400: " RX, UNREAD_CLOCK},
		{OPEN "scmi_rx_done: pt=15 msg_id=06", UNREAD_CUT},
		{OPEN "scmi_rx_done: " HEX " msg_ty", UNREAD_CUT},
		{OPEN "scmi_rx_done: pt=15 usb 1-1: new device", UNREAD_MIXED},
		{OPEN "scmi_xfer_end: id=6 protocol_id=21 seq=26 status=0",
		 UNREAD_NO_ID},
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		assert_found(lines[i].line, FTRACE_UNPARSED);
		if (cause != lines[i].cause)
			fail_msg("cause %d, not %d: %s", cause, lines[i].cause,
				 lines[i].line);
	}
	for (enum unread_cause c = 0; c < UNREAD_CAUSES; c++)
		assert_non_null(unread_name(c));
}

/* Prose about events is not an event. */
static void prose(void **state)
{
	static const char *const lines[] = {
		"scmi_rx_done: is the last event",
		"Subject: Re: scmi_rx_done: fires too late",
		"echo 1 > events/scmi/scmi_xfer_begin/enable",
		"Call scmi_rx_done() here",
		"",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		const struct span text = {lines[i],
					  lines[i] + strlen(lines[i])};

		assert_int_equal(line_search(text, &found, &cause),
				 FTRACE_TEXT);
	}
}

/* The names of the fields, in any order, decide the base of the numbers. */
static void dialect_by_names_in_any_order(void **state)
{
#define END " cat-195 [000] d..1. 7044.614295: scmi_xfer_end: "
#define ALL "s=10 transfer_id=10 colour=blue seq=10 msg_id=10 "

	assert_found(END ALL "pt=10", FTRACE_END);
	assert_int_equal(found.time_ns, 7044614295000);
	assert_int_equal(found.cpu_plus, 1);
	assert_int_equal(found.transfer_id, 0x10);
	assert_int_equal(found.seq, 0x10);
	assert_int_equal(found.message, 0x10);
	assert_int_equal(found.protocol, 0x10);
	assert_int_equal(found.status, 10);
	assert_found(END ALL "protocol_id=10", FTRACE_END);
	assert_int_equal(found.transfer_id, 10);
	assert_int_equal(found.seq, 10);
	assert_int_equal(found.message, 10);
	assert_int_equal(found.protocol, 10);
	assert_int_equal(found.status, 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dialect_by_names_in_any_order),
		cmocka_unit_test(heads),
		cmocka_unit_test(fields),
		cmocka_unit_test(remarks),
		cmocka_unit_test(wrappings),
		cmocka_unit_test(causes),
		cmocka_unit_test(prose),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
