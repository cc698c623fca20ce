// SPDX-License-Identifier: GPL-2.0-only
/* Transfers of logs that have only dumps of messages, and of raw mode. */
#include "unit_test.h"
#include "import_fixture.h"

#define DUMP(t, tag, msg, seq, status)                           \
	" a-1 [0] " t ": scmi_msg_dump: id=0 ch=10 pt=15 t=" tag \
	" msg_id=" msg " seq=" seq " s=" status " pyld=0011\n"
#define CMND(t, seq) DUMP(t, "CMND", "06", seq, "0")
#define RESP(t, seq) DUMP(t, "RESP", "06", seq, "0")
#define RX_DONE(t, msg, seq, type)                                    \
	" a-1 [0] " t ": scmi_rx_done: pt=15 msg_id=" msg " seq=" seq \
	" transfer_id=2A msg_type=" type "\n"

/* The time from command to reply is that of transport; a wakeup is not seen. */
static void only_dumps(void **state)
{
	struct result r =
		IMPORT(CMND("1.000100", "0001"), CMND("1.000200", "0002"),
		       RESP("1.000300", "0001"), RESP("1.000350", "0002"),
		       DUMP("1.010200", "DLYD", "06", "0002", "0"),
		       DUMP("1.020000", "NOTI", "01", "0000", "0"),
		       CMND("1.030000", "0001"),
		       DUMP("1.030500", "RESP", "06", "0001", "-1"),
		       CMND("1.040000", "0003"));
	const struct series *s = series_of(&r, 6);

	check_counts(&r, 3, 0, 0, 0, 1);
	check_phase(s, LC_TRANSPORT, 3, 850000, 150000, 500000);
	check_phase(s, LC_TOTAL, 3, 850000, 150000, 500000);
	check_phase(s, LC_WAKEUP, 0, 0, 0, 0);
	check_phase(s, LC_DELAYED, 1, 10000000, 10000000, 10000000);
	assert_int_equal(s->counter[LC_ERRORS], 1);
	/* Of the message; as an errno, -1 would be another. */
	assert_int_equal(s->status[LS_NOT_SUPPORTED], 1);
	assert_int_equal(series_of(&r, 1)->counter[LC_NOTIFIED], 1);
	assert_int_equal(r.p.untracked, 0);
	assert_int_equal(r.st.events, 9);
	assert_string_equal(r.p.runs[0].hooks[0].name, "scmi_msg_dump");
	free_result(&r);
}

/* scmi_rx_done is nearer to the reply's time than the dump. It counts once. */
static void dumps_and_rx_done(void **state)
{
	struct result r = IMPORT(DUMP("1.000000", "cmnd", "06", "0001", "0"),
				 DUMP("1.000300", "resp", "06", "0001", "0"),
				 RX_DONE("1.000310", "06", "0001", "0"),
				 DUMP("1.005000", "dlyd", "06", "0001", "0"),
				 RX_DONE("1.005020", "06", "0001", "2"),
				 DUMP("1.006000", "noti", "01", "0000", "0"),
				 RX_DONE("1.006010", "01", "0000", "3"));

	check_counts(&r, 1, 0, 0, 0, 0);
	check_phase(series_of(&r, 6), LC_TRANSPORT, 1, 310000, 310000, 310000);
	check_phase(series_of(&r, 6), LC_DELAYED, 1, 5020000, 5020000, 5020000);
	assert_int_equal(series_of(&r, 1)->counter[LC_NOTIFIED], 1);
	assert_int_equal(r.p.untracked, 0);
	free_result(&r);
}

