// SPDX-License-Identifier: GPL-2.0-only
/* Who sends and who holds the channel, in logs. */
#include "unit_test.h"
#include "import_fixture.h"
#include "callers.h"

#define OF(id, message) \
	"pt=15 msg_id=0" #message " seq=" #id " transfer_id=" #id
#define FROM(task, t, event, rest) \
	" " task " [000] ..... " t ": scmi_" event ": " rest "\n"
#define STARTS(task, t, id, m) FROM(task, t, "xfer_begin", OF(id, m) " poll=0")
#define WAITS(task, t, id, m) \
	FROM(task, t, "xfer_response_wait", OF(id, m) " tmo_ms=30 poll=0")
#define DUMP(task, t, id, m, ch)                                    \
	FROM(task, t, "msg_dump",                                   \
	     "id=0 ch=" #ch " pt=15 t=CMND msg_id=0" #m " seq=" #id \
	     " s=0 pyld=")
#define REPLY(t, id, m)		FROM("<idle>-0", t, "rx_done", OF(id, m) " msg_type=0")
#define ENDS(task, t, id, m, s) FROM(task, t, "xfer_end", OF(id, m) " s=" #s)

static void check_holder(const struct message_holder *h, const char *waiter,
			 const char *holder, uint8_t message, uint64_t count,
			 uint64_t sum_ns)
{
	assert_string_equal(h->waiter_comm, waiter);
	assert_string_equal(h->holder_comm, holder);
	assert_int_equal(h->holder.message, message);
	assert_int_equal(h->count, count);
	assert_int_equal(h->sum_ns, sum_ns);
}

/*
 * The wait of c, from 10 to 90, is split at the ends of a, at 40, and of b, at 80:
 * it has 30 us behind a, and 40 us behind b. b waits for a only.
 */
static void test_holders(void **state)
{
	struct result r = IMPORT(
		STARTS("a-1", "1.000000", 1, 6), WAITS("a-1", "1.000002", 1, 6),
		STARTS("b-2", "1.000005", 2, 7),
		STARTS("c-3", "1.000010", 3, 8), REPLY("1.000035", 1, 6),
		ENDS("a-1", "1.000040", 1, 6, 0),
		WAITS("b-2", "1.000045", 2, 7), REPLY("1.000075", 2, 7),
		ENDS("b-2", "1.000080", 2, 7, 0),
		WAITS("c-3", "1.000090", 3, 8), REPLY("1.000100", 3, 8),
		ENDS("c-3", "1.000110", 3, 8, 0));
	const struct callers *s = r.p.senders;

	assert_int_equal(s->n_holders, 3);
	check_holder(&s->holders[0], "b", "a", 6, 1, 35000);
	check_holder(&s->holders[1], "c", "a", 6, 1, 30000);
	check_holder(&s->holders[2], "c", "b", 7, 1, 40000);
	assert_int_equal(s->n_uses, 1);
	assert_int_equal(s->uses[0].begun, 3);
	assert_int_equal(s->uses[0].sum, 0 + 1 + 2);
	assert_int_equal(s->uses[0].max, 2);
	for (int i = 0; i < 3; i++)
		assert_int_equal(s->uses[0].level[i], 1);
	free_result(&r);
}

/*
 * A transfer that ends while another one waits for its reply does not hold the
 * channel for it: the channel carries several at a time.
 */
static void test_no_holder(void **state)
{
	struct result r = IMPORT(
		STARTS("a-1", "1.000000", 1, 6), WAITS("a-1", "1.000002", 1, 6),
		STARTS("b-2", "1.000010", 2, 7), WAITS("b-2", "1.000012", 2, 7),
		REPLY("1.000035", 1, 6), ENDS("a-1", "1.000040", 1, 6, 0),
		REPLY("1.000075", 2, 7), ENDS("b-2", "1.000080", 2, 7, 0));

	assert_int_equal(r.p.senders->n_holders, 0);
	assert_int_equal(r.p.senders->uses[0].max, 1);
	free_result(&r);
}

