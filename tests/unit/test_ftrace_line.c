// SPDX-License-Identifier: GPL-2.0-only
/* Parses the lines of ftrace logs: events of each tracer, and other text. */
#include <stdio.h>
#include <string.h>

#include "unit_test.h"
#include "ftrace_line.h"

static struct ftrace_event parse(const char *line)
{
	struct ftrace_event ev;
	enum ftrace_kind kind;

	memset(&ev, 0xa5, sizeof(ev));
	kind = ftrace_line_parse(line, strlen(line), &ev);
	assert_int_equal(kind, ev.kind);
	return ev;
}

#define assert_kind(line, expected)                                           \
	do {                                                                  \
		struct ftrace_event got = parse(line);                        \
		if (got.kind != (expected))                                   \
			fail_msg("kind %d, not %d: %s", got.kind, (expected), \
				 line);                                       \
	} while (0)

#define HEAD " cat-195 [000] d..1. 7044.614295: "
#define HEX  "pt=15 msg_id=06 seq=001A transfer_id=1A"
#define DEC  "transfer_id=27 msg_id=6 protocol_id=21 seq=27"

static void decimal_dialect(void **state)
{
	struct ftrace_event ev = parse(HEAD "scmi_xfer_begin: " DEC " poll=1");

	assert_int_equal(ev.kind, FTRACE_BEGIN);
	assert_int_equal(ev.time_ns, 7044614295000);
	assert_int_equal(ev.decimals, 6);
	assert_int_equal(ev.transfer_id, 27);
	assert_int_equal(ev.message, 6);
	assert_int_equal(ev.protocol, 21);
	assert_int_equal(ev.seq, 27);
	assert_true(ev.poll);
	ev = parse(HEAD "scmi_xfer_response_wait: " DEC " tmo_ms=30 poll=0");
	assert_int_equal(ev.kind, FTRACE_WAIT);
	assert_int_equal(ev.timeout_ms, 30);
	assert_false(ev.poll);
	ev = parse(HEAD "scmi_xfer_response_wait: " DEC " timeout=30 poll=0");
	assert_int_equal(ev.timeout_ms, 30);
	ev = parse(HEAD "scmi_rx_done: " DEC " msg_type=2");
	assert_int_equal(ev.kind, FTRACE_RX_DONE);
	assert_int_equal(ev.msg_type, 2);
	ev = parse(HEAD "scmi_xfer_end: " DEC " status=-110");
	assert_int_equal(ev.kind, FTRACE_END);
	assert_int_equal(ev.status, -110);
}

static void hexadecimal_dialect(void **state)
{
	struct ftrace_event ev = parse(HEAD "scmi_xfer_begin: " HEX " poll=0");

	assert_int_equal(ev.kind, FTRACE_BEGIN);
	assert_int_equal(ev.transfer_id, 0x1a);
	assert_int_equal(ev.message, 6);
	assert_int_equal(ev.protocol, 0x15);
	assert_int_equal(ev.seq, 0x1a);
	ev = parse(HEAD "scmi_xfer_response_wait: " HEX " tmo_ms=30 poll=0");
	assert_int_equal(ev.timeout_ms, 30);
	ev = parse(HEAD "scmi_xfer_end: " HEX " s=-95 inflight=3");
	assert_int_equal(ev.status, -95);
	ev = parse(HEAD "scmi_rx_done: " HEX " msg_type=3");
	assert_int_equal(ev.msg_type, 3);
	assert_false(ev.dropped);
}

