// SPDX-License-Identifier: GPL-2.0-only
/* Fault plans: the text, each error with its position, and matching. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit_test.h"
#include "plan.h"
#include "platform.h"

#define HDR(protocol, message) \
	((uint32_t)(message) | (uint32_t)(protocol) << 10 | 0x155u << 18)

/* Parses a copy of exactly the text's size, so a sanitizer finds an overrun. */
static bool parse_len(struct scmi_plan *plan, const char *text, size_t len,
		      struct scmi_plan_error *error)
{
	char *copy = malloc(len ? len : 1);
	bool ok;

	memcpy(copy, text, len);
	ok = scmi_plan_parse(plan, copy, len, 1, error);
	free(copy);
	return ok;
}

static void parse(struct scmi_plan *plan, const char *text)
{
	struct scmi_plan_error error = {0, 0, "?"};

	if (!parse_len(plan, text, strlen(text), &error))
		fail_msg("%s: line %u, column %u: expected %s", text,
			 error.line, error.column, error.expected);
}

static void texts(void **state)
{
	struct scmi_plan plan;
	const struct scmi_fault *f = plan.faults;

	parse(&plan, "");
	assert_int_equal(plan.nr_faults, 0);
	parse(&plan, "\n \t\n# sensor 6 drop\n   # nothing");
	assert_int_equal(plan.nr_faults, 0);

	parse(&plan, "\n\tsensor  6 drop# comment\n"
		     "0x14 * every 7 times 0x10 late exp:5ms\n"
		     "* 255 times 1 error DENIED");
	assert_int_equal(plan.nr_faults, 3);
	assert_int_equal(f[0].kind, SCMI_FAULT_DROP);
	assert_int_equal(f[0].protocol, 0x15);
	assert_int_equal(f[0].message, 6);
	assert_int_equal(f[0].every, 1);
	assert_int_equal(f[0].times, 0);
	assert_int_equal(f[0].line, 2);
	assert_int_equal(f[1].kind, SCMI_FAULT_LATE);
	assert_int_equal(f[1].protocol, 0x14);
	assert_int_equal(f[1].message, -1);
	assert_int_equal(f[1].every, 7);
	assert_int_equal(f[1].times, 16);
	assert_int_equal(f[1].time.kind, SCMI_SERVICE_EXP);
	assert_int_equal(f[1].time.low, 5000000);
	assert_int_equal(f[1].line, 3);
	assert_int_equal(f[2].protocol, -1);
	assert_int_equal(f[2].message, 255);
	assert_int_equal(f[2].times, 1);
	assert_int_equal(f[2].value, SCMI_STATUS_DENIED);
}