/* A channel of another protocol: its transfers do not wait for those of this one. */
static void test_two_channels(void **state)
{
	struct result r = IMPORT(
		STARTS("a-1", "1.000000", 1, 6),
		DUMP("a-1", "1.000001", 1, 6, 10),
		WAITS("a-1", "1.000002", 1, 6),
		" b-2 [001] ..... 1.000005: scmi_xfer_begin: pt=13 msg_id=07 "
		"seq=2 transfer_id=2 poll=0\n"
		" b-2 [001] ..... 1.000006: scmi_msg_dump: id=0 ch=13 pt=13 "
		"t=CMND msg_id=07 seq=2 s=0 pyld=\n",
		REPLY("1.000035", 1, 6), ENDS("a-1", "1.000040", 1, 6, 0),
		" b-2 [001] ..... 1.000045: scmi_xfer_response_wait: pt=13 "
		"msg_id=07 seq=2 transfer_id=2 tmo_ms=30 poll=0\n"
		" b-2 [001] ..... 1.000080: scmi_xfer_end: pt=13 msg_id=07 "
		"seq=2 transfer_id=2 s=0\n");
	const struct callers *s = r.p.senders;

	assert_int_equal(s->n_holders, 0);
	assert_int_equal(s->n_uses, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(s->uses[i].begun, 1);
		assert_int_equal(s->uses[i].max, 0);
	}
	free_result(&r);
}

/* The log has no dump of the first transfer, so it is of any channel. */
static void test_an_unknown_channel(void **state)
{
	struct result r = IMPORT(
		STARTS("a-1", "1.000000", 1, 6), WAITS("a-1", "1.000002", 1, 6),
		REPLY("1.000035", 1, 6), ENDS("a-1", "1.000040", 1, 6, 0),
		" b-2 [001] ..... 1.000045: scmi_xfer_begin: pt=13 msg_id=07 "
		"seq=2 transfer_id=2 poll=0\n"
		" b-2 [001] ..... 1.000046: scmi_msg_dump: id=0 ch=13 pt=13 "
		"t=CMND msg_id=07 seq=2 s=0 pyld=\n"
		" b-2 [001] ..... 1.000047: scmi_xfer_response_wait: pt=13 "
		"msg_id=07 seq=2 transfer_id=2 tmo_ms=30 poll=0\n"
		" b-2 [001] ..... 1.000080: scmi_xfer_end: pt=13 msg_id=07 "
		"seq=2 transfer_id=2 s=0\n");

	assert_int_equal(r.p.senders->n_uses, 1);
	assert_int_equal(r.p.senders->uses[0].begun, 2);
	free_result(&r);
}

/* A transfer without a reply counts as one of its task, with its time. */
static void test_callers(void **state)
{
	struct result r = IMPORT(STARTS("a-1", "1.000000", 1, 6),
				 WAITS("a-1", "1.000002", 1, 6),
				 ENDS("a-1", "1.030000", 1, 6, -110),
				 STARTS("a-1", "1.030010", 2, 6),
				 ENDS("a-1", "1.030020", 2, 6, 0),
				 STARTS("b c-2", "1.030030", 3, 6),
				 ENDS("b c-2", "1.030080", 3, 6, -5));
	const struct callers *s = r.p.senders;

	assert_int_equal(s->n_callers, 2);
	assert_string_equal(s->callers[0].comm, "a");
	assert_int_equal(s->callers[0].timed_out, 1);
	assert_int_equal(s->callers[0].completed, 1);
	assert_int_equal(s->callers[0].sum_ns, 30010000);
	assert_int_equal(s->callers[0].max_ns, 30000000);
	assert_string_equal(s->callers[1].comm, "b c");
	assert_int_equal(s->callers[1].completed, 1);
	assert_int_equal(s->n_slowest, 3);
	assert_int_equal(s->slowest[0].total_ns, 30000000);
	assert_int_equal(s->slowest[0].stamp_ns, 1000000000);
	assert_int_equal(s->slowest[0].time_ns, 0);
	assert_int_equal(s->slowest[1].status, -5);
	assert_int_equal(s->slowest[1].pid, 2);
	assert_int_equal(s->slowest[1].time_ns, 30030000);
	free_result(&r);
}

/*
 * Feeds @n transfers of different tasks to an importer. Each takes one microsecond
 * more than the one before.
 */