/* The limits of each C type, and the first value outside. */
static void ranges(void **state)
{
	struct ftrace_event ev =
		parse(HEAD "scmi_xfer_end: pt=FF msg_id=ff seq=FFFF "
			   "transfer_id=FFFFFFFF s=-2147483648");

	assert_int_equal(ev.kind, FTRACE_END);
	assert_int_equal(ev.protocol, 0xff);
	assert_int_equal(ev.message, 0xff);
	assert_int_equal(ev.seq, 0xffff);
	assert_int_equal(ev.transfer_id, 0xffffffff);
	assert_int_equal(ev.status, INT32_MIN);
	ev = parse(HEAD "scmi_xfer_end: transfer_id=-1 msg_id=255 "
			"protocol_id=255 seq=65535 status=2147483647");
	assert_int_equal(ev.kind, FTRACE_END);
	assert_int_equal(ev.transfer_id, 0xffffffff);
	assert_int_equal(ev.status, INT32_MAX);
	ev = parse(HEAD "scmi_xfer_response_wait: " HEX
			" tmo_ms=4294967295 poll=0");
	assert_int_equal(ev.timeout_ms, UINT32_MAX);
#define END HEAD "scmi_xfer_end: "
	assert_kind(END "pt=100 msg_id=06 seq=001A transfer_id=1A s=0",
		    FTRACE_UNPARSED);
	assert_kind(END "pt=15 msg_id=100 seq=001A transfer_id=1A s=0",
		    FTRACE_UNPARSED);
	assert_kind(END "pt=15 msg_id=06 seq=10000 transfer_id=1A s=0",
		    FTRACE_UNPARSED);
	assert_kind(END "pt=15 msg_id=06 seq=1A transfer_id=100000000 s=0",
		    FTRACE_UNPARSED);
	/* Numbers of the usual width with another character */
	assert_kind(END "pt=1G msg_id=06 seq=001A transfer_id=1A s=0",
		    FTRACE_UNPARSED);
	assert_kind(END "pt=15 msg_id=G6 seq=001A transfer_id=1A s=0",
		    FTRACE_UNPARSED);
	assert_kind(END "pt=15 msg_id=06 seq=0G1A transfer_id=1A s=0",
		    FTRACE_UNPARSED);
	assert_kind(END "pt=15 msg_id=06 seq=001G transfer_id=1A s=0",
		    FTRACE_UNPARSED);
	assert_kind(END "pt=15 msg_id=06 seq=001A transfer_id=G s=0",
		    FTRACE_UNPARSED);
	assert_kind(END "pt=15 msg_id=06 seq=001A transfer_id=100000000 s=0",
		    FTRACE_UNPARSED);
	assert_kind(END HEX " s=2147483648", FTRACE_UNPARSED);
	assert_kind(END HEX " s=-2147483649", FTRACE_UNPARSED);
	assert_kind(END "transfer_id=2147483648 msg_id=6 protocol_id=21 seq=1 "
			"status=0",
		    FTRACE_UNPARSED);
	assert_kind(END "transfer_id=1 msg_id=256 protocol_id=21 seq=1 "
			"status=0",
		    FTRACE_UNPARSED);
	assert_kind(END HEX " s=00000000000000000", FTRACE_UNPARSED);
	assert_kind(HEAD "scmi_rx_done: " HEX " msg_type=256", FTRACE_UNPARSED);
	assert_kind(HEAD "scmi_xfer_begin: " HEX " poll=2", FTRACE_UNPARSED);
	assert_kind(HEAD "scmi_xfer_response_wait: " HEX
			 " tmo_ms=4294967296 poll=0",
		    FTRACE_UNPARSED);
}

