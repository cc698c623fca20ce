// SPDX-License-Identifier: GPL-2.0-only
/* Tasks and drivers as rows of the live view. */

#include <stdlib.h>
#include <string.h>

#include "unit_test.h"
#include "alloc.h"
#include "caller_rows.h"
#include "top_fixture.h"

#define US 1000u

static const char stack[] = "ksys_read;hwmon_attr_show;"
			    "scmi_hwmon_read [scmi_hwmon];do_xfer";

struct caller_state {
	struct top_model *m;
	struct caller_rows rows;
	/* Callers since the start, as a source has them. */
	struct message_caller caller[3];
};

static int set_up(void **state)
{
	struct caller_state *s = xcalloc(1, sizeof(*s));

	s->m = top_model_new();
	*state = s;
	return 0;
}

static int tear_down(void **state)
{
	struct caller_state *s = *state;

	for (int i = 0; i < 3; i++)
		hist_free(&s->caller[i].latency);
	caller_rows_free(&s->rows);
	top_model_free(s->m);
	free(s);
	return 0;
}

/* A caller sends a message @n times, each of which takes @ns. */
static void sends(struct message_caller *c, const char *comm, uint8_t message,
		  unsigned int n, uint64_t ns)
{
	c->key = (struct series_key){.protocol = 0x15, .message = message};
	callers_set_comm(c->comm, comm);
	c->completed += n;
	c->sum_ns += n * ns;
	hist_add_bucket(&c->latency, caller_middle(ns), n);
}

static void loses(struct message_caller *c, uint64_t ns)
{
	c->timed_out++;
	c->sum_ns += ns;
	hist_add_bucket(&c->latency, caller_middle(ns), 1);
}

/* Ends an interval with the callers that have sent anything. */
static void end(struct caller_state *s, uint64_t end_ns)
{
	top_begin_interval(s->m, end_ns);
	caller_rows_start(&s->rows);
	for (int i = 0; i < 3; i++)
		if (s->caller[i].sum_ns)
			caller_rows_add(&s->rows, &s->caller[i],
					i ? NULL : stack);
	caller_rows_end(&s->rows, s->m);
	end_interval(s->m);
}

static const struct top_row *named(const struct top_model *m,
				   enum top_grouping by, const char *name)
{
	char label[TOP_NAME_LEN];

	for (size_t i = 0; i < m->level[by].n; i++)
		if (!strcmp(top_row_label(m->level[by].row[i], by, label),
			    name))
			return m->level[by].row[i];
	fail_msg("no row '%s'", name);
	return NULL;
}

/* A row has the messages of its task, of the last interval and of all. */
static void test_tasks(void **state)
{
	struct caller_state *s = *state;
	const struct top_row *cat, *noisy;

	caller_rows_init(&s->rows, s->m, false);
	sends(&s->caller[0], "cat", 6, 10, 800 * US);
	end(s, SECOND_NS);
	sends(&s->caller[0], "cat", 6, 5, 800 * US);
	sends(&s->caller[1], "cat", 7, 2, 100 * US);
	sends(&s->caller[2], "noisy", 6, 200, 90 * US);
	end(s, 2 * SECOND_NS);
	assert_int_equal(s->m->level[TOP_BY_TASK].n, 2);
	assert_int_equal(s->m->level[TOP_BY_DRIVER].n, 0);
	cat = named(s->m, TOP_BY_TASK, "cat");
	noisy = named(s->m, TOP_BY_TASK, "noisy");
	assert_int_equal(top_messages(&cat->last), 7);
	assert_int_equal(top_messages(&cat->all), 17);
	assert_int_equal(top_waited_ns(&cat->all), (15 * 800 + 2 * 100) * US);
	assert_int_equal(top_messages(&noisy->last), 200);
	/* To 6.3 %. */
	assert_in_range(noisy->recent.time[TOP_P99], 84 * US, 96 * US);
	assert_in_range(cat->recent.time[TOP_MAX], 750 * US, 850 * US);
	/* A task that does not send is idle; a name keeps its row. */
	sends(&s->caller[1], "cat", 7, 1, 100 * US);
	end(s, 3 * SECOND_NS);
	assert_int_equal(top_idle(s->m, noisy), 1);
	assert_int_equal(top_messages(&cat->all), 18);
}

/* Callers count timeouts in their latencies; rows keep them apart, as series do. */
static void test_timeouts(void **state)
{
	struct caller_state *s = *state;
	const struct top_row *row;

	caller_rows_init(&s->rows, s->m, false);
	sends(&s->caller[0], "cat", 6, 200, 800 * US);
	loses(&s->caller[0], 30000 * US);
	end(s, SECOND_NS);
	row = named(s->m, TOP_BY_TASK, "cat");
	assert_int_equal(top_errors(&row->all), 1);
	assert_int_equal(row->all.delta.phase[LC_TOTAL].count, 200);
	assert_int_equal(row->all.delta.phase[LC_TIMEOUT].count, 1);
	assert_int_equal(top_waited_ns(&row->all),
			 (200 * 800 + 30000) * (uint64_t)US);
	assert_in_range(row->recent.time[TOP_MAX], 750 * US, 850 * US);
	assert_true(row->recent.slowness > 28000 * US);
}

/* A source with stacks has drivers, too; a task without a name has one. */
static void test_drivers(void **state)
{
	struct caller_state *s = *state;
	const struct top_row *row;

	caller_rows_init(&s->rows, s->m, true);
	assert_false(s->m->lacks[TOP_BY_DRIVER]);
	sends(&s->caller[0], "cat", 6, 10, 800 * US);
	sends(&s->caller[1], "", 6, 3, 800 * US);
	end(s, SECOND_NS);
	row = named(s->m, TOP_BY_DRIVER, "scmi_hwmon_read [scmi_hwmon]");
	assert_int_equal(top_messages(&row->all), 10);
	row = named(s->m, TOP_BY_DRIVER, "(unknown)");
	assert_int_equal(top_messages(&row->all), 3);
	row = named(s->m, TOP_BY_TASK, "(unknown)");
	assert_int_equal(top_messages(&row->all), 3);
}

/* After a reset, rows start again from 0; a copy has the same names. */
static void test_reset_and_copy(void **state)
{
	struct caller_state *s = *state;
	struct top_model *copy;

	caller_rows_init(&s->rows, s->m, false);
	sends(&s->caller[0], "cat", 6, 10, 800 * US);
	sends(&s->caller[2], "noisy", 6, 20, 90 * US);
	end(s, SECOND_NS);
	copy = top_model_copy(s->m);
	top_reset(s->m);
	assert_int_equal(s->m->level[TOP_BY_TASK].n, 0);
	sends(&s->caller[2], "noisy", 6, 1, 90 * US);
	end(s, 2 * SECOND_NS);
	assert_int_equal(s->m->level[TOP_BY_TASK].n, 1);
	assert_int_equal(top_messages(&named(s->m, TOP_BY_TASK, "noisy")->all),
			 1);
	assert_int_equal(top_messages(&named(copy, TOP_BY_TASK, "noisy")->all),
			 20);
	top_model_free(copy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_tasks),
		TEST(test_timeouts),
		TEST(test_drivers),
		TEST(test_reset_and_copy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
