// SPDX-License-Identifier: GPL-2.0-only
/* Faults that the kernel's log reports, alone and between events. */
#include "unit_test.h"
#include "import_fixture.h"
#include "names.h"
#include "vendor_messages.h"

#define AT(t)	     "[   " t "] arm-scmi arm-scmi.1.auto: "
#define TIMED_OUT(t) AT(t) "timed out in resp(caller: do_xfer+0x118/0x530)\n"
#define UNEXPECTED(t, token, type) \
	AT(t) "Message for " token " type " type " is not expected!\n"
#define END_110(t, id) " a-1 [0] " t ": scmi_xfer_end: " F(id) " status=-110\n"

static uint64_t anomalies(const struct result *r, enum lc_anomaly kind)
{
	return profile_anomalies(&r->p, kind);
}

/* Without events, all that is known is instance, token and type. */
static void alone(void **state)
{
	struct result r = IMPORT(
		"[   91.515419] arm-scmi arm-scmi.1.auto: Using mailbox\n",
		TIMED_OUT("91.555519"), UNEXPECTED("91.639519", "204", "0"),
		UNEXPECTED("91.639619", "203", "2"),
		"[   91.700000] arm-scmi firmware:scmi: message for 1 is not "
		"expected!\n",
		AT("91.7") "Received valid OoO Delayed Response for 928\n",
		AT("91.8") "timed out in delayed resp(caller: do_xfer+0x1)\n",
		AT("91.9") "queue full, dropping proto_id:19  evt_id:1  ts:5\n",
		"[   92.0] scmi_protocol scmi_dev.4: Message for the user\n");
	const struct series *s;

	assert_int_equal(r.st.events, 7);
	assert_int_equal(r.st.kernel, 7);
	assert_int_equal(anomalies(&r, LA_TIMEOUT), 1);
	assert_int_equal(anomalies(&r, LA_UNEXPECTED_REPLY), 3);
	assert_int_equal(anomalies(&r, LA_DELAYED_FIRST), 1);
	assert_int_equal(anomalies(&r, LA_DELAYED_TIMEOUT), 1);
	assert_int_equal(anomalies(&r, LA_NOTIFICATION_DROPPED), 1);
	assert_int_equal(profile_total(&r.p, LC_TIMED_OUT), 1);
	s = series_of(&r, 1);
	assert_int_equal(s->key.protocol, 19);
	assert_int_equal(s->anomaly[LA_NOTIFICATION_DROPPED], 1);
	assert_int_equal(r.p.events[0].key.instance, 1);
	assert_int_equal(r.p.events[1].token, 204);
	assert_int_equal(r.p.events[1].time_ns, 84000000);
	assert_int_equal(r.p.runs[0].duration_ns, 344481000);
	free_result(&r);
}

#define TRANSFER            \
	BEGIN("1.000", 1)   \
	WAIT("1.001", 1)    \
	END_110("1.031", 1) \
	BEGIN("1.1", 2)     \
	END("1.2", 2)

/* Events report timeouts better. A late reply is in the messages alone. */
static void with_events(void **state)
{
	static const char *const logs[] = {
		/* before, between and after the events */
		TIMED_OUT("1.0312") UNEXPECTED("1.04", "1", "0") TRANSFER,
		BEGIN("1.000", 1) WAIT("1.001", 1) END_110("1.031", 1)
			TIMED_OUT("1.0312") UNEXPECTED("1.04", "1", "0")
				BEGIN("1.1", 2) END("1.2", 2),
		TRANSFER TIMED_OUT("1.0312") UNEXPECTED("1.04", "1", "0"),
	};

	for (size_t i = 0; i < 3; i++) {
		struct result r = IMPORT(logs[i]);

		check_counts(&r, 1, 1, 0, 0, 0);
		assert_int_equal(anomalies(&r, LA_TIMEOUT), 1);
		assert_int_equal(anomalies(&r, LA_LATE_REPLY), 1);
		assert_int_equal(anomalies(&r, LA_UNEXPECTED_REPLY), 0);
		assert_int_equal(series_of(&r, 6)->anomaly[LA_LATE_REPLY], 1);
		free_result(&r);
	}
}

/* scmi_msg_dump reports the same rejected message. */
static void with_dumps(void **state)
{
	struct result r = IMPORT(
		BEGIN("1.000", 1), END_110("1.031", 1),
		UNEXPECTED("1.0399", "1", "0"),
		" a-1 [0] 1.04: scmi_msg_dump: pt=15 t=!RESP msg_id=06 "
		"seq=0001 s=-1 pyld=\n",
		/* The kernel prints nothing else of this one. */
		AT("1.05") "timed out in delayed resp(caller: do_xfer+0x1)\n");

	assert_int_equal(anomalies(&r, LA_LATE_REPLY), 1);
	assert_int_equal(anomalies(&r, LA_UNEXPECTED_REPLY), 0);
	assert_int_equal(anomalies(&r, LA_DELAYED_TIMEOUT), 1);
	free_result(&r);
}

