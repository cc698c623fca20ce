// SPDX-License-Identifier: GPL-2.0-only
/* Parses the processor and the task before the time stamp of an event. */
#include <string.h>

#include "unit_test.h"
#include "ftrace_line.h"

#define END                                                      \
	" 7044.000203: scmi_xfer_end: pt=15 msg_id=06 seq=001A " \
	"transfer_id=1A s=0"

struct head {
	const char *text, *comm;
	unsigned int cpu, pid;
};

static void check(const struct head *head, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char line[256];
		struct ftrace_event ev;

		strcpy(stpcpy(line, head[i].text), END);
		if (ftrace_line_parse(line, strlen(line), &ev) != FTRACE_END)
			fail_msg("not parsed: %s", line);
		if (strcmp(ev.context.comm, head[i].comm) ||
		    ev.context.cpu != head[i].cpu ||
		    ev.context.pid != head[i].pid)
			fail_msg("'%s' %u on %u: %s", ev.context.comm,
				 ev.context.pid, ev.context.cpu, line);
	}
}

/* The columns of perf script -F. */
static void perf_script(void **state)
{
	static const struct head heads[] = {
		{"             cat     400 [003]", "cat", 3, 400},
		{"             cat     399/400   [003]", "cat", 3, 400},
		{"     Web Content     399/400   [003]", "Web Content", 3, 400},
		{"          <idle>       0/0     [003]", "<idle>", 3, 0},
		{"             1/2     399/400   [003]", "1/2", 3, 400},
		{"            cat/     400 [003]", "cat/", 3, 400},
		{"             cat     400", "cat", 0, 400},
		{"             cat     399/400", "cat", 0, 400},
		{"           x [1]     400", "x [1]", 0, 400},
		{"    kworker/0:1H    5700", "kworker/0:1H", 0, 5700},
		{"             cat     400 [003] 12:59:00.000203", "cat", 3,
		 400},
	};

	check(heads, sizeof(heads) / sizeof(heads[0]));
}

/* Processors without brackets have flags, or follow a task. */
static void latency_format(void **state)
{
	static const struct head heads[] = {
		{"     cat-400       3d..2.", "cat", 3, 400},
		{"     cat-400     103.....", "cat", 103, 400},
		{"     cat-400       3 ", "cat", 3, 400},
		{"    a  b-400       3.....", "a  b", 3, 400},
	};

	check(heads, sizeof(heads) / sizeof(heads[0]));
}

/* The prefix of a line, from another program, is not a part of the name. */
static void prefixes(void **state)
{
	static const struct head heads[] = {
		{"            a  b-400     [003] .....", "a  b", 3, 400},
		{"2026-11-30T12:59:00.1234567Z              cat-400     [003] "
		 ".....",
		 "cat", 3, 400},
		{"+             cat-400     [003] .....", "cat", 3, 400},
		{"12:     cat-400       3d..2.", "cat", 3, 400},
		{"trace.txt:12:     Web Content-400     [003] .....",
		 "Web Content", 3, 400},
		{"JD>             cat-400     (    399) [003] .....", "cat", 3,
		 400},
		{"[guest/12]              cat     400 [003]", "cat", 3, 400},
		/* Without two blanks, the end of the prefix is unknown. */
		{"2026-11-30T12:59:00.1234567Z cat-400 [003] .....", "", 3,
		 400},
	};

	check(heads, sizeof(heads) / sizeof(heads[0]));
}

/* Events whose context is not parsed have none, and not that of another event. */
static void unknown(void **state)
{
	static const char begin[] =
		" cat-400 [003] ..... 7044.000203: scmi_xfer_begin: pt=15 "
		"msg_id=06 seq=001A transfer_id=1A poll=0";
	static const struct ftrace_context none;
	struct ftrace_event ev;

	memset(&ev, 0xa5, sizeof(ev));
	assert_int_equal(ftrace_line_parse(begin, strlen(begin), &ev),
			 FTRACE_BEGIN);
	assert_memory_equal(&ev.context, &none, sizeof(none));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(perf_script),
		cmocka_unit_test(latency_format),
		cmocka_unit_test(prefixes),
		cmocka_unit_test(unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
