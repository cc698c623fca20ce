// SPDX-License-Identifier: GPL-2.0-only
/* Eventfds of a driver and of a device, with faults in between. */
#include <sys/eventfd.h>
#include <unistd.h>

#include "unit_test.h"
#include "relay.h"

static struct {
	struct relay relay;
	u64 now;
	int driver_kick, device_kick, driver_call, device_call;
} t;

static u64 relay_clock(void)
{
	return t.now;
}

/* Passes a descriptor of the front end; returns what the back end gets. */
static int hand_over(u32 request, u64 index, int fd)
{
	struct vhost_message m = {
		.request = request,
		.size = 8,
		.number = index,
		.nr_fds = 1,
		.fds = {dup(fd)},
	};

	assert_true(relay_message(&t.relay, &m));
	assert_int_equal(m.nr_fds, 1);
	assert_int_equal(m.number, index);
	return m.fds[0];
}

static int set_up(void **state)
{
	memset(&t, 0, sizeof(t));
	t.now = 1000000000;
	environment_clock = relay_clock;
	relay_open(&t.relay);
	t.driver_kick = eventfd(0, EFD_NONBLOCK);
	t.driver_call = eventfd(0, EFD_NONBLOCK);
	t.device_kick = hand_over(VHOST_SET_VRING_KICK, 0, t.driver_kick);
	t.device_call = hand_over(VHOST_SET_VRING_CALL, 0, t.driver_call);
	return 0;
}

static int tear_down(void **state)
{
	relay_forget(&t.relay);
	close(t.driver_kick);
	close(t.driver_call);
	close(t.device_kick);
	close(t.device_call);
	return 0;
}

static void run(u64 ns)
{
	t.now += ns;
	relay_event(&t.relay, &t.relay.kicks[0]);
	relay_event(&t.relay, &t.relay.calls[0]);
	environment_run();
}

static void plan(const char *text)
{
	struct scmi_plan_error error;
	struct scmi_plan parsed;
	const char *why;

	assert_true(scmi_plan_parse(&parsed, text, strlen(text), 1, &error));
	assert_null(relay_set_plan(&t.relay, &parsed, &why));
}

/* Writes to one end; returns the events at the other one. */
static u64 kick(void)
{
	eventfd_t count;

	eventfd_write(t.driver_kick, 1);
	run(0);
	return eventfd_read(t.device_kick, &count) ? 0 : count;
}

static u64 interrupts(void)
{
	eventfd_t count;

	return eventfd_read(t.driver_call, &count) ? 0 : count;
}

static u64 interrupt(void)
{
	eventfd_write(t.device_call, 1);
	run(0);
	return interrupts();
}

static void passes(void **state)
{
	assert_int_equal(kick(), 1);
	assert_int_equal(interrupt(), 1);
	assert_int_equal(t.relay.kicks[0].passed, 1);
	assert_int_equal(t.relay.calls[0].passed, 1);
}

static void lost(void **state)
{
	plan("* * every 3 times 1 lost-kick\n* * every 2 times 1 "
	     "lost-doorbell");
	assert_int_equal(kick() + kick(), 2);
	assert_int_equal(kick(), 0);
	assert_int_equal(kick(), 1);
	assert_int_equal(interrupt(), 1);
	assert_int_equal(interrupt(), 0);
	assert_int_equal(interrupt(), 1);
	assert_int_equal(t.relay.faults[SCMI_FAULT_LOST_KICK], 1);
	assert_int_equal(t.relay.faults[SCMI_FAULT_LOST_DOORBELL], 1);
}

static void late(void **state)
{
	eventfd_t count;

	plan("* * times 1 late-kick 2ms\n* * times 1 late-doorbell 5ms");
	assert_int_equal(kick(), 0);
	assert_int_equal(interrupt(), 0);
	run(1999999);
	assert_int_not_equal(eventfd_read(t.device_kick, &count), 0);
	run(1);
	assert_int_equal(eventfd_read(t.device_kick, &count), 0);
	assert_int_equal(interrupts(), 0);
	run(3000000);
	assert_int_equal(interrupts(), 1);
}

static void mute(void **state)
{
	plan("* * times 1 no-interrupts 2ms");
	assert_int_equal(interrupt(), 0);
	assert_int_equal(kick(), 1);
	assert_int_equal(interrupt(), 0);
	run(2000000);
	assert_int_equal(interrupt(), 1);
}

static void refused(void **state)
{
	static const struct {
		const char *text;
		const char *why;
	} plans[] = {
		{"* * drop", "sees no messages"},
		{"* * used-jump 1", "sees no messages"},
		{"sensor * lost-kick",
		 "sees no messages, so a rule has to be for * *"},
		{"* 6 lost-kick",
		 "sees no messages, so a rule has to be for * *"},
		{"* * of 1 lost-kick",
		 "sees no messages, so a rule has to be for * *"},
	};

	plan("* * lost-kick");
	for (size_t i = 0; i < ARRAY_SIZE(plans); i++) {
		struct scmi_plan_error error;
		struct scmi_plan parsed;
		const char *why;

		assert_true(scmi_plan_parse(&parsed, plans[i].text,
					    strlen(plans[i].text), 1, &error));
		assert_ptr_equal(relay_set_plan(&t.relay, &parsed, &why),
				 &parsed.faults[0]);
		assert_string_equal(why, plans[i].why);
	}
	/* The plan before stays. */
	assert_int_equal(kick(), 0);
}

/* A second descriptor replaces the first, and all are closed at the end. */
static void replaced(void **state)
{
	const int other = eventfd(0, EFD_NONBLOCK);
	eventfd_t count;

	close(hand_over(VHOST_SET_VRING_CALL, 0, other));
	eventfd_write(t.device_call, 1);
	run(0);
	assert_int_equal(interrupts(), 0);
	assert_int_not_equal(eventfd_read(other, &count), 0);
	close(other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(passes), TEST(lost),    TEST(late),
		TEST(mute),   TEST(refused), TEST(replaced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
