// SPDX-License-Identifier: GPL-2.0-only
/* Decisions: the effect of each fault on the reply to a command. */
#include <endian.h>
#include <string.h>

#include "unit_test.h"
#include "decide.h"

#define SENSOR_HDR  (0x6u | 0x15u << 10 | 0x155u << 18)
#define CLOCK_HDR   (0x5u | 0x14u << 10 | 0x155u << 18)
#define SERVICE_NS  20000u
#define READING_LEN 20

struct decided_command {
	struct scmi_plan plan;
	struct scmi_platform platform;
	struct scmi_decision decision;
	uint8_t payload[SCMI_PLAN_MAX_LENGTH];
};

static void decide(struct decided_command *x, uint32_t hdr, const uint32_t *req,
		   size_t len)
{
	x->decision = (struct scmi_decision){
		.hdr = hdr,
		.payload = x->payload,
		.cap = 128,
		.ns = SERVICE_NS,
	};
	scmi_decide(&x->plan, &x->platform, req, len, &x->decision);
}

/* Reads sensor 0, once, with this plan. */
static const struct scmi_decision *read_sensor(struct decided_command *x,
					       const char *plan)
{
	static const uint32_t req[] = {0, 0};
	struct scmi_plan_error error;

	assert_true(scmi_plan_parse(&x->plan, plan, strlen(plan), 1, &error));
	scmi_platform_init(&x->platform, true);
	decide(x, SENSOR_HDR, req, sizeof(req));
	return &x->decision;
}

static int32_t status_of(const struct decided_command *x)
{
	uint32_t status;

	memcpy(&status, x->payload, sizeof(status));
	return (int32_t)le32toh(status);
}

/* Flags are before the clock in CLOCK_RATE_SET. */
static void a_rule_of_a_resource_needs_its_word(void **state)
{
	const uint32_t set[] = {0, htole32(1), htole32(100000000), 0};
	struct decided_command x;

	assert_int_equal(read_sensor(&x, "sensor 6 of 0 drop")->fault,
			 SCMI_FAULT_DROP);
	assert_int_equal(read_sensor(&x, "sensor 6 of 1 drop")->fault,
			 SCMI_FAULT_NR_KINDS);
	read_sensor(&x, "clock 5 of 1 drop");
	decide(&x, CLOCK_HDR, set, sizeof(set));
	assert_int_equal(x.decision.fault, SCMI_FAULT_DROP);
	/* Too short for the word. */
	decide(&x, CLOCK_HDR, set, 4);
	assert_int_equal(x.decision.fault, SCMI_FAULT_NR_KINDS);
	/* Without a resource. */
	decide(&x, 0x15u << 10, set, 0);
	assert_int_equal(x.decision.fault, SCMI_FAULT_NR_KINDS);
}

static void without_a_fault_the_reply_is_the_platforms(void **state)
{
	struct decided_command x;
	const struct scmi_decision *d = read_sensor(&x, "clock * drop");

	assert_int_equal(d->fault, SCMI_FAULT_NR_KINDS);
	assert_int_equal(d->hdr, SENSOR_HDR);
	assert_int_equal(d->len, READING_LEN);
	assert_int_equal(d->ns, SERVICE_NS);
	assert_int_equal(status_of(&x), SCMI_STATUS_SUCCESS);
}

static void times(void **state)
{
	static const struct {
		const char *plan;
		enum scmi_fault_kind fault;
		uint64_t ns;
		uint64_t fault_ns;
	} t[] = {
		{"* * delay 5ms", SCMI_FAULT_DELAY, SERVICE_NS + 5000000, 0},
		{"* * reorder 5ms", SCMI_FAULT_REORDER, SERVICE_NS + 5000000,
		 0},
		{"* * late 5ms", SCMI_FAULT_LATE, 5000000, 0},
		{"* * full-eventq 5ms", SCMI_FAULT_FULL_EVENTQ, SERVICE_NS,
		 5000000},
		{"* * drop", SCMI_FAULT_DROP, SERVICE_NS, 0},
	};
	struct decided_command x;

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		const struct scmi_decision *d = read_sensor(&x, t[i].plan);

		assert_int_equal(d->fault, t[i].fault);
		assert_int_equal(d->ns, t[i].ns);
		assert_int_equal(d->fault_ns, t[i].fault_ns);
		assert_int_equal(d->len, READING_LEN);
	}
}