static void actions(void **state)
{
	static const struct {
		const char *text;
		enum scmi_fault_kind kind;
		int32_t value;
	} t[] = {
		{"delay 5ms", SCMI_FAULT_DELAY, 0},
		{"late 5ms", SCMI_FAULT_LATE, 0},
		{"drop", SCMI_FAULT_DROP, 0},
		{"duplicate", SCMI_FAULT_DUPLICATE, 0},
		{"reorder 5ms", SCMI_FAULT_REORDER, 0},
		{"wrong-token", SCMI_FAULT_WRONG_TOKEN, 0},
		{"wrong-type 1", SCMI_FAULT_WRONG_TYPE, 1},
		{"wrong-type 3", SCMI_FAULT_WRONG_TYPE, 3},
		{"short 0", SCMI_FAULT_SHORT, 0},
		{"short 127", SCMI_FAULT_SHORT, 127},
		{"oversize 4", SCMI_FAULT_OVERSIZE, 4},
		{"oversize 512", SCMI_FAULT_OVERSIZE, 512},
		{"error PROTOCOL_ERROR", SCMI_FAULT_ERROR, -10},
		{"error NOT_SUPPORTED", SCMI_FAULT_ERROR, -1},
		{"delayed-first", SCMI_FAULT_DELAYED_FIRST, 0},
		{"delayed-error HARDWARE_ERROR", SCMI_FAULT_DELAYED_ERROR, -9},
		{"unexpected-delayed", SCMI_FAULT_UNEXPECTED_DELAYED, 0},
		{"concurrent", SCMI_FAULT_CONCURRENT, 0},
		{"lost-doorbell", SCMI_FAULT_LOST_DOORBELL, 0},
		{"spurious a2p", SCMI_FAULT_SPURIOUS, 0},
		{"spurious p2a", SCMI_FAULT_SPURIOUS, 1},
		{"burst 1000", SCMI_FAULT_BURST, 1000},
		{"full-eventq 5ms", SCMI_FAULT_FULL_EVENTQ, 0},
		{"late-doorbell 5ms", SCMI_FAULT_LATE_DOORBELL, 0},
		{"no-interrupts 5ms", SCMI_FAULT_NO_INTERRUPTS, 0},
		{"lost-kick", SCMI_FAULT_LOST_KICK, 0},
		{"late-kick 5ms", SCMI_FAULT_LATE_KICK, 0},
		{"stop-reading 5ms", SCMI_FAULT_STOP_READING, 0},
		{"used-jump 1", SCMI_FAULT_USED_JUMP, 1},
		{"used-jump 32768", SCMI_FAULT_USED_JUMP, 32768},
		{"used-range", SCMI_FAULT_USED_RANGE, 0},
		{"used-twice", SCMI_FAULT_USED_TWICE, 0},
		{"used-length 0", SCMI_FAULT_USED_LENGTH, 0},
		{"used-length 1000000", SCMI_FAULT_USED_LENGTH, 1000000},
		{"disconnect 5ms", SCMI_FAULT_DISCONNECT, 0},
	};
	bool seen[SCMI_FAULT_NR_KINDS] = {false};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct scmi_plan plan;
		char text[64];
		size_t name = strcspn(t[i].text, " ");

		snprintf(text, sizeof(text), "* * %s", t[i].text);
		parse(&plan, text);
		assert_int_equal(plan.nr_faults, 1);
		assert_int_equal(plan.faults[0].kind, t[i].kind);
		assert_int_equal(plan.faults[0].value, t[i].value);
		if (strstr(text, "5ms"))
			assert_int_equal(plan.faults[0].time.low, 5000000);
		assert_int_equal(strlen(scmi_fault_name(t[i].kind)), name);
		assert_memory_equal(scmi_fault_name(t[i].kind), t[i].text,
				    name);
		seen[t[i].kind] = true;
	}
	for (size_t i = 0; i < SCMI_FAULT_NR_KINDS; i++)
		assert_true(seen[i]);
}

#define WORD_63 \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static void errors(void **state)
{
	static const struct {
		const char *text;
		uint32_t line, column;
		const char *expected; /* how it starts */
	} t[] = {
		{"x", 1, 1, "a protocol ("},
		{"senso 6 drop", 1, 1, "a protocol ("},
		{"sensors 6 drop", 1, 1, "a protocol ("},
		{"0x100 6 drop", 1, 1, "a protocol ("},
		{"-1 6 drop", 1, 1, "a protocol ("},
		{"0x 6 drop", 1, 1, "a protocol ("},
		{"99999999999999999999999 6 drop", 1, 1, "a protocol ("},
		{"* * drop\n  sensor", 2, 9, "a message ("},
		{"sensor 256 drop", 1, 8, "a message ("},
		{"sensor READING drop", 1, 8, "a message ("},
		{"sensor 6", 1, 9, "of N, every N, times N, or an action ("},
		{"sensor 6 # drop", 1, 10,
		 "of N, every N, times N, or an action ("},
		{"sensor 6 drops", 1, 10,
		 "of N, every N, times N, or an action ("},
		{"sensor 6 times 2 every 2 drop", 1, 18,
		 "of N, every N, times N"},
		{"sensor 6 every 2 every 2 drop", 1, 18,
		 "of N, every N, times N"},
		{"sensor 6 every", 1, 15, "a number from 1 to 1000000"},
		{"sensor 6 every 0 drop", 1, 16, "a number from 1 to 1000000"},
		{"sensor 6 every 1000001 drop", 1, 16, "a number from 1 to "},
		{"sensor 6 every 2 times x drop", 1, 24, "a number from 1 to "},
		{"sensor 6 every 2x drop", 1, 16, "a number from 1 to "},
		{"sensor 6 every 2 times", 1, 23, "a number from 1 to "},
		{"sensor 6 every 2", 1, 17,
		 "of N, every N, times N, or an action ("},
		{"sensor 6 drop drop", 1, 15, "the end of the line"},
		{"sensor 6 delay 5ms 5ms", 1, 20, "the end of the line"},
		{"sensor 6 delay", 1, 15, "a time ("},
		{"sensor 6 delay x", 1, 16, "a time ("},
		{"sensor 6 delay 5m", 1, 17, "a time ("},
		{"sensor 6 delay 5ms..6ms", 1, 19, "a time ("},
		{"sensor 6 late 4001ms", 1, 15, "a time ("},
		{"sensor 6 reorder uniform:2ms..1ms", 1, 31, "a time ("},
		{"sensor 6 full-eventq", 1, 21, "a time ("},
		{"sensor 6 wrong-type", 1, 20, "a message type ("},
		{"sensor 6 wrong-type 0", 1, 21, "a message type ("},
		{"sensor 6 wrong-type 4", 1, 21, "a message type ("},
		{"sensor 6 short", 1, 15, "a length from 0 to 127 bytes"},
		{"sensor 6 short 128", 1, 16, "a length from 0 to 127 bytes"},
		{"sensor 6 oversize 3", 1, 19, "a length from 4 to 512 bytes"},
		{"sensor 6 oversize 513", 1, 19, "a length from 4 to 512 "},
		{"sensor 6 error SUCCESS", 1, 16, "a status ("},
		{"sensor 6 error -1", 1, 16, "a status ("},
		{"sensor 6 spurious", 1, 18, "a channel ("},
		{"sensor 6 spurious tx", 1, 19, "a channel ("},
		{"sensor 6 burst 0", 1, 16, "a number of notifications "},
		{"sensor 6 burst 1001", 1, 16, "a number of notifications "},
		{"sensor 6 drop\r\n", 1, 14, "a printable ASCII"},
		{"\n\n  \x80", 3, 3, "a printable ASCII"},
		{"sensor " WORD_63 " drop", 1, 8, "a message ("},
		{"sensor " WORD_63 "a drop", 1, 8, "a word of at most 63 "},
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct scmi_plan_error error = {0, 0, "nothing"};
		struct scmi_plan plan;

		if (parse_len(&plan, t[i].text, strlen(t[i].text), &error) ||
		    error.line != t[i].line || error.column != t[i].column ||
		    strncmp(error.expected, t[i].expected,
			    strlen(t[i].expected)))
			fail_msg("'%s': line %u, column %u: %s", t[i].text,
				 error.line, error.column, error.expected);
	}
}