static void garbage_in_fields(void **state)
{
	static const char *const lines[] = {
		/* missing */
		END,
		END HEX,
		END "s=0",
		END "msg_id=06 seq=1A transfer_id=1A "
		    "s=0",
		END "pt=15 seq=001A transfer_id=1A s=0",
		END "pt=15 msg_id=06 transfer_id=1A s=0",
		END "pt=15 msg_id=06 seq=001A s=0",
		HEAD "scmi_xfer_begin: " HEX,
		HEAD "scmi_rx_done: " HEX,
		HEAD "scmi_xfer_response_wait: " HEX " poll=0",
		HEAD "scmi_xfer_response_wait: " HEX " tmo_ms=30",
		/* a field twice, of both dialects, of the wrong one */
		END HEX " s=0 s=0",
		END HEX " s=0 protocol_id=21",
		END "transfer_id=1A msg_id=6 protocol_id=21 seq=27 status=0",
		END "pt=15 msg_id=06 seq=001A transfer_id=-1 s=0",
		/* not a number */
		END HEX " s=",
		END HEX " s=-",
		END HEX " s=--1",
		END HEX " s=0x1",
		END HEX " s=1.0",
		END HEX " s=+1",
		HEAD "scmi_xfer_begin: " HEX " poll=025000",
		HEAD "scmi_xfer_begin: " HEX " poll=0\x1b[0m",
		/* other text in between or after */
		END HEX " s=0 25000",
		END HEX " s=0 root@board:~#",
		END "[FAILED TO PARSE] " HEX " s=0",
		END HEX " s=0 =1",
		END HEX " s=0\xc3\xa9",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_kind(lines[i], FTRACE_UNPARSED);
	/* Fields that later kernels may append are ignored. */
	assert_kind(END HEX " s=0 inflight=-1 colour=blue", FTRACE_END);
}

static void nul_bytes_are_garbage(void **state)
{
	static const char line[] = END HEX " s=0\0 x";
	struct ftrace_event ev;

	assert_int_equal(ftrace_line_parse(line, sizeof(line) - 1, &ev),
			 FTRACE_UNPARSED);
	assert_int_equal(ftrace_line_parse("", 0, &ev), FTRACE_NONE);
}

static void time_stamps(void **state)
{
	static const struct {
		const char *stamp;
		uint64_t ns;
		int decimals;
	} good[] = {
		{"0.0", 0, 1},
		{"1.5", 1500000000, 1},
		{"12.05", 12050000000, 2},
		{"7044.614295", 7044614295000, 6},
		{"7044.614295123", 7044614295123, 9},
		{"1700000000.000001", 1700000000000001000, 6},
		{"9223372035.999999999", 9223372035999999999, 9},
		{"0us+", 0, 6},
		{"1234us!", 1234000, 6},
		{"99us ", 99000, 6},
	};
	static const char *const unreadable[] = {
		"9223372036.0", "18446744073709551617.5", "1.0123456789",
		"123456789012", "99999999999999999999.5", "9999999999999999us!",
	};
	static const char *const none[] = {
		"v1.2", "10.0.0.1", "cat-1.2", "x99us+", "12:1.5", "us+",
		".5",	"ms",	    "-",       "1.",	 "",
	};
	char line[256];

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct ftrace_event ev;

		snprintf(line, sizeof(line), "x-1 [0] %s: scmi_rx_done: %s",
			 good[i].stamp, HEX " msg_type=0");
		ev = parse(line);
		assert_kind(line, FTRACE_RX_DONE);
		assert_int_equal(ev.time_ns, good[i].ns);
		assert_int_equal(ev.decimals, good[i].decimals);
	}
	for (size_t i = 0; i < sizeof(unreadable) / sizeof(*unreadable); i++) {
		snprintf(line, sizeof(line), "x-1 [0] %s: scmi_rx_done: %s",
			 unreadable[i], HEX " msg_type=0");
		assert_kind(line, FTRACE_UNPARSED);
	}
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		snprintf(line, sizeof(line), "x-1 [0] %s: scmi_rx_done: %s",
			 none[i], HEX " msg_type=0");
		assert_kind(line, FTRACE_TEXT);
	}
}

#define RX "scmi_rx_done: " HEX " msg_type=0"