static void headers(void **state)
{
	struct decided_command x;

	assert_int_equal(read_sensor(&x, "* * wrong-token")->hdr,
			 SENSOR_HDR ^ 0x200u << 18);
	assert_int_equal(read_sensor(&x, "* * wrong-type 2")->hdr,
			 SENSOR_HDR | 2u << 8);
}

static void lengths(void **state)
{
	struct decided_command x;

	assert_int_equal(read_sensor(&x, "* * short 7")->len, 7);
	assert_int_equal(read_sensor(&x, "* * short 127")->len, READING_LEN);
	assert_int_equal(read_sensor(&x, "* * oversize 4")->len, READING_LEN);
	assert_int_equal(read_sensor(&x, "* * oversize 512")->len, 512);
	assert_int_equal(x.payload[READING_LEN], 0xa5);
	assert_int_equal(x.payload[511], 0xa5);
}

static void a_refused_command_is_not_served(void **state)
{
	struct decided_command x;
	const struct scmi_decision *d = read_sensor(&x, "* * error DENIED");

	assert_int_equal(d->fault, SCMI_FAULT_ERROR);
	assert_int_equal(d->len, 4);
	assert_int_equal(status_of(&x), SCMI_STATUS_DENIED);
	assert_int_equal(x.platform.sensors[0].reads, 0);
}

static void values(void **state)
{
	struct decided_command x;

	assert_int_equal(read_sensor(&x, "* * spurious p2a")->value, 1);
	assert_int_equal(read_sensor(&x, "* * burst 9")->value, 9);
}

/* An accepted command keeps its reply; its delayed response carries the error. */
static void a_delayed_error_is_the_completions(void **state)
{
	static const char plan[] = "clock 5 delayed-error BUSY";
	const uint32_t req[] = {htole32(1), 0, htole32(100000000), 0};
	struct scmi_plan_error error;
	struct decided_command x;

	assert_true(scmi_plan_parse(&x.plan, plan, strlen(plan), 1, &error));
	scmi_platform_init(&x.platform, true);
	decide(&x, CLOCK_HDR, req, sizeof(req));
	assert_int_equal(x.decision.fault, SCMI_FAULT_DELAYED_ERROR);
	assert_int_equal(status_of(&x), SCMI_STATUS_SUCCESS);
	assert_int_equal(x.platform.follow_up, SCMI_FOLLOW_ASYNC);
	assert_int_equal(x.platform.async.status, SCMI_STATUS_BUSY);
}

/* One fault at most: the second rule is due, and fires on the next command. */
static void one_fault_for_a_command(void **state)
{
	static const uint32_t req[] = {0, 0};
	struct decided_command x;

	assert_int_equal(
		read_sensor(&x, "* * times 1 drop\n* * unexpected-delayed")
			->fault,
		SCMI_FAULT_DROP);
	decide(&x, SENSOR_HDR, req, sizeof(req));
	assert_int_equal(x.decision.fault, SCMI_FAULT_UNEXPECTED_DELAYED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_fault_the_reply_is_the_platforms),
		cmocka_unit_test(a_rule_of_a_resource_needs_its_word),
		cmocka_unit_test(times),
		cmocka_unit_test(headers),
		cmocka_unit_test(lengths),
		cmocka_unit_test(a_refused_command_is_not_served),
		cmocka_unit_test(values),
		cmocka_unit_test(a_delayed_error_is_the_completions),
		cmocka_unit_test(one_fault_for_a_command),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
