// SPDX-License-Identifier: GPL-2.0-only

#include "unit_test.h"
#include "names.h"

static void test_protocols(void **state)
{
	static const char *const names[] = {
		"BASE",	  "POWER", "SYSTEM",  "PERFORMANCE", "CLOCK",
		"SENSOR", "RESET", "VOLTAGE", "POWERCAP",    "PINCTRL",
	};

	for (int i = 0; i < 256; i++) {
		const char *name = protocol_name(0, (uint8_t)i);

		if (i >= 0x10 && i <= 0x19)
			assert_string_equal(name, names[i - 0x10]);
		else if (i == 0x1b)
			assert_string_equal(name, "TELEMETRY");
		else
			assert_null(name);
	}
}

/* The highest message_id of each protocol from 0x10 on, without gaps below. */
static void test_number_of_messages(void **state)
{
	static const uint8_t last[] = {0xb, 0x8, 0x5, 0xc, 0xf, 0xd,
				       0x6, 0x9, 0xc, 0xa, 0,	0xa};

	for (int p = 0; p < 256; p++) {
		for (int m = 0; m < 256; m++) {
			bool known = p >= 0x10 && p <= 0x1b && p != 0x1a &&
				     (m <= last[p - 0x10] || m == 0x10);

			assert_int_equal(
				message_name(0, (uint8_t)p, (uint8_t)m) != NULL,
				known);
		}
	}
}

static void test_messages(void **state)
{
	static const struct {
		uint8_t protocol, message;
		const char *name;
	} some[] = {
		{0x10, 0x00, "PROTOCOL_VERSION"},
		{0x13, 0x01, "PROTOCOL_ATTRIBUTES"},
		{0x19, 0x02, "PROTOCOL_MESSAGE_ATTRIBUTES"},
		{0x15, 0x10, "NEGOTIATE_PROTOCOL_VERSION"},
		{0x10, 0x05, "BASE_DISCOVER_IMPLEMENTATION_VERSION"},
		{0x10, 0x0b, "BASE_RESET_AGENT_CONFIGURATION"},
		{0x11, 0x04, "POWER_STATE_SET"},
		{0x12, 0x05, "SYSTEM_POWER_STATE_NOTIFY"},
		{0x13, 0x07, "PERFORMANCE_LEVEL_SET"},
		{0x13, 0x0b, "PERFORMANCE_DESCRIBE_FASTCHANNEL"},
		{0x14, 0x05, "CLOCK_RATE_SET"},
		{0x14, 0x0e, "CLOCK_PARENT_GET"},
		{0x15, 0x06, "SENSOR_READING_GET"},
		{0x15, 0x0b, "SENSOR_CONTINUOUS_UPDATE_NOTIFY"},
		{0x16, 0x04, "RESET"},
		{0x17, 0x07, "VOLTAGE_LEVEL_SET"},
		{0x18, 0x06, "POWERCAP_PAI_GET"},
		{0x18, 0x0c, "POWERCAP_DESCRIBE_FASTCHANNEL"},
		{0x19, 0x06, "PINCTRL_SETTINGS_CONFIGURE"},
		{0x19, 0x0a, "PINCTRL_SET_PERMISSIONS"},
		{0x1b, 0x02, "PROTOCOL_MESSAGE_ATTRIBUTES"},
		{0x1b, 0x03, "TELEMETRY_LIST_SHMTI"},
		{0x1b, 0x0a, "TELEMETRY_RESET"},
	};

	for (size_t i = 0; i < sizeof(some) / sizeof(some[0]); i++)
		assert_string_equal(
			message_name(0, some[i].protocol, some[i].message),
			some[i].name);
}

/*
 * From the sections "notifications" of SCMI v3.2; voltage and pin control have
 * no notifications.
 */