static void nul_byte(void **state)
{
	struct scmi_plan_error error;
	struct scmi_plan plan;

	assert_false(parse_len(&plan, "* * drop\0", 9, &error));
	assert_int_equal(error.column, 9);
}

static void too_many(void **state)
{
	static const char line[] = "* * drop\n";
	char text[33 * sizeof(line)];
	struct scmi_plan_error error;
	struct scmi_plan plan;
	size_t len = sizeof(line) - 1;

	for (size_t i = 0; i < 33; i++)
		memcpy(text + i * len, line, len);
	assert_true(parse_len(&plan, text, 32 * len, &error));
	assert_int_equal(plan.nr_faults, 32);
	assert_false(parse_len(&plan, text, 33 * len, &error));
	assert_int_equal(error.line, 33);
	assert_int_equal(error.column, 1);
	assert_string_equal(error.expected, "at most 32 rules");
}

/*
 * Matches one message a character of @pattern; a digit is the rule that fires.
 */
static void expect_firing(const char *text, const char *pattern)
{
	struct scmi_plan plan;

	parse(&plan, text);
	for (size_t i = 0; pattern[i]; i++) {
		const struct scmi_fault *f = scmi_plan_match(
			&plan, HDR(0x15, 6), -1, SCMI_PLAN_REQUEST, true);

		if (pattern[i] == '.')
			assert_null(f);
		else
			assert_ptr_equal(f, &plan.faults[pattern[i] - '0']);
	}
}

static void every(void **state)
{
	expect_firing("* * drop", "0000");
	expect_firing("sensor 6 every 3 drop", "..0..0..0");
	expect_firing("sensor 6 every 3 times 2 drop", "..0..0......");
	expect_firing("sensor * times 1 drop", "0...");
	expect_firing("* 5 drop", "....");
	expect_firing("clock 6 drop", "....");
	/* Both are due at the sixth message: the first rule fires first. */
	expect_firing("* * every 2 drop\n* * every 3 duplicate",
		      ".010.010.010");
	expect_firing("* * drop\n* * duplicate", "0000");
}

static void stages(void **state)
{
	static const struct {
		enum scmi_plan_stage stage;
		enum scmi_fault_kind kind;
	} t[] = {
		{SCMI_PLAN_SYNC, SCMI_FAULT_UNEXPECTED_DELAYED},
		{SCMI_PLAN_ASYNC, SCMI_FAULT_DELAYED_FIRST},
		{SCMI_PLAN_REQUEST, SCMI_FAULT_DROP},
	};
	struct scmi_plan plan;

	parse(&plan, "* * unexpected-delayed\n* * delayed-first\n* * drop");
	for (size_t i = 0; i < 3; i++) {
		const struct scmi_fault *f = scmi_plan_match(
			&plan, HDR(0x14, 5), -1, t[i].stage, true);

		assert_non_null(f);
		assert_int_equal(f->kind, t[i].kind);
		assert_int_equal(f->fired, 1);
	}
}

