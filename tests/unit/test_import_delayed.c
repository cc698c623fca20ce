// SPDX-License-Identifier: GPL-2.0-only
/*
 * Delayed responses that come after the next use of their token, in logs, which do not
 * show whether a command is asynchronous.
 */
#include "unit_test.h"
#include "import_fixture.h"

/* Rejected delayed response with token 7; @what: protocol and message. */
#define DLYD(t, what, why)                                       \
	" irq/5-9 [1] " t ": scmi_msg_dump: id=0 ch=10 pt=" what \
	" seq=0007 s=" why " pyld=\n"
#define REJECTED(t) DLYD(t, "15 t=!DLYD msg_id=06", "-1")

#define ACCEPTED(t, id) " a-1 [1] " t ": scmi_rx_done: " F(id) " msg_type=2\n"
#define END_110(t, id)	" a-1 [0] " t ": scmi_xfer_end: " F(id) " status=-110\n"
#define KERNEL(t)                                \
	"[    " t "] arm-scmi arm-scmi.1.auto: " \
	"timed out in delayed resp(caller: scmi_sensor_reading_get+0x1)\n"

/* Begins and ends at @t. */
#define TRANSFER(t, id) BEGIN(t, id) WAIT(t, id) RX(t, id) END(t, id)

static void check(struct result r, enum lc_anomaly kind, uint64_t timeouts)
{
	for (int i = 0; i < LA_KINDS; i++) {
		const uint64_t n = profile_anomalies(&r.p, (enum lc_anomaly)i);

		if (i == LA_DELAYED_TIMEOUT)
			assert_int_equal(n, timeouts);
		else if (i != LA_TIMEOUT)
			assert_int_equal(n, i == (int)kind);
	}
	check_identity(&r.p);
	free_result(&r);
}

/* The core may have waited for it from 1.0 to 3.0, when the token is used again. */
static void nobody_knows(void **state)
{
	check(IMPORT(TRANSFER("1.0", 7), TRANSFER("3.0", 1031),
		     REJECTED("3.1")),
	      LA_UNEXPECTED_REPLY, 0);
	/* It comes as late as the core has waited, and later. */
	check(IMPORT(TRANSFER("1.0", 7), TRANSFER("3.5", 1031),
		     REJECTED("4.999")),
	      LA_UNEXPECTED_REPLY, 0);
	check(IMPORT(TRANSFER("1.0", 7), TRANSFER("3.5", 1031),
		     REJECTED("5.0")),
	      LA_DELAYED_TO_SYNC, 0);
	/* Its reply is not in the log, or came after the end. */
	check(IMPORT(BEGIN("11.0", 7), END("11.0", 7), TRANSFER("13.0", 1031),
		     REJECTED("13.1")),
	      LA_UNEXPECTED_REPLY, 0);
	check(IMPORT(BEGIN("1.0", 7), END("1.1", 7), RX("1.1001", 7),
		     TRANSFER("3.1", 1031), REJECTED("3.2")),
	      LA_DELAYED_TO_SYNC, 0);
}

/* The message of the log of older kernels has only the token. */
static void message_of_the_kernel(void **state)
{
	check(IMPORT(TRANSFER("1.0", 7), TRANSFER("3.0", 1031),
		     "[    3.1] arm-scmi firmware:scmi: Message for 7 type 2 "
		     "is not expected!\n",
		     TRANSFER("3.2", 8)),
	      LA_UNEXPECTED_REPLY, 0);
}

/* The first transfer cannot have waited, so that one is synchronous. */
static void to_a_synchronous_command(void **state)
{
	/* The core has given its token away too soon. */
	check(IMPORT(TRANSFER("1.0", 7), TRANSFER("2.999", 1031),
		     REJECTED("3.1")),
	      LA_DELAYED_TO_SYNC, 0);
	/* Its delayed response came. */
	check(IMPORT(TRANSFER("1.0", 7), ACCEPTED("1.5", 7),
		     TRANSFER("3.0", 1031), REJECTED("3.1")),
	      LA_DELAYED_TO_SYNC, 0);
	/* It had not even a reply. */
	check(IMPORT(BEGIN("1.0", 7), WAIT("1.0", 7), END_110("1.0", 7),
		     TRANSFER("3.0", 1031), REJECTED("3.1")),
	      LA_DELAYED_TO_SYNC, 0);
	/* The second one is in flight, so that is most likely. */
	check(IMPORT(TRANSFER("1.0", 7), BEGIN("3.0", 1031), WAIT("3.0", 1031),
		     DLYD("3.1", "15 t=!DLYD msg_id=06", "-2"), RX("3.2", 1031),
		     END("3.2", 1031)),
	      LA_DELAYED_TO_SYNC, 0);
	/* It was in an earlier log. */
	check(IMPORT(TRANSFER("1.0", 7), TRANSFER("3.0", 1031),
		     "# tracer: nop\n", TRANSFER("3.05", 7), REJECTED("3.1")),
	      LA_DELAYED_TO_SYNC, 0);
}

