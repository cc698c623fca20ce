// SPDX-License-Identifier: GPL-2.0-only
/* Logs that are out of order or incomplete, or contain several boots. */
#include "unit_test.h"
#include "import_fixture.h"

static void several_cpus_out_of_order(void **state)
{
	struct result r = IMPORT(BEGIN("1.000100", 1), END("1.000300", 1),
				 RX("1.000180", 1), BEGIN("1.000400", 1),
				 END("1.000450", 2), END("1.000600", 1),
				 BEGIN("1.000350", 2), RX("1.000440", 2));

	check_counts(&r, 3, 0, 0, 0, 0);
	check_phase(series_of(&r, 6), LC_TOTAL, 3, 500000, 100000, 200000);
	check_phase(series_of(&r, 6), LC_TRANSPORT, 2, 170000, 80000, 90000);
	assert_int_equal(r.st.out_of_order, 0);
	assert_int_equal(r.p.untracked, 0);
	free_result(&r);
}

/* Events with the same time stay in the order of their lines. */
static void equal_times(void **state)
{
	struct result r = IMPORT(BEGIN("1.5", 1), RX("1.5", 1), END("1.5", 1),
				 BEGIN("1.5", 1), RX("1.5", 1), END("1.5", 1));

	check_counts(&r, 2, 0, 0, 0, 0);
	check_phase(series_of(&r, 6), LC_TOTAL, 2, 0, 0, 0);
	check_phase(series_of(&r, 6), LC_TRANSPORT, 2, 0, 0, 0);
	assert_int_equal(r.p.runs[0].resolution_ns, 100000000);
	assert_int_equal(r.st.out_of_order, 0);
	free_result(&r);
}

/* The same for more events than the window has. */
static void equal_times_beyond_the_window(void **state)
{
	const unsigned int n = 2 * IMPORT_WINDOW;
	char *text = malloc(n * 256), *to = text;
	struct result r;

	for (unsigned int i = 0; i < 2 * n; i++)
		to += sprintf(to,
			      " a-1 [0] 1.5: scmi_xfer_%s: transfer_id=%u "
			      "msg_id=6 protocol_id=21 seq=%u %s=0\n",
			      i < n ? "begin" : "end", i % n, i % n,
			      i < n ? "poll" : "status");
	r = import_bytes(text, (size_t)(to - text), 4096);
	check_counts(&r, n, 0, 0, 0, 0);
	assert_int_equal(r.st.out_of_order, 0);
	assert_int_equal(r.p.untracked, 0);
	free_result(&r);
	free(text);
}

/* The recording starts with its earliest event, not with its first line. */
static void lines_out_of_order(void **state)
{
	struct result r = IMPORT(
		BEGIN("1.000100", 1), BEGIN("1.000000", 2), END("1.000300", 1),
		" a-1 [0] 1.000400: scmi_xfer_end: " F(2) " status=-110\n");

	check_counts(&r, 1, 1, 0, 0, 0);
	assert_int_equal(r.p.runs[0].duration_ns, 400000);
	assert_int_equal(r.p.events[0].time_ns, 400000);
	free_result(&r);
	/* It ends with its latest event. */
	r = IMPORT(BEGIN("1.000000", 1), END("1.000400", 1),
		   BEGIN("1.000300", 2));
	assert_int_equal(r.p.runs[0].duration_ns, 400000);
	free_result(&r);
}

/* The resolution is that of the coarsest time stamp. */
static void mixed_resolutions(void **state)
{
	struct result r = IMPORT(BEGIN("1.000001", 1), END("1.1", 1));

	assert_int_equal(r.p.runs[0].resolution_ns, 100000000);
	free_result(&r);
	r = IMPORT(BEGIN("1.1", 1), END("1.100001001", 1));
	assert_int_equal(r.p.runs[0].resolution_ns, 100000000);
	free_result(&r);
	r = IMPORT(BEGIN("1.100001", 1), END("1.100001001", 1));
	assert_int_equal(r.p.runs[0].resolution_ns, 1000);
	free_result(&r);
}

/*
 * Imports @n transfers of 10 us each, with 10 us between them. The begin of the
 * first comes after @late - 1 other events, the first of which is its end.
 */
static struct result import_late_begin(unsigned int n, unsigned int late)
{
	char *text = malloc(n * 256 + 256), *to = text;
	unsigned int printed = 0;
	struct result r;