/* A rule of a resource counts only the messages that name it. */
static void of_a_resource(void **state)
{
	const uint32_t hdr = HDR(0x15, 6);
	struct scmi_plan plan;

	parse(&plan, "sensor 6 of 3 every 2 drop");
	assert_true(plan.by_resource);
	assert_null(scmi_plan_match(&plan, hdr, 3, SCMI_PLAN_REQUEST, true));
	assert_null(scmi_plan_match(&plan, hdr, 2, SCMI_PLAN_REQUEST, true));
	assert_null(scmi_plan_match(&plan, hdr, -1, SCMI_PLAN_REQUEST, true));
	assert_non_null(
		scmi_plan_match(&plan, hdr, 3, SCMI_PLAN_REQUEST, true));
	parse(&plan, "sensor 6 of 0x10 drop\nclock * drop");
	assert_int_equal(plan.faults[0].resource, 16);
	assert_int_equal(plan.faults[1].resource, -1);
	parse(&plan, "sensor 6 drop");
	assert_false(plan.by_resource);
}

/* A message with a fault still counts, and the fault that is due waits. */
static void may_not_fire(void **state)
{
	struct scmi_plan plan;
	uint32_t hdr = HDR(0x15, 6);

	parse(&plan, "sensor 6 every 2 unexpected-delayed");
	assert_null(scmi_plan_match(&plan, hdr, -1, SCMI_PLAN_SYNC, true));
	assert_null(scmi_plan_match(&plan, hdr, -1, SCMI_PLAN_SYNC, false));
	assert_null(scmi_plan_match(&plan, hdr, -1, SCMI_PLAN_SYNC, false));
	assert_non_null(scmi_plan_match(&plan, hdr, -1, SCMI_PLAN_SYNC, true));
	assert_null(scmi_plan_match(&plan, hdr, -1, SCMI_PLAN_SYNC, true));
}

/* Random times are reproducible; each line has its own sequence. */
static void draws(void **state)
{
	struct scmi_plan a, b;
	bool differ = false;

	parse(&a, "* * delay exp:1ms\n* * delay exp:1ms");
	parse(&b, "* * delay exp:1ms\n* * delay exp:1ms");
	for (int i = 0; i < 100; i++) {
		uint64_t first = scmi_service_draw(&a.faults[0].time);
		uint64_t second = scmi_service_draw(&a.faults[1].time);

		assert_int_equal(first, scmi_service_draw(&b.faults[0].time));
		assert_int_equal(second, scmi_service_draw(&b.faults[1].time));
		differ |= first != second;
	}
	assert_true(differ);
}

/* Every example in the document is correct, and each action has one. */
static void document(void **state)
{
	FILE *file = fopen("docs/fault-plan.md", "r");
	bool seen[SCMI_FAULT_NR_KINDS] = {false};
	char line[512], text[512] = "";
	bool inside = false;

	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		struct scmi_plan plan;

		if (!strcmp(line, "```plan\n")) {
			inside = true;
			text[0] = 0;
		} else if (inside && !strcmp(line, "```\n")) {
			inside = false;
			parse(&plan, text);
			assert_in_range(plan.nr_faults, 1, 2);
			for (uint32_t i = 0; i < plan.nr_faults; i++)
				seen[plan.faults[i].kind] = true;
		} else if (inside) {
			assert_in_range(strlen(text) + strlen(line), 0, 511);
			strcat(text, line);
		}
	}
	fclose(file);
	for (int i = 0; i < SCMI_FAULT_NR_KINDS; i++)
		if (!seen[i])
			fail_msg("docs/fault-plan.md has no example of %s",
				 scmi_fault_name((enum scmi_fault_kind)i));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts),	cmocka_unit_test(actions),
		cmocka_unit_test(errors),	cmocka_unit_test(nul_byte),
		cmocka_unit_test(too_many),	cmocka_unit_test(every),
		cmocka_unit_test(stages),	cmocka_unit_test(of_a_resource),
		cmocka_unit_test(may_not_fire), cmocka_unit_test(draws),
		cmocka_unit_test(document),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