static void containers(void **state)
{
	static const char *const lines[] = {
		"          <idle>-0       [000] d.h3  7044.615342: " RX,
		"          <idle>-0       [000]  7044.615342: " RX,
		"          <idle>-0       (-------) [000] d.h3.  "
		"7044.615342: " RX,
		"  <idle>-0         0d.h3.  175us+: " RX,
		"  <idle>-0     [000] d.h3.  7044.615342123: scmi_rx_done:  "
		"       " HEX " msg_type=0",
		"         swapper     0 [000]  7044.615342:    scmi:" RX,
		"> > >>\t<idle>-0 [000] d.h3\t7044.615342:\t" RX "\r",
		"\xc2\xa0\xc2\xa0 <idle>-0 [000]\xc2\xa0 "
		"7044.615342:\xc2\xa0" RX,
		"\xa0<idle>-0\xa0[000]\xa0 7044.615342:\xa0" RX "\xa0",
		"7044.615342: " RX,
		">7044.615342: " RX,
		"log:12: <idle>-0 [000] d.h3 7044.615342: " RX,
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_kind(lines[i], FTRACE_RX_DONE);
}

static void names_in_the_wrong_position(void **state)
{
	static const char *const lines[] = {
		RX,
		"scmi_rx_done: is the last event",
		": " RX,
		"7044.6:" RX,
		"Subject: scmi_rx_done: fires too late",
		("7044.615342: scmi_rx_done " HEX),
		"7044.615342: scmi_rx_don",
		"7044.615342: ",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_kind(lines[i], FTRACE_TEXT);
	assert_kind("7044.6: x" RX, FTRACE_NONE);
	assert_kind("7044.615342: scmi:sched_switch: " HEX, FTRACE_NONE);
	assert_kind("  1.0: y:-5 [000] ..... 7044.615342: sched_switch: x",
		    FTRACE_NONE);
	assert_kind(HEAD "scmi_msg_dump: id=0 ch=10 pt=15 t=CMND msg_id=06 "
			 "seq=001A s=0 pyld=",
		    FTRACE_DUMP);
	assert_kind(HEAD "scmi:scmi_fc_call: pt=13 msg_id=07 res_id:0 "
			 "vals=1:0",
		    FTRACE_FAST_CALL);
}

/*
 * Names of tasks and files, which are arbitrary, neither hide nor forge events.
 */
static void hostile_names(void **state)
{
	assert_kind(" 1.0: scmi_x:-9 [000] ..... 7044.615342: " RX,
		    FTRACE_RX_DONE);
	assert_kind(" 1us+: foo:-9 [000] ..... 7044.615342: " RX,
		    FTRACE_RX_DONE);
	assert_kind(" a: 1.0: b-7 [0]-9 [000] ..... 7044.615342: " RX,
		    FTRACE_RX_DONE);
	assert_kind(" scmi_rx_done:-9 [000] ..... 7044.615342: " RX,
		    FTRACE_RX_DONE);
	assert_kind(HEAD "sched_process_exec: filename=/tmp/a 1.0: " RX,
		    FTRACE_NONE);
	assert_kind(HEAD "tracing_mark_write: 7044.615342: " RX, FTRACE_NONE);
	/* A line that somebody has commented out. */
	assert_kind("#" HEAD RX, FTRACE_NONE);
	assert_kind("# 7044.615342: " RX, FTRACE_NONE);
	assert_kind(HEAD "scmi_other: 7044.615342: " RX, FTRACE_OTHER);
	assert_kind(HEAD "scmi_fc_call: 7044.615342: " RX, FTRACE_UNPARSED);
	assert_kind(HEAD "scmi_fc_call: pt=13 msg_id=07 7044.615342: " RX,
		    FTRACE_UNPARSED);
	assert_kind(HEAD "scmi_msg_dump: 7044.615342: " RX, FTRACE_UNPARSED);
	assert_kind(HEAD "scmi_msg_dump: !RESP 7044.615342: " RX,
		    FTRACE_UNPARSED);
}

/* The longest name of a task can look like the head of an event. */
static void longest_names(void **state)
{
	assert_kind(" 1.0: abcdefghi:-9 [000] ..... 7044.615342: " RX,
		    FTRACE_RX_DONE);
	assert_kind(" 1.0: abcdefghij: 7044.615342: " RX, FTRACE_NONE);
}

/* Time stamps of other programs in front, and names of tasks after them. */
static void prefixes(void **state)
{
	assert_kind("1795870741.000000:    sugov:0-402 [000] ..... 7044.6: " RX,
		    FTRACE_RX_DONE);
	assert_kind("1795870741.000000: console:   a-1 [000] ..... 7044.6: " RX,
		    FTRACE_RX_DONE);
	/* The text of a trace marker stays one. */
	assert_kind("7044.1: ftrace:print:  a-1 [000] ..... 7044.6: " RX,
		    FTRACE_NONE);
}

/* A console can mix the start of an event into another line. */
static void broken_lines(void **state)
{
	struct ftrace_event ev =
		parse(HEAD "scmi_xfer      cat-195 [000] ..... 7044.6: " RX);

	assert_int_equal(ev.kind, FTRACE_RX_DONE);
	assert_true(ev.broken);
	ev = parse(HEAD RX);
	assert_false(ev.broken);
}

/* Without a unit, a time stamp belongs to no event that is used. */
static void stamps_without_a_unit(void **state)
{
	assert_kind(" a-1 [0] 12345: " RX, FTRACE_UNPARSED);
	assert_kind(" a-1 [0] 12345: scmi_msg_dump: pt=15 t=!RESP msg_id=06 "
		    "seq=0001 s=-1 pyld=",
		    FTRACE_TEXT);
	assert_kind(" a 1 [0] 12345: PERF_RECORD_LOST lost 25", FTRACE_TEXT);
}

/* The fields of a rejected message. */
static void rejected_messages(void **state)
{
	struct ftrace_event ev;

#define BAD(seq, status)                                                    \
	HEAD "scmi_msg_dump: pt=15 t=!RESP msg_id=06 seq=" seq " s=" status \
	     " pyld="
	ev = parse(BAD("FFFF", "-5"));
	assert_int_equal(ev.kind, FTRACE_BAD);
	assert_int_equal(ev.seq, 0xffff);
	assert_int_equal(ev.status, -5);
	assert_kind(BAD("10000", "-1"), FTRACE_UNPARSED);
	assert_kind(BAD("0001", "-0"), FTRACE_UNPARSED);
	assert_kind(BAD("0001", "-6"), FTRACE_UNPARSED);
#undef BAD
}

/* A bracket in the name of the task is not that of the processor. */
static void brackets_in_names(void **state)
{
	struct ftrace_event ev =
		parse(" x[7-55     3d..2    1234us+: scmi_xfer_end: " DEC
		      " status=-110");

	assert_int_equal(ev.context.cpu, 3);
	assert_int_equal(ev.context.pid, 55);
	assert_string_equal(ev.context.comm, "x[7");
	ev = parse(" x[7]-55 [003] 1.0: scmi_xfer_end: " DEC " status=-110");
	assert_int_equal(ev.context.cpu, 3);
	assert_int_equal(ev.context.pid, 55);
	assert_string_equal(ev.context.comm, "x[7]");
}

static void losses(void **state)
{
	static const struct {
		const char *line;
		uint64_t lost; /* 0: the line does not report a loss */
	} lines[] = {
		{"CPU:1 [LOST 123 EVENTS]", 123},
		{"CPU:1 [LOST EVENTS]", 1},
		{"> CPU:12 [LOST 7 EVENTS]\r", 7},
		{"| CPU:12 [LOST 7 EVENTS]", 7},
		{"CPU:3 [12 EVENTS DROPPED]", 12},
		{"CPU:3 [EVENTS DROPPED]", 1},
		{"# entries-in-buffer/entries-written: 5/12   #P:2", 7},
		{" x 0 [000] 7044.615342: PERF_RECORD_LOST lost 25", 25},
		{"# entries-in-buffer/entries-written: 12/12   #P:2", 0},
		{"CPU:1 [LOST 0 EVENTS]", 0},
		{" x 0 [000] 7044.615342: PERF_RECORD_LOST lost 0", 0},
		{"CPU:1 [LOST 123 EVENTS] or so", 0},
		{"[ 7044.100250] CPU:1 [LOST 12 EVENTS]", 12},
		{"board: CPU:1 [17 EVENTS DROPPED]", 17},
		{"[LOST 12 EVENTS]", 12},
		{"LOST 9 events!", 9},
		{"board: # entries-in-buffer/entries-written: 5/12   #P:2", 7},
		{"the [LOST 123 EVENTS]", 0},
		{"CPU:1 [LOST many EVENTS]", 0},
		{"##### CPU 1 buffer started ####", 0},
		{" x 0 [000] 7044.615342: PERF_RECORD_LOST_SAMPLES lost 25",
		 25},
		{"** 45 printk messages dropped **", 45},
		{"<4>[ 7044.100250] ** 45 printk messages dropped ** \r", 45},
		{"** many printk messages dropped **", 0},
		{"board systemd-journald[213]: Missed 12 kernel messages", 12},
		{"Missed kernel messages", 0},
		{"Processed 1234 events and lost 3 chunks!", 3},
		{"Processed 1234 samples and lost 12.34%!", 1},
		{"12.34%!", 0},
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct ftrace_event ev = parse(lines[i].line);

		assert_int_equal(ev.kind == FTRACE_LOST, lines[i].lost != 0);
		if (lines[i].lost)
			assert_int_equal(ev.lost, lines[i].lost);
	}
	assert_kind("# tracer: nop", FTRACE_HEADER);
	assert_kind("> # tracer: nop\r", FTRACE_HEADER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decimal_dialect),
		cmocka_unit_test(hexadecimal_dialect),
		cmocka_unit_test(ranges),
		cmocka_unit_test(garbage_in_fields),
		cmocka_unit_test(nul_bytes_are_garbage),
		cmocka_unit_test(time_stamps),
		cmocka_unit_test(containers),
		cmocka_unit_test(names_in_the_wrong_position),
		cmocka_unit_test(hostile_names),
		cmocka_unit_test(longest_names),
		cmocka_unit_test(prefixes),
		cmocka_unit_test(broken_lines),
		cmocka_unit_test(stamps_without_a_unit),
		cmocka_unit_test(rejected_messages),
		cmocka_unit_test(brackets_in_names),
		cmocka_unit_test(losses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
