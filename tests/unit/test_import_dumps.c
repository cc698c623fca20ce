// SPDX-License-Identifier: GPL-2.0-only
/* Records of two SCMI instances that send the same message with one token at once. */
#include "unit_test.h"

#include "import.h"

#define FIRST  10 /* task */
#define SECOND 11

struct dump_step {
	enum ftrace_kind kind;
	uint32_t pid, transfer_id;
	uint16_t instance; /* + 1; 0: not in the event */
};

static void feed(struct importer *im, const struct dump_step *step,
		 uint64_t time_ns)
{
	struct import_line line = {
		.event = {.kind = step->kind,
			  .time_ns = time_ns,
			  .decimals = 9,
			  .protocol = 0x15,
			  .message = 6,
			  .seq = 3,
			  .transfer_id = step->transfer_id,
			  .command = step->kind == FTRACE_DUMP,
			  .instance = step->instance,
			  .channel = (uint8_t)(step->instance
						       ? 0x10 + step->instance
						       : 0),
			  .context = {.cpu = 1, .pid = step->pid}},
		.number = 1};
	const struct import_lines lines = {
		.text = "", .records = true, .lines = 1, .n = 1, .line = &line};

	importer_feed_lines(im, &lines);
}

/* Imports events, 100 ns apart. */
static void import_steps(struct profile *p, const struct dump_step *step,
			 size_t n)
{
	struct importer *im = importer_new(p);

	for (size_t i = 0; i < n; i++)
		feed(im, &step[i], 1000000 + 100 * i);
	importer_finish(im);
	importer_free(im);
}

static void check_series(const struct series *s, uint8_t instance,
			 uint64_t total_ns)
{
	assert_int_equal(s->key.instance, instance);
	assert_int_equal(s->key.channel, 0x11 + instance);
	assert_int_equal(s->counter[LC_COMPLETED], 1);
	assert_int_equal(s->phase[LC_TOTAL].sum, total_ns);
}

static void a_dump_is_that_of_its_task(void **state)
{
	const struct dump_step steps[] = {
		{FTRACE_BEGIN, FIRST, 1, 0},   {FTRACE_BEGIN, SECOND, 2, 0},
		{FTRACE_DUMP, FIRST, 0, 1},    {FTRACE_DUMP, SECOND, 0, 2},
		{FTRACE_RX_DONE, FIRST, 1, 0}, {FTRACE_END, FIRST, 1, 0},
		{FTRACE_RX_DONE, FIRST, 2, 0}, {FTRACE_END, SECOND, 2, 0},
	};
	struct profile p = {0};

	import_steps(&p, steps, sizeof(steps) / sizeof(steps[0]));
	assert_int_equal(p.n_series, 2);
	check_series(&p.series[0], 0, 500);
	check_series(&p.series[1], 1, 600);
	profile_free(&p);
}

/* As of held_events.h. A dump of the other task does not change it. */
static void a_start_can_have_its_instance(void **state)
{
	const struct dump_step steps[] = {
		{FTRACE_BEGIN, FIRST, 1, 1},
		{FTRACE_DUMP, SECOND, 0, 2},
		{FTRACE_RX_DONE, FIRST, 1, 0},
		{FTRACE_END, FIRST, 1, 0},
	};
	struct profile p = {0};

	import_steps(&p, steps, sizeof(steps) / sizeof(steps[0]));
	assert_int_equal(p.n_series, 1);
	check_series(&p.series[0], 0, 300);
	profile_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_dump_is_that_of_its_task),
		cmocka_unit_test(a_start_can_have_its_instance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