	for (unsigned int i = 0; i < 2 * n; i++) {
		if (printed++ == late)
			/* That of a processor never comes late. */
			to += sprintf(to,
				      " a-1 [1] 1.000000: scmi_xfer_begin: " F(
					      0) " poll=0\n");
		if (i)
			to += sprintf(to,
				      " a-1 [0] 1.%06u: scmi_xfer_%s: "
				      "transfer_id=%u msg_id=6 protocol_id=21 "
				      "seq=%u %s=0\n",
				      10 * i, i % 2 ? "end" : "begin", i / 2,
				      i / 2, i % 2 ? "status" : "poll");
	}
	r = import_bytes(text, (size_t)(to - text), 4096);
	free(text);
	return r;
}

static void window_sorts_its_events(void **state)
{
	struct result r = import_late_begin(1000, IMPORT_WINDOW + 1);

	check_counts(&r, 1000, 0, 0, 0, 0);
	check_phase(series_of(&r, 6), LC_TOTAL, 1000, 10000000, 10000, 10000);
	assert_int_equal(r.st.out_of_order, 0);
	assert_int_equal(r.p.untracked, 0);
	free_result(&r);
}

static void beyond_the_window_is_counted(void **state)
{
	struct result r = import_late_begin(1000, IMPORT_WINDOW + 2);

	/* Neither end nor begin found the other one. */
	check_counts(&r, 999, 0, 0, 0, 1);
	assert_int_equal(r.st.out_of_order, 1);
	assert_int_equal(r.p.untracked, 1);
	free_result(&r);
}

static void missing_events(void **state)
{
	/* at the start: ends and replies of unknown transfers */
	struct result r = IMPORT(RX("1.000010", 1), END("1.000020", 1),
				 BEGIN("1.000030", 2), RX("1.000040", 2),
				 END("1.000060", 2));

	check_counts(&r, 1, 0, 0, 0, 0);
	check_phase(series_of(&r, 6), LC_TOTAL, 1, 30000, 30000, 30000);
	assert_int_equal(r.p.untracked, 1);
	free_result(&r);
	/* at the end: still in flight */
	r = IMPORT(BEGIN("1.0", 1), END("1.1", 1), BEGIN("1.2", 2));
	check_counts(&r, 1, 0, 0, 0, 1);
	free_result(&r);
	/* in the middle: a reply; an end, found when its id begins again */
	r = IMPORT(BEGIN("1.0", 1), WAIT("1.1", 1), END("1.2", 1),
		   BEGIN("1.3", 1), WAIT("1.4", 1), BEGIN("1.5", 1),
		   END("1.6", 1));
	check_counts(&r, 2, 0, 0, 1, 0);
	assert_int_equal(series_of(&r, 6)->phase[LC_TRANSPORT].count, 0);
	free_result(&r);
}

/* Old transfers at the end of the log are given up. */
static void leftovers(void **state)
{
	/* Without response waits in the log, sending cannot be checked. */
	struct result r = IMPORT(BEGIN("1.0", 1), BEGIN("11.0", 2),
				 BEGIN("11.1", 3), END("11.1", 3));

	check_counts(&r, 1, 0, 0, 1, 1);
	free_result(&r);
	/* With them, a transfer that never waited was not sent, … */
	r = IMPORT(BEGIN("1.0", 9), WAIT("1.1", 9), END("1.2", 9),
		   BEGIN("2.0", 1), BEGIN("2.0", 2), WAIT("2.1", 2),
		   BEGIN("12.1", 3));
	check_counts(&r, 1, 0, 1, 1, 1);
	free_result(&r);
	/* … unless it was in flight before the first wait was seen … */
	r = IMPORT(BEGIN("1.0", 1), BEGIN("1.0", 2), WAIT("1.1", 2),
		   BEGIN("12.0", 3));
	check_counts(&r, 0, 0, 0, 2, 1);
	free_result(&r);
	/* … or the tracer lost events meanwhile. */
	r = IMPORT(BEGIN("1.0", 9), WAIT("1.1", 9), END("1.2", 9),
		   BEGIN("1.3", 1), "CPU:1 [LOST 3 EVENTS]\n",
		   BEGIN("12.0", 3));
	check_counts(&r, 1, 0, 0, 1, 1);
	assert_int_equal(r.p.lost[LOST_TRACE_EVENTS], 3);
	free_result(&r);
}

/* A transfer is given up when it is older than its limit, not earlier. */
static void limit_of_leftovers(void **state)
{
	struct result r = IMPORT(BEGIN("1.0", 1), BEGIN("11.000000000", 2));

	check_counts(&r, 0, 0, 0, 0, 2);
	free_result(&r);
	r = IMPORT(BEGIN("1.0", 1), BEGIN("11.000000001", 2));
	check_counts(&r, 0, 0, 0, 1, 1);
	free_result(&r);
}

