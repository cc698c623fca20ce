// SPDX-License-Identifier: GPL-2.0-only
/* The names of vendors' protocols: by vendor, in profiles, and as users write them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit_test.h"
#include "message_name.h"
#include "names.h"
#include "profile_json.h"
#include "vendor_messages.h"

static void is_named(uint8_t protocol, uint8_t message, const char *name)
{
	const char *found = message_name(0, protocol, message);

	if (!name)
		assert_null(found);
	else
		assert_string_equal(found, name);
}

static void by_vendor(void **state)
{
	static const struct {
		const char *vendor, *sub_vendor, *protocol, *three;
	} t[] = {
		{NULL, NULL, NULL, NULL},
		{"NXP", "IMX", "LMM", "LMM_ATTRIBUTES"},
		{"NXP", "S32G", "PINCTRL_S32G", NULL},
		{"NXP", NULL, NULL, NULL},
		{"NXP", "i.MX", NULL, NULL},
		{"Qualcomm", NULL, "GENERIC", NULL},
		{"Qualcomm", "any", "GENERIC", NULL},
		{"scmi-perf", "reference", "REFERENCE", "REFERENCE_ECHO"},
		{"scmi-perf", NULL, NULL, NULL},
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		vendor_forget();
		vendor_use(t[i].vendor, t[i].sub_vendor);
		if (t[i].protocol)
			assert_string_equal(protocol_name(0, 0x80),
					    t[i].protocol);
		else
			assert_null(protocol_name(0, 0x80));
		is_named(0x80, 3, t[i].three);
		/* Those of the specification stay. */
		is_named(0x15, 6, "SENSOR_READING_GET");
	}
}

static void messages(void **state)
{
	vendor_forget();
	vendor_use("NXP", "IMX");
	is_named(0x80, 0xc, "LMM_RESET_VECTOR_SET");
	is_named(0x80, 0x10, "NEGOTIATE_PROTOCOL_VERSION");
	is_named(0x81, 7, "BBM_RTC_TIME_GET");
	is_named(0x82, 4, "CPU_START");
	is_named(0x82, 8, NULL);
	is_named(0x83, 3, NULL);
	is_named(0x84, 0xe, "MISC_BOARD_INFO");
	assert_string_equal(notification_name(0, 0x81, 1), "BBM_BUTTON_EVENT");
	vendor_forget();
	vendor_use("Qualcomm", NULL);
	is_named(0x80, 0, NULL);
	is_named(0x80, 0x13, "GENERIC_STOP_ACTIVITY");
	is_named(0x81, 3, NULL);
}

/* Two vendors have no names in common; an unknown one changes nothing. */
static void different(void **state)
{
	vendor_forget();
	vendor_use("NXP", "IMX");
	vendor_use(NULL, NULL);
	vendor_use("NXP", "IMX");
	is_named(0x80, 4, "LMM_BOOT");
	vendor_use("NXP", "S32G");
	is_named(0x80, 4, NULL);
	vendor_use("NXP", "IMX");
	is_named(0x80, 4, NULL);
	vendor_forget();
	is_named(0x80, 4, NULL);
}

/* Each instance has the names of its vendor, if only one is known of it. */
static void by_instance(void **state)
{
	struct series_key key = {.protocol = 0x80, .message = 4};
	char title[KEY_TITLE_LEN];

	vendor_forget();
	vendor_use_for(1, "NXP", "IMX");
	vendor_use_for(2, "NXP", "S32G");
	vendor_use_for(255, "Qualcomm", NULL);
	vendor_use_for(255, NULL, NULL);
	assert_null(protocol_name(0, 0x80));
	assert_string_equal(protocol_name(1, 0x80), "LMM");
	assert_string_equal(protocol_name(2, 0x80), "PINCTRL_S32G");
	assert_string_equal(protocol_name(255, 0x80), "GENERIC");
	assert_string_equal(message_name(1, 0x80, 4), "LMM_BOOT");
	assert_null(message_name(2, 0x80, 4));
	assert_string_equal(notification_name(1, 0x81, 1), "BBM_BUTTON_EVENT");
	key.instance = 1;
	assert_string_equal(key_title(&key, title),
			    "LMM LMM_BOOT, instance 1, channel 0");
	key.instance = 2;
	assert_string_equal(key_title(&key, title),
			    "PINCTRL_S32G message 0x04, instance 2, channel 0");
	/* The same vendor of all changes nothing, another one of one does. */
	vendor_use("NXP", "IMX");
	assert_string_equal(protocol_name(0, 0x80), "LMM");
	assert_string_equal(protocol_name(1, 0x80), "LMM");
	assert_null(protocol_name(2, 0x80));
	vendor_use_for(1, "NXP", "S32G");
	assert_null(protocol_name(1, 0x80));
	assert_string_equal(protocol_name(0, 0x80), "LMM");
}

