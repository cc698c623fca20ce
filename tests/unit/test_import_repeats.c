// SPDX-License-Identifier: GPL-2.0-only
/* A log that is given twice, or in parts that overlap, counts once. */
#include "unit_test.h"
#include "import_fixture.h"

#define LOST   "CPU:0 [LOST 7 EVENTS]\n"
#define HEADER "# tracer: nop\n"
#define DUMP(t)           \
	" irq-9 [002] " t \
	": scmi_msg_dump: pt=15 t=CMND msg_id=06 seq=0001 s=0 pyld=\n"
#define CALL(t) " a-1 [0] " t ": scmi_fc_call: [0x13]:[0x0A]:[0000001f]:1:0\n"
#define KERNEL                                                              \
	"[    1.900000] arm-scmi firmware:scmi: timed out in resp(caller: " \
	"x)\n"

/* Returns @n transfers on two processors; the caller frees. */
static char *transfers(unsigned int n)
{
	static const char *const names[] = {"begin", "end"};
	char *text = malloc((size_t)n * 256), *to = text;

	for (unsigned int i = 0; i < n; i++)
		for (unsigned int e = 0; e < 2; e++)
			to += sprintf(
				to,
				" a-1 [%u] %u.%06u: scmi_xfer_%s: pt=15 "
				"msg_id=06 seq=%04X transfer_id=%X %s=0\n",
				i % 2, 10 + i / 10000, i % 10000 * 100 + e * 40,
				names[e], i % 1024, i, e ? "s" : "poll");
	return text;
}

static struct result import_twice(const char *text)
{
	char *both;
	struct result r;

	assert_true(asprintf(&both, "%s%s", text, text) > 0);
	r = import_whole(both);
	free(both);
	return r;
}

/* A second console prints each line some lines later. */
static void echo(void **state)
{
	for (unsigned int late = 1; late < 12; late++) {
		char *text = transfers(50), *line = text, *at[100];
		char both[2 * 100 * 256], *to = both;
		struct result r;

		for (int i = 0; i < 100; i++) {
			at[i] = line;
			line = strchr(line, '\n') + 1;
		}
		for (unsigned int i = 0; i < 100 + late; i++) {
			if (i < 100)
				to += sprintf(to, "%.*s\n",
					      (int)strcspn(at[i], "\n"), at[i]);
			if (i >= late)
				to += sprintf(to, "%.*s\n",
					      (int)strcspn(at[i - late], "\n"),
					      at[i - late]);
		}
		r = import_whole(both);
		check_counts(&r, 50, 0, 0, 0, 0);
		assert_int_equal(r.p.untracked, 0);
		assert_int_equal(r.st.repeated, 100);
		free_result(&r);
		free(text);
	}
}

/* More events than can be recognised, and fewer. */
static void transfers_twice(void **state)
{
	static const unsigned int counts[] = {200, 5000, 80000};

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		char *text = transfers(counts[i]);
		struct result r = import_twice(text);

		check_counts(&r, counts[i], 0, 0, 0, 0);
		assert_int_equal(r.p.untracked, 0);
		assert_int_equal(r.st.logs, 1);
		assert_int_equal(r.st.repeated, 2 * counts[i]);
		free_result(&r);
		free(text);
	}
}

/* Without processors, and with other events and remarks than those of transfers. */
static void other_events_twice(void **state)
{
	struct result r = import_twice(HEADER LOST BEGIN("1.0", 1) CALL(
		"1.2") LOST END("1.4", 1) KERNEL BEGIN("2.5", 2) END("2.6", 2));

	check_counts(&r, 2, 0, 0, 0, 0);
	assert_int_equal(r.p.lost[LOST_TRACE_EVENTS], 14);
	assert_int_equal(series_of(&r, 10)->counter[LC_FAST_CALLS], 1);
	assert_int_equal(r.st.logs, 1);
	free_result(&r);

	r = import_twice(DUMP("1.0") CALL("1.2") CALL("1.4"));
	assert_int_equal(r.st.repeated, 3);
	free_result(&r);

	r = import_twice(KERNEL);
	assert_int_equal(r.st.kernel, 1);
	free_result(&r);

	r = import_twice(
		"a 1.0: scmi_xfer_begin: transfer_id=1 msg_id=6 protocol_id=21 "
		"seq=1 poll=0\n"
		"a 1.9: scmi_xfer_end: transfer_id=1 msg_id=6 protocol_id=21 "
		"seq=1 status=0\n");
	check_counts(&r, 1, 0, 0, 0, 0);
	assert_int_equal(r.st.repeated, 2);
	free_result(&r);
}

/* Two captures of one buffer, of which the second one goes on. */
static void captures_that_overlap(void **state)
{
	struct result r = import_whole(
		HEADER LOST BEGIN("1.0", 1) END("1.2", 1) BEGIN("1.3", 2)
			HEADER BEGIN("1.0", 1) END("1.2", 1) BEGIN("1.3", 2)
				END("1.5", 2) LOST);

	check_counts(&r, 2, 0, 0, 0, 0);
	assert_int_equal(r.p.lost[LOST_TRACE_EVENTS], 14);
	assert_int_equal(r.st.logs, 1);
	assert_int_equal(r.p.runs[0].duration_ns, 500000000);
	free_result(&r);
}

/* A header after which nothing is repeated: the loss is that of another file. */
static void losses_of_another_file(void **state)
{
	struct result r = import_whole(BEGIN("1.0", 1) END(
		"1.2", 1) HEADER LOST BEGIN("0.3", 2) END("0.5", 2));

	check_counts(&r, 2, 0, 0, 0, 0);
	assert_int_equal(r.p.lost[LOST_TRACE_EVENTS], 7);
	assert_int_equal(r.st.logs, 2);
	free_result(&r);
	r = import_whole(BEGIN("1.0", 1) END("1.2", 1) HEADER LOST);
	assert_int_equal(r.p.lost[LOST_TRACE_EVENTS], 7);
	free_result(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(echo),
		cmocka_unit_test(transfers_twice),
		cmocka_unit_test(other_events_twice),
		cmocka_unit_test(captures_that_overlap),
		cmocka_unit_test(losses_of_another_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