/* Lost events do not shorten the timeout of a transfer that waits. */
static void losses_during_a_long_wait(void **state)
{
	struct result r = IMPORT(BEGIN("1.0", 1),
				 " a-1 [0] 1.0: scmi_xfer_response_wait: " F(
					 1) " tmo_ms=60000 poll=0\n",
				 "CPU:1 [LOST 3 EVENTS]\n", BEGIN("70.9", 2));

	check_counts(&r, 0, 0, 0, 0, 2);
	free_result(&r);
}

/* Each log shows by itself if response waits are observed. */
static void waits_of_another_log(void **state)
{
	struct result r = IMPORT("# tracer: nop\n", BEGIN("1.0", 1),
				 WAIT("1.0", 1), END("1.1", 1),
				 "# tracer: nop\n", BEGIN("2.0", 1),
				 BEGIN("20.0", 2));

	assert_int_equal(r.st.logs, 2);
	check_counts(&r, 1, 0, 0, 1, 1);
	free_result(&r);
}

/* A log can start at time 0, which the state machine reserves. */
static void time_0(void **state)
{
	struct result r =
		IMPORT(BEGIN("0.0", 1), RX("0.0", 1), END("0.000010", 1));

	check_counts(&r, 1, 0, 0, 0, 0);
	check_phase(series_of(&r, 6), LC_TRANSPORT, 1, 0, 0, 0);
	check_phase(series_of(&r, 6), LC_WAKEUP, 1, 10000, 10000, 10000);
	free_result(&r);
}

/* A timeout that is too long for the state machine becomes its longest. */
static void longest_timeout(void **state)
{
	static const char *const ms[] = {"2147483647", "2147483648",
					 "4294967295"};
	struct result r;

	for (size_t i = 0; i < 3; i++) {
		char wait[128];

		sprintf(wait,
			" a-1 [0] 1.0: scmi_xfer_response_wait: " F(
				1) " tmo_ms=%s poll=0\n",
			ms[i]);
		r = IMPORT(BEGIN("1.0", 1), wait, BEGIN("1000000.0", 2));
		/* Eleven days later it is still waiting. */
		check_counts(&r, 0, 0, 0, 0, 2);
		free_result(&r);
	}
}

/* Two logs in one file stay separate, however the second one starts. */
static void several_logs(void **state)
{
	struct result r = IMPORT(BEGIN("900.0", 1), BEGIN("900.1", 2),
				 END("900.2", 2), BEGIN("5.0", 3),
				 END("5.1", 1), BEGIN("5.2", 1), END("5.3", 1));

	check_counts(&r, 2, 0, 0, 0, 2);
	assert_int_equal(r.st.logs, 2);
	assert_int_equal(r.p.untracked, 1);
	assert_int_equal(r.st.out_of_order, 0);
	assert_int_equal(r.p.runs[0].duration_ns, 500000000);
	free_result(&r);
	r = IMPORT("# tracer: nop\n", BEGIN("1.0", 1), BEGIN("1.1", 2),
		   END("1.2", 2), "# tracer: nop\n", BEGIN("1.15", 2),
		   END("1.25", 2));
	check_counts(&r, 2, 0, 0, 0, 1);
	assert_int_equal(r.st.logs, 2);
	free_result(&r);
	/* A step back of a second starts a new log, a shorter one does not. */
	r = IMPORT(BEGIN("2.0", 1), RX("2.4", 1), END("2.5", 1),
		   BEGIN_LATE("1.5", 2));
	assert_int_equal(r.st.logs, 2);
	free_result(&r);
	r = IMPORT(BEGIN("2.0", 1), END("2.5", 1), BEGIN_LATE("1.500001", 2));
	assert_int_equal(r.st.logs, 1);
	free_result(&r);
	/* The time of one processor does not go back. */
	r = IMPORT(BEGIN("2.0", 1), END("2.5", 1), BEGIN("2.498", 1),
		   END("2.499", 1));
	assert_int_equal(r.st.logs, 2);
	check_counts(&r, 2, 0, 0, 0, 0);
	free_result(&r);
}

#define FIRST  BEGIN("1.0", 1) RX("1.1", 1) END("1.2", 1)
#define SECOND BEGIN("1.3", 2) RX("1.4", 2) END("1.5", 2)
#define THIRD  BEGIN("1.6", 3) RX("1.7", 3) END("1.8", 3)

/* A mail that quotes a part of the log, before or after all of it. */
static void quotations_count_once(void **state)
{
	static const char *const logs[] = {
		FIRST SECOND THIRD SECOND,
		FIRST SECOND THIRD FIRST SECOND,
		SECOND FIRST SECOND THIRD,
		THIRD FIRST SECOND THIRD,
		END("1.5", 2) FIRST SECOND THIRD,
		FIRST SECOND THIRD FIRST SECOND THIRD};

	for (size_t i = 0; i < sizeof(logs) / sizeof(logs[0]); i++) {
		struct result r = import_whole(logs[i]);

		check_counts(&r, 3, 0, 0, 0, 0);
		check_phase(series_of(&r, 6), LC_TOTAL, 3, 600000000, 200000000,
			    200000000);
		assert_int_equal(r.st.logs, 1);
		assert_true(r.st.repeated > 0);
		assert_int_equal(r.p.untracked, 0);
		free_result(&r);
	}
}

