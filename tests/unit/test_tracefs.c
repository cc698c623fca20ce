// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages that Linux 6.12 wrote for 24 sensor readings by three threads on two
 * processors, and for 400 with a buffer of three pages.
 */
#include "unit_test.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "event_formats.h"
#include "profile.h"
#include "ring_pages.h"
#include "tracefs_source.h"

#define DATA "tests/data/tracefs"

static const char *const events[] = {
	"scmi_xfer_begin", "scmi_xfer_response_wait", "scmi_rx_done",
	"scmi_xfer_end",   "scmi_msg_dump",	      "scmi_fc_call"};

/* Makes the file @path in the folder @dir, and the folders before it. */
static void add_file(const char *dir, const char *path, const char *text)
{
	char name[256];
	FILE *f;

	snprintf(name, sizeof(name), "%s/%s", dir, path);
	for (char *p = name + strlen(dir) + 1; (p = strchr(p, '/'));
	     *p++ = '/') {
		*p = '\0';
		mkdir(name, 0700);
	}
	f = fopen(name, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

/* The same for a link to a file of the tests. */
static void add_link(const char *dir, const char *path, const char *target)
{
	char name[256], cwd[4096], absolute[8192];

	add_file(dir, path, "");
	snprintf(name, sizeof(name), "%s/%s", dir, path);
	assert_int_equal(unlink(name), 0);
	assert_non_null(getcwd(cwd, sizeof(cwd)));
	snprintf(absolute, sizeof(absolute), "%s/" DATA "/%s", cwd, target);
	assert_int_equal(access(absolute, R_OK), 0);
	assert_int_equal(symlink(absolute, name), 0);
}

/* Makes a folder that looks as tracefs does, with the pages of @name. */
static void make_root(char *dir, const char *name, unsigned int lost)
{
	char path[256], text[256];

	strcpy(dir, "/tmp/scmi-perf-tracefs.XXXXXX");
	assert_non_null(mkdtemp(dir));
	add_link(dir, "events/header_page", "header_page");
	for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
		snprintf(path, sizeof(path), "events/scmi/%s/format",
			 events[i]);
		snprintf(text, sizeof(text), "%s.format", events[i]);
		add_link(dir, path, text);
	}
	add_file(dir, "trace_clock", "local global [mono]\n");
	add_file(dir, "saved_cmdlines",
		 "178 scmi-load/1\n177 scmi-load/0\n179 scmi-load/2\n");
	for (int cpu = 0; cpu < 2; cpu++) {
		snprintf(path, sizeof(path), "per_cpu/cpu%d/trace_pipe_raw",
			 cpu);
		snprintf(text, sizeof(text), "%s-cpu%d.pages", name, cpu);
		add_link(dir, path, text);
		snprintf(path, sizeof(path), "per_cpu/cpu%d/stats", cpu);
		snprintf(text, sizeof(text),
			 "entries: 0\noverrun: %u\ncommit overrun: 0\n"
			 "now ts:     9.000000\ndropped events: 0\n",
			 lost);
		add_file(dir, path, text);
	}
}

static int remove_file(const char *path, const struct stat *st, int type,
		       struct FTW *where)
{
	return remove(path);
}

static void remove_root(const char *dir)
{
	assert_int_equal(nftw(dir, remove_file, 8, FTW_DEPTH | FTW_PHYS), 0);
}

/* Imports the pages of @name as those of a boot. */
static void import_pages(struct profile *p, const char *name,
			 const struct filter *filter, unsigned int lost)
{
	char root[64];
	struct tracefs_options o = {.boot = true, .root = root};
	struct importer *im = importer_new(p);
	struct tracefs_source *s;

	if (filter)
		o.filter = *filter;
	make_root(root, name, lost);
	assert_int_equal(tracefs_source_open(&o, im, &p->runs[0], &s), 0);
	assert_int_equal(tracefs_source_start(s), 0);
	assert_int_equal(tracefs_source_stop(s), 0);
	tracefs_source_close(s);
	importer_finish(im);
	importer_free(im);
	remove_root(root);
}

static void all_processors_are_merged(void **state)
{
	struct profile p = {0};
	const struct run *run;

	import_pages(&p, "complete", NULL, 0);
	run = &p.runs[0];
	assert_int_equal(p.n_series, 1);
	assert_int_equal(p.series[0].key.protocol, 0x15);
	assert_int_equal(p.series[0].key.message, 6);
	assert_int_equal(profile_total(&p, LC_BEGUN), 24);
	assert_int_equal(profile_total(&p, LC_COMPLETED), 24);
	assert_int_equal(p.series[0].phase[LC_TOTAL].count, 24);
	assert_int_equal(p.series[0].phase[LC_WAKEUP].count, 24);
	assert_int_equal(p.untracked, 0);
	assert_int_equal(profile_lost(&p), 0);
	assert_int_equal(run->source, SOURCE_BOOT);
	assert_int_equal(run->resolution_ns, 1);
	assert_in_range(run->log_start_ns, 1588580000, 1588590000);
	profile_free(&p);
}

static void a_filter_selects_messages(void **state)
{
	const struct filter clock = {
		.n_messages = 1,
		.message = {FILTER_MESSAGE(0x14, 0) | FILTER_ANY_MESSAGE}};
	const struct filter sensor = {.n_messages = 1,
				      .message = {FILTER_MESSAGE(0x15, 6)}};
	struct profile p = {0}, q = {0};

	import_pages(&p, "complete", &clock, 0);
	assert_int_equal(p.n_series, 0);
	import_pages(&q, "complete", &sensor, 0);
	assert_int_equal(profile_total(&q, LC_COMPLETED), 24);
	profile_free(&p);
	profile_free(&q);
}

/* The pages have the number that each processor's statistics have. */
static void overwritten_events_are_lost(void **state)
{
	struct profile p = {0}, q = {0};

	import_pages(&p, "overrun", NULL, 489);
	assert_int_equal(p.lost[LOST_TRACE_EVENTS], 2 * 489);
	assert_in_range(profile_total(&p, LC_COMPLETED), 100, 399);
	assert_int_equal(p.unparsed_lines, 0);
	import_pages(&q, "overrun", NULL, 500);
	assert_int_equal(q.lost[LOST_TRACE_EVENTS], 2 * 500);
	profile_free(&p);
	profile_free(&q);
}

/* Records of an event without its format would be left out in silence. */
static void an_unknown_format_is_an_error(void **state)
{
	static const char cut[] = "name: scmi_rx_done\nID: 904\nformat:\n"
				  "\tfield:unsigned short common_type;";
	static const char *const unknown[] = {"", cut};
	struct profile p = {0};
	struct importer *im = importer_new(&p);
	char root[64], path[128];
	const struct tracefs_options o = {.boot = true, .root = root};
	struct tracefs_source *s;

	for (size_t i = 0; i < 2; i++) {
		make_root(root, "complete", 0);
		snprintf(path, sizeof(path),
			 "%s/events/scmi/scmi_rx_done/format", root);
		assert_int_equal(unlink(path), 0);
		add_file(root, "events/scmi/scmi_rx_done/format", unknown[i]);
		assert_int_equal(tracefs_source_open(&o, im, &p.runs[0], &s),
				 -ENOENT);
		remove_root(root);
	}
	/* That of an event that is not used does not matter. */
	make_root(root, "complete", 0);
	add_file(root, "events/scmi/scmi_later/format", cut);
	assert_int_equal(tracefs_source_open(&o, im, &p.runs[0], &s), 0);
	tracefs_source_close(s);
	remove_root(root);
	importer_free(im);
	profile_free(&p);
}

/* Events after a time stay for the next reading. */
static void records_come_in_order_up_to_a_time(void **state)
{
	struct tep_record record;
	struct tep_handle *tep;
	struct ring_pages *r;
	unsigned int n = 0, cpus = 0;
	uint64_t until_ns = 0, last_ns = 0;
	char root[64];

	make_root(root, "complete", 0);
	tep = event_formats_read(root);
	assert_non_null(tep);
	assert_int_equal(ring_pages_open(root, tep, &r), 0);
	for (until_ns = 1588590000; until_ns < 1700000000; until_ns += 10000) {
		ring_pages_again(r);
		while (ring_pages_next(r, until_ns, &record) > 0) {
			assert_true(record.ts >= last_ns);
			assert_true(record.ts <= until_ns);
			assert_true(record.ts + 10000 > until_ns);
			last_ns = record.ts;
			cpus |= 1u << record.cpu;
			n++;
		}
	}
	assert_int_equal(n, 4 * 24);
	assert_int_equal(cpus, 3);
	ring_pages_close(r);
	tep_free(tep);
	remove_root(root);
}

static void transfers_have_their_tasks(void *ctx, const struct trace_line *line)
{
	unsigned int *n = ctx;

	assert_memory_equal(line->event->comm, "scmi-load/", 10);
	assert_in_range(line->event->tid, 177, 179);
	(*n)++;
}

static void a_trace_has_the_names_of_tasks(void **state)
{
	char root[64];
	const struct tracefs_options o = {.boot = true, .root = root};
	struct profile p = {0};
	struct importer *im = importer_new(&p);
	struct tracefs_source *s;
	unsigned int n = 0;

	make_root(root, "complete", 0);
	importer_trace(im, transfers_have_their_tasks, &n);
	assert_int_equal(tracefs_source_open(&o, im, &p.runs[0], &s), 0);
	assert_int_equal(tracefs_source_stop(s), 0);
	importer_finish(im);
	assert_int_equal(n, 24);
	tracefs_source_close(s);
	importer_free(im);
	profile_free(&p);
	remove_root(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_processors_are_merged),
		cmocka_unit_test(a_filter_selects_messages),
		cmocka_unit_test(overwritten_events_are_lost),
		cmocka_unit_test(an_unknown_format_is_an_error),
		cmocka_unit_test(records_come_in_order_up_to_a_time),
		cmocka_unit_test(a_trace_has_the_names_of_tasks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