/* Of a transfer with token 7, in hexadecimal. */
#define EVENT(t, event, protocol, message, id, rest)                           \
	" a-1 [0] " t ": scmi_xfer_" event ": pt=" protocol " msg_id=" message \
	" seq=" id " transfer_id=" id " " rest "\n"

#define BOTH(t, protocol, message, id)                     \
	EVENT(t, "begin", protocol, message, id, "poll=0") \
	EVENT(t, "end", protocol, message, id, "s=0")

/* Two transfers, and a delayed response to the second one, or the first. */
#define OF_MESSAGE(protocol, message)                 \
	IMPORT(BOTH("1.0", protocol, message, "7"),   \
	       BOTH("3.0", protocol, message, "407"), \
	       DLYD("3.1", protocol " t=!DLYD msg_id=" message, "-1"))

/* Only some messages have delayed responses. */
static void messages(void **state)
{
	check(OF_MESSAGE("14", "05"), LA_UNEXPECTED_REPLY, 0);
	check(OF_MESSAGE("15", "06"), LA_UNEXPECTED_REPLY, 0);
	check(OF_MESSAGE("16", "04"), LA_UNEXPECTED_REPLY, 0);
	check(OF_MESSAGE("17", "07"), LA_UNEXPECTED_REPLY, 0);
	check(OF_MESSAGE("18", "05"), LA_UNEXPECTED_REPLY, 0);
	check(OF_MESSAGE("80", "01"), LA_UNEXPECTED_REPLY, 0);
	check(OF_MESSAGE("13", "07"), LA_DELAYED_TO_SYNC, 0);
	check(OF_MESSAGE("14", "06"), LA_DELAYED_TO_SYNC, 0);
	check(OF_MESSAGE("15", "05"), LA_DELAYED_TO_SYNC, 0);
	check(OF_MESSAGE("7F", "01"), LA_DELAYED_TO_SYNC, 0);
	/* The message of the second transfer, but not of the first one. */
	check(IMPORT(TRANSFER("1.0", 7), BOTH("3.0", "14", "05", "407"),
		     DLYD("3.1", "14 t=!DLYD msg_id=05", "-1")),
	      LA_DELAYED_TO_SYNC, 0);
}

/* The kernel prints that the wait has timed out, but not for which transfer. */
static void kernel_reports_the_timeout(void **state)
{
	struct result r = IMPORT(TRANSFER("1.0", 7), TRANSFER("2.5", 8),
				 KERNEL("3.02"), TRANSFER("3.1", 1031),
				 REJECTED("3.2"));

	assert_int_equal(series_of(&r, 6)->anomaly[LA_DELAYED_TIMEOUT], 1);
	assert_int_equal(r.p.events[0].kind, LA_DELAYED_TIMEOUT);
	assert_int_equal(r.p.events[0].token, 7);
	check(r, LA_LATE_REPLY, 1);
	/* Two transfers can have waited … */
	check(IMPORT(TRANSFER("1.0", 7), TRANSFER("1.01", 8), KERNEL("3.02"),
		     TRANSFER("3.1", 1031), REJECTED("3.2")),
	      LA_UNEXPECTED_REPLY, 1);
	/* … or none: too soon, too late … */
	check(IMPORT(TRANSFER("1.0", 7), KERNEL("2.999"), TRANSFER("3.1", 1031),
		     REJECTED("3.2")),
	      LA_UNEXPECTED_REPLY, 1);
	check(IMPORT(TRANSFER("1.0", 7), KERNEL("3.101"),
		     TRANSFER("3.15", 1031), REJECTED("3.2")),
	      LA_UNEXPECTED_REPLY, 1);
	check(IMPORT(KERNEL("3.0")), LA_NONE, 1);
	/* … or in flight. */
	r = IMPORT(TRANSFER("0.5", 7), BEGIN("1.0", 1031), WAIT("1.0", 1031),
		   RX("1.0", 1031), KERNEL("3.02"), END("3.03", 1031));
	assert_int_equal(series_of(&r, 6)->anomaly[LA_DELAYED_TIMEOUT], 0);
	check(r, LA_NONE, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_knows),
		cmocka_unit_test(message_of_the_kernel),
		cmocka_unit_test(to_a_synchronous_command),
		cmocka_unit_test(messages),
		cmocka_unit_test(kernel_reports_the_timeout),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