/* Another boot is not a quotation, also if it has the same transfer_ids. */
static void boots_are_not_quotations(void **state)
{
	struct result r = import_whole(FIRST SECOND BEGIN("1.31", 1)
					       RX("1.41", 1) END("1.51", 1));

	check_counts(&r, 3, 0, 0, 0, 0);
	assert_int_equal(r.st.logs, 2);
	assert_int_equal(r.st.repeated, 0);
	free_result(&r);
}

/* The traces of two processors, one after the other. */
static void processors_after_each_other(void **state)
{
	struct result r = import_whole(
		"# tracer: nop\n" BEGIN("1.0", 1) END("1.2", 1) BEGIN("3.3", 2)
			END("3.5", 2) "# tracer: nop\n" RX("1.1", 1)
				RX("3.4", 2));

	check_counts(&r, 2, 0, 0, 0, 0);
	check_phase(series_of(&r, 6), LC_TRANSPORT, 2, 200000000, 100000000,
		    100000000);
	assert_int_equal(r.st.logs, 1);
	free_result(&r);
}

static void losses_are_counted(void **state)
{
	struct result r =
		IMPORT("# tracer: nop\n#\n"
		       "# entries-in-buffer/entries-written: 10/110   #P:2\n",
		       BEGIN("1.0", 1),
		       "CPU:0 [LOST 7 EVENTS]\n"
		       "CPU:1 [LOST EVENTS]\n",
		       END("1.1", 1), "CPU:1 [5 EVENTS DROPPED]\n");

	check_counts(&r, 1, 0, 0, 0, 0);
	assert_int_equal(r.p.lost[LOST_TRACE_EVENTS], 100 + 7 + 1 + 5);
	assert_int_equal(profile_lost(&r.p), 113);
	free_result(&r);
}

static void table_full(void **state)
{
	char *text = malloc(1 << 20), *to = text;
	struct result r;

	/* All wait for their replies, so none can lose its slot. */
	for (int i = 0; i < LC_WAYS + 2; i++)
		to += sprintf(to,
			      " a-1 [0] 1.%06d: scmi_xfer_begin: pt=15 "
			      "msg_id=06 seq=0 transfer_id=%X poll=0\n"
			      " a-1 [0] 1.%06d: scmi_xfer_response_wait: pt=15 "
			      "msg_id=06 seq=0 transfer_id=%X tmo_ms=30 "
			      "poll=0\n",
			      2 * i, i * LC_TOKENS, 2 * i + 1, i * LC_TOKENS);
	r = import_bytes(text, (size_t)(to - text), 4096);
	check_counts(&r, 0, 0, 0, 0, LC_WAYS);
	assert_int_equal(r.p.lost[LOST_IN_FLIGHT], 2);
	free_result(&r);
	to = text;
	for (int i = 0; i < IMPORT_SERIES_MAX + 3; i++)
		to += sprintf(to,
			      " a-1 [0] 1.%06d: scmi_xfer_begin: pt=%X "
			      "msg_id=%X seq=0 transfer_id=0 poll=0\n",
			      i, i / 256, i % 256);
	r = import_bytes(text, (size_t)(to - text), 4096);
	check_identity(&r.p);
	assert_int_equal(r.p.n_series, IMPORT_SERIES_MAX);
	assert_int_equal(r.p.lost[LOST_SERIES], 3);
	free_result(&r);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(several_cpus_out_of_order),
		cmocka_unit_test(equal_times),
		cmocka_unit_test(equal_times_beyond_the_window),
		cmocka_unit_test(lines_out_of_order),
		cmocka_unit_test(mixed_resolutions),
		cmocka_unit_test(window_sorts_its_events),
		cmocka_unit_test(beyond_the_window_is_counted),
		cmocka_unit_test(missing_events),
		cmocka_unit_test(leftovers),
		cmocka_unit_test(limit_of_leftovers),
		cmocka_unit_test(losses_during_a_long_wait),
		cmocka_unit_test(waits_of_another_log),
		cmocka_unit_test(time_0),
		cmocka_unit_test(longest_timeout),
		cmocka_unit_test(several_logs),
		cmocka_unit_test(quotations_count_once),
		cmocka_unit_test(boots_are_not_quotations),
		cmocka_unit_test(processors_after_each_other),
		cmocka_unit_test(losses_are_counted),
		cmocka_unit_test(table_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