/* No message left: to send, which no event reports, and for a notification. */
static void no_message(void **state)
{
#define NO_SLOT(t, blank) \
	AT(t) "failed to get free message slot" blank "(-12)\n"
	struct result r = IMPORT(NO_SLOT("1.0", ""), NO_SLOT("1.1", ""),
				 NO_SLOT("1.2", " "));

	assert_int_equal(r.st.kernel, 3);
	assert_int_equal(anomalies(&r, LA_POOL_EXHAUSTED), 2);
	assert_int_equal(anomalies(&r, LA_NOTIFICATION_DROPPED), 1);
	assert_int_equal(profile_total(&r.p, LC_BEGUN), 0);
	free_result(&r);
	r = IMPORT(BEGIN("1.000", 1), NO_SLOT("1.1", ""),
		   " a-1 [0] 1.2: scmi_msg_dump: pt=13 t=!NOTI msg_id=01 "
		   "seq=0001 s=-4 pyld=\n",
		   NO_SLOT("1.2", " "), END("1.3", 1));
	check_counts(&r, 1, 0, 0, 0, 0);
	assert_int_equal(anomalies(&r, LA_POOL_EXHAUSTED), 1);
	assert_int_equal(anomalies(&r, LA_NOTIFICATION_DROPPED), 1);
	free_result(&r);
}

/* Messages of another time are not those of the events. */
static void of_another_time(void **state)
{
	struct result r = IMPORT(TIMED_OUT("0.5"), TIMED_OUT("90.5"),
				 BEGIN("80.000", 1), END("80.001", 1));

	assert_int_equal(anomalies(&r, LA_TIMEOUT), 2);
	assert_int_equal(profile_total(&r.p, LC_COMPLETED), 1);
	free_result(&r);
	/* Without a time, they may be. */
	r = IMPORT("arm-scmi firmware:scmi: timed out in resp(caller: x+1)\n",
		   BEGIN("80.000", 1), END("80.001", 1));
	assert_int_equal(anomalies(&r, LA_TIMEOUT), 0);
	free_result(&r);
}

/* More messages than wait. */
static void many(void **state)
{
	const unsigned int n = 3 * 1024;
	char *text = malloc(n * 128), *to = text;
	struct result r;

	for (unsigned int i = 0; i < n; i++)
		to += sprintf(to,
			      "[   %u.5] arm-scmi firmware:scmi: timed out in "
			      "resp(caller: do_xfer+0x1)\n",
			      i);
	r = import_bytes(text, (size_t)(to - text), 4096);
	assert_int_equal(anomalies(&r, LA_TIMEOUT), n);
	free_result(&r);
	free(text);
}

#define INSTANCE(vendor)                                                       \
	"[    0.442135] arm-scmi arm-scmi.1.auto: SCMI Protocol v2.1 '" vendor \
	"' Firmware version 0x1\n"

/* The kernel names the vendor of each instance when it finds it. */
static void vendors(void **state)
{
	static const struct {
		const char *lines, *vendor, *sub_vendor, *name;
	} t[] = {
		{INSTANCE("NXP:IMX"), "NXP", "IMX", "LMM_BOOT"},
		{INSTANCE("NXP:IMX") INSTANCE("NXP:IMX"), "NXP", "IMX",
		 "LMM_BOOT"},
		{INSTANCE("Qualcomm:"), "Qualcomm", NULL, NULL},
		/* A message of the log has no instance. */
		{INSTANCE("NXP:IMX") INSTANCE("NXP:S32G"), NULL, NULL, NULL},
		{INSTANCE("NXP:S32G") INSTANCE("NXP:IMX") INSTANCE("NXP:IMX"),
		 NULL, NULL, NULL},
		{INSTANCE("NXP"), NULL, NULL, NULL},
		{INSTANCE("0123456789012345:IMX"), NULL, NULL, NULL},
		{INSTANCE("N\x01P:IMX"), NULL, NULL, NULL},
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct result r;

		vendor_forget();
		r = IMPORT(t[i].lines,
			   " cat-1 [000] ..... 1.000000: scmi_xfer_begin: "
			   "pt=80 msg_id=04 seq=0001 transfer_id=1 poll=0\n");
		if (t[i].vendor)
			assert_string_equal(r.p.runs[0].vendor, t[i].vendor);
		else
			assert_null(r.p.runs[0].vendor);
		if (t[i].sub_vendor)
			assert_string_equal(r.p.runs[0].sub_vendor,
					    t[i].sub_vendor);
		else
			assert_null(r.p.runs[0].sub_vendor);
		if (t[i].name)
			assert_string_equal(
				key_message_name(&r.p.series[0].key),
				t[i].name);
		else
			assert_null(key_message_name(&r.p.series[0].key));
		free_result(&r);
	}
	vendor_forget();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(alone),	   cmocka_unit_test(no_message),
		cmocka_unit_test(with_events),	   cmocka_unit_test(with_dumps),
		cmocka_unit_test(of_another_time), cmocka_unit_test(many),
		cmocka_unit_test(vendors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