static void test_notifications(void **state)
{
	static const struct {
		uint8_t protocol;
		const char *name[2];
	} all[] = {
		{0x10, {"BASE_ERROR_EVENT", NULL}},
		{0x11, {"POWER_STATE_CHANGED", "POWER_STATE_CHANGE_REQUESTED"}},
		{0x12, {"SYSTEM_POWER_STATE_NOTIFIER", NULL}},
		{0x13,
		 {"PERFORMANCE_LIMITS_CHANGED", "PERFORMANCE_LEVEL_CHANGED"}},
		{0x14, {"CLOCK_RATE_CHANGED", "CLOCK_RATE_CHANGE_REQUESTED"}},
		{0x15, {"SENSOR_TRIP_POINT_EVENT", "SENSOR_UPDATE"}},
		{0x16, {"RESET_ISSUED", NULL}},
		{0x17, {NULL, NULL}},
		{0x18,
		 {"POWERCAP_CAP_CHANGED", "POWERCAP_MEASUREMENTS_CHANGED"}},
		{0x19, {NULL, NULL}},
		{0x1a, {NULL, NULL}},
		{0x80, {NULL, NULL}},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		for (int m = 0; m < 256; m++) {
			const char *expected = m < 2 ? all[i].name[m] : NULL;
			const char *name = notification_name(0, all[i].protocol,
							     (uint8_t)m);

			if (expected)
				assert_string_equal(name, expected);
			else
				assert_null(name);
		}
}

/* Two messages of a protocol never have the same name. */
static void test_unique(void **state)
{
	for (uint8_t p = 0x10; p <= 0x19; p++)
		for (uint8_t a = 0; a <= 0x10; a++)
			for (uint8_t b = 0; b < a; b++)
				if (message_name(0, p, a) &&
				    message_name(0, p, b))
					assert_string_not_equal(
						message_name(0, p, a),
						message_name(0, p, b));
}

static void test_labels(void **state)
{
	struct series_key key = {.protocol = 0x80, .message = 6};
	char buf[8];

	assert_string_equal(protocol_label(&key, buf, sizeof(buf)), "0x80");
	assert_string_equal(key_message_label(&key, buf, sizeof(buf)), "0x06");
	key.protocol = 0x15;
	assert_string_equal(protocol_label(&key, buf, sizeof(buf)), "SENSOR");
	key.message = 0xff;
	assert_string_equal(key_message_label(&key, buf, sizeof(buf)), "0xff");
	key.type = MESSAGE_NOTIFICATION;
	key.message = 0;
	assert_string_equal(key_message_label(&key, buf, sizeof(buf)),
			    "SENSOR_TRIP_POINT_EVENT");
	key.message = 6;
	assert_string_equal(key_message_label(&key, buf, sizeof(buf)), "0x06");
	key.type = MESSAGE_COMMAND;
	assert_string_equal(key_message_label(&key, buf, sizeof(buf)),
			    "SENSOR_READING_GET");
}

static void test_every_number_has_a_name(void **state)
{
	for (int i = 0; i < LC_PHASES; i++)
		assert_non_null(phase_names[i]);
	for (int i = 0; i < LC_COUNTERS; i++)
		assert_non_null(counter_names[i]);
	for (int i = 0; i < TRANSPORTS; i++)
		assert_non_null(transport_names[i]);
	for (int i = 0; i < LA_KINDS; i++) {
		assert_non_null(anomaly_names[i]);
		assert_non_null(anomaly_meanings[i]);
	}
	for (int i = 0; i < MESSAGE_TYPES; i++)
		assert_non_null(message_type_names[i]);
	for (int i = 0; i < SOURCES; i++)
		assert_non_null(source_names[i]);
	for (int i = 0; i < LC_GAPS; i++) {
		assert_non_null(gap_names[i]);
		assert_non_null(gap_meanings[i].noun);
		assert_non_null(gap_meanings[i].rest);
	}
	for (int i = 0; i < LOST_CAUSES; i++) {
		assert_non_null(lost_names[i]);
		for (int source = 0; source < SOURCES; source++)
			assert_non_null(lost_remedy(i, source));
	}
	assert_string_equal(transport_names[TRANSPORT_UNKNOWN], "unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_protocols),
		cmocka_unit_test(test_number_of_messages),
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_notifications),
		cmocka_unit_test(test_unique),
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_every_number_has_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