/* Dumps of transfers that have events of their own are not counted again. */
static void dumps_of_transfers(void **state)
{
	struct result r = IMPORT(
		" a-1 [0] 1.000000: scmi_xfer_begin: pt=15 msg_id=06 seq=0001 "
		"transfer_id=1 poll=0\n",
		CMND("1.000010", "0001"), RESP("1.000050", "0001"),
		RX_DONE("1.000060", "06", "0001", "0"),
		" a-1 [0] 1.000100: scmi_xfer_end: pt=15 msg_id=06 seq=0001 "
		"transfer_id=1 s=0\n",
		/* Raw mode, besides. */
		DUMP("1.001000", "cmnd", "06", "0002", "0"),
		DUMP("1.001200", "resp", "06", "0002", "0"));

	check_counts(&r, 2, 0, 0, 0, 0);
	check_phase(series_of(&r, 6), LC_TOTAL, 2, 300000, 100000, 200000);
	assert_int_equal(r.st.other_events, 2);
	free_result(&r);
}

/*
 * Newer kernels have the events of a transfer in raw mode, too. The end comes from a
 * worker, and another message with the same token after it.
 */
static void raw_with_events(void **state)
{
	struct result r = IMPORT(
		" a-1 [0] 1.000000: scmi_xfer_begin: pt=15 msg_id=06 seq=0001 "
		"transfer_id=2A poll=0\n",
		DUMP("1.000010", "cmnd", "06", "0001", "0"),
		DUMP("1.000050", "resp", "06", "0001", "0"),
		RX_DONE("1.000060", "06", "0001", "0"),
		" k-2 [0] 1.000100: scmi_xfer_end: pt=15 msg_id=06 seq=0001 "
		"transfer_id=2A s=0\n",
		" a-1 [0] 1.001000: scmi_xfer_begin: pt=15 msg_id=06 seq=0001 "
		"transfer_id=2B poll=0\n",
		DUMP("1.001010", "cmnd", "06", "0001", "0"),
		DUMP("1.001050", "resp", "06", "0001", "0"),
		" k-2 [0] 1.001200: scmi_xfer_end: pt=15 msg_id=06 seq=0001 "
		"transfer_id=2B s=0\n");

	check_counts(&r, 2, 0, 0, 0, 0);
	check_phase(series_of(&r, 6), LC_TOTAL, 2, 300000, 100000, 200000);
	check_phase(series_of(&r, 6), LC_WAKEUP, 1, 40000, 40000, 40000);
	assert_int_equal(r.p.untracked, 0);
	free_result(&r);
}

/* A reply without its command, and a command whose reply is missing. */
static void incomplete(void **state)
{
	struct result r =
		IMPORT(RESP("1.000000", "0009"), CMND("1.000100", "0001"),
		       CMND("1.050000", "0001"), RESP("1.050100", "0001"),
		       CMND("1.060000", "0002"),
		       DUMP("20.0", "NOTI", "01", "0000", "0"));

	check_counts(&r, 1, 0, 0, 2, 0);
	assert_int_equal(r.p.untracked, 1);
	free_result(&r);
}

/* More replies than can wait for their scmi_rx_done. */
static void many_replies(void **state)
{
	char text[8192], *to = text;
	struct result r;

	for (int i = 1; i <= 20; i++)
		to += sprintf(to,
			      " a-1 [0] 1.%06d: scmi_msg_dump: [0x15]:CMND:"
			      "[0x06]:[%04X]:[0]: 00\n",
			      i, i);
	for (int i = 1; i <= 20; i++)
		to += sprintf(to,
			      " a-1 [0] 1.%06d: scmi_msg_dump: [0x15]:RESP:"
			      "[0x06]:[%04X]:[0]: \n",
			      i + 100, i);
	r = import_bytes(text, (size_t)(to - text), 7);
	check_counts(&r, 20, 0, 0, 0, 0);
	check_phase(series_of(&r, 6), LC_TRANSPORT, 20, 2000000, 100000,
		    100000);
	free_result(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_dumps),
		cmocka_unit_test(dumps_and_rx_done),
		cmocka_unit_test(dumps_of_transfers),
		cmocka_unit_test(raw_with_events),
		cmocka_unit_test(incomplete),
		cmocka_unit_test(many_replies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