static struct result import_tasks(unsigned int n)
{
	static const char format[] =
		"task%u-%u [000] ..... %.6f: scmi_xfer_%s: pt=15 msg_id=06 "
		"seq=%x transfer_id=%x %s\n";
	struct result r = {0};
	struct importer *im = importer_new(&r.p);
	char text[256];

	for (unsigned int i = 0; i < n; i++) {
		const double at = 1 + i * 0.01;
		int len = snprintf(text, sizeof(text), format, i, i + 1, at,
				   "begin", i % 1024, i, "poll=0");

		importer_feed(im, text, (size_t)len);
		len = snprintf(text, sizeof(text), format, i, i + 1,
			       at + (i + 1) / 1e6, "end", i % 1024, i, "s=0");
		importer_feed(im, text, (size_t)len);
	}
	assert_int_equal(importer_finish(im), 0);
	importer_free(im);
	return r;
}

/* With too many tasks, the callers and the lost ones add up to all transfers. */
static void test_too_many_tasks(void **state)
{
	struct result r = import_tasks(6000);
	const struct callers *s = r.p.senders;
	uint64_t sum = 0;

	for (size_t i = 0; i < s->n_callers; i++)
		sum += s->callers[i].completed;
	assert_true(s->lost_callers >= 6000 - CALLERS_MAX);
	assert_int_equal(sum + s->lost_callers, 6000);
	assert_int_equal(profile_total(&r.p, LC_COMPLETED), 6000);
	assert_int_equal(s->n_slowest, CALLERS_SLOWEST);
	for (unsigned int i = 0; i < CALLERS_SLOWEST; i++)
		assert_int_equal(s->slowest[i].total_ns, (6000 - i) * 1000);
	free_result(&r);
}

/* Writes the start of a transfer of one of two instances. Returns the end. */
static char *put_start(char *to, unsigned int us, unsigned int id,
		       unsigned int message, unsigned int instance)
{
	return to + sprintf(to,
			    " a-%u [000] ..... 1.%06u: scmi_xfer_begin: pt=15 "
			    "msg_id=%02X seq=%04X transfer_id=%X poll=0\n"
			    " a-%u [000] ..... 1.%06u: scmi_msg_dump: id=%u "
			    "ch=10 pt=15 t=CMND msg_id=%02X seq=%04X s=0 "
			    "pyld=\n",
			    id, us, message, id, id, id, us + 1, instance,
			    message, id);
}

static char *put_end(char *to, unsigned int us, unsigned int id,
		     unsigned int message)
{
	return to + sprintf(to,
			    " a-%u [000] ..... 1.%06u: scmi_xfer_end: pt=15 "
			    "msg_id=%02X seq=%04X transfer_id=%X s=0\n",
			    id, us, message, id, id);
}

/*
 * A second instance shows after many transfers of the first one, which keeps its
 * channel: a new message there meets an old one in flight.
 */
static void test_a_late_second_instance(void **state)
{
	const unsigned int n = IMPORT_WINDOW;
	char *text = malloc(n * 512), *to = text;
	const struct callers *s;
	struct result r;

	for (unsigned int i = 0; i < n; i++) {
		to = put_start(to, i * 10, i, 6, 0);
		to = put_end(to, i * 10 + 5, i, 6);
	}
	to = put_start(to, n * 10, n, 6, 0);
	to = put_start(to, n * 10 + 2, n + 1, 6, 1);
	to = put_start(to, n * 10 + 4, n + 2, 7, 0);
	to = put_end(to, n * 10 + 6, n, 6);
	to = put_end(to, n * 10 + 7, n + 1, 6);
	to = put_end(to, n * 10 + 8, n + 2, 7);
	r = import_bytes(text, (size_t)(to - text), 4096);
	s = r.p.senders;
	assert_int_equal(s->n_uses, 2);
	assert_int_equal(s->uses[0].begun, n + 2);
	assert_int_equal(s->uses[0].sum, 1);
	assert_int_equal(s->uses[1].begun, 1);
	assert_int_equal(s->uses[1].sum, 0);
	free_result(&r);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_holders),
		cmocka_unit_test(test_no_holder),
		cmocka_unit_test(test_two_channels),
		cmocka_unit_test(test_an_unknown_channel),
		cmocka_unit_test(test_callers),
		cmocka_unit_test(test_too_many_tasks),
		cmocka_unit_test(test_a_late_second_instance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