/* Users write a name of a protocol that only one instance has. */
static void of_one_instance(void **state)
{
	const struct series_key on_two = {
		.instance = 2, .protocol = 0x82, .message = 4};
	struct message_match match;
	char why[80];
	int protocol;

	vendor_forget();
	assert_false(protocol_parse("CPU", &protocol));
	vendor_use_for(2, "NXP", "IMX");
	assert_true(protocol_parse("CPU", &protocol));
	assert_int_equal(protocol, 0x82);
	assert_true(message_parse("CPU:CPU_START", &match, why, sizeof(why)));
	assert_true(message_matches(&match, &on_two));
}

/* A profile names its vendor, and reading it uses the names. */
static void in_profiles(void **state)
{
	struct profile p = {0}, q = {0};
	struct run *run = profile_add_run(&p);
	char *json, why[80];
	size_t len;

	run->vendor = strdup("NXP");
	run->sub_vendor = strdup("IMX");
	assert_int_equal(profile_encode(&p, &json, &len), 0);
	vendor_forget();
	assert_int_equal(profile_decode(&q, json, len, why, sizeof(why)),
			 PROFILE_JSON_OK);
	assert_string_equal(q.runs[0].vendor, "NXP");
	assert_string_equal(q.runs[0].sub_vendor, "IMX");
	is_named(0x81, 4, "BBM_GPR_GET");
	/* A merge keeps them. */
	profile_merge(&q, &p);
	assert_string_equal(q.runs[1].vendor, "NXP");
	assert_string_equal(q.runs[1].sub_vendor, "IMX");
	free(json);
	profile_free(&p);
	profile_free(&q);
}

/* The same of instances with different vendors. */
static void of_instances_in_profiles(void **state)
{
	static const char *const invalid[] = {
		"[]", "[{\"instance\":256}]",
		"[{\"instance\":1},{\"instance\":1}]",
		"[{\"instance\":1},{\"instance\":0}]",
		"[{\"instance\":1,\"other\":1}]"};
	struct profile p = {0}, q = {0};
	struct run *run = profile_add_run(&p);
	char *json, why[80];
	size_t len;

	run_add_vendor(run, 0, "NXP", "IMX");
	run_add_vendor(run, 3, "Qualcomm", NULL);
	assert_int_equal(profile_encode(&p, &json, &len), 0);
	vendor_forget();
	assert_int_equal(profile_decode(&q, json, len, why, sizeof(why)),
			 PROFILE_JSON_OK);
	is_named(0x81, 4, "BBM_GPR_GET");
	assert_string_equal(protocol_name(3, 0x80), "GENERIC");
	assert_null(protocol_name(1, 0x80));
	profile_merge(&q, &p);
	assert_int_equal(q.runs[1].n_vendors, 2);
	assert_int_equal(q.runs[1].vendors[1].instance, 3);
	assert_string_equal(q.runs[1].vendors[1].vendor, "Qualcomm");
	assert_null(q.runs[1].vendors[1].sub_vendor);
	profile_free(&q);

	for (size_t i = 0; i < sizeof(invalid) / sizeof(*invalid); i++) {
		const char *at = strstr(json, "\"vendors\":["), *rest;
		char *other = malloc(len + strlen(invalid[i]) + 1);

		assert_non_null(at);
		rest = strchr(at, ']') + 1;
		len = (size_t)sprintf(other, "%.*s\"vendors\":%s%s",
				      (int)(at - json), json, invalid[i], rest);
		assert_int_not_equal(
			profile_decode(&q, other, len, why, sizeof(why)),
			PROFILE_JSON_OK);
		len = strlen(json);
		profile_free(&q);
		free(other);
	}
	free(json);
	profile_free(&p);
}

/* Users write a name also where the vendor is not known. */
static void as_written(void **state)
{
	const struct series_key boot = {.protocol = 0x80, .message = 4};
	const struct series_key other = {.protocol = 0x80, .message = 5};
	struct message_match match;
	char why[80];

	for (int known = 0; known < 2; known++) {
		vendor_forget();
		if (known)
			vendor_use("NXP", "IMX");
		assert_true(
			message_parse("lmm_boot", &match, why, sizeof(why)));
		assert_true(message_matches(&match, &boot));
		assert_false(message_matches(&match, &other));
		assert_false(
			message_parse("LMM_BOOTS", &match, why, sizeof(why)));
	}
	/* The protocol of the specification comes first. */
	assert_true(message_parse("PINCTRL", &match, why, sizeof(why)));
	assert_int_equal(match.protocol, 0x19);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_vendor),
		cmocka_unit_test(messages),
		cmocka_unit_test(different),
		cmocka_unit_test(in_profiles),
		cmocka_unit_test(as_written),
		cmocka_unit_test(by_instance),
		cmocka_unit_test(of_one_instance),
		cmocka_unit_test(of_instances_in_profiles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
