// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>

#include "unit_test.h"
#include "names.h"
#include "sample_profile.h"
#include "text_reports.h"

/* The profile of a test and its last report. */
static struct profile p;
static struct view_options options;
static char *text;

static int set_up(void **state)
{
	sample_profile(&p);
	options = (struct view_options){0};
	return 0;
}

static int tear_down(void **state)
{
	free(text);
	text = NULL;
	profile_free(&p);
	return 0;
}

static void write_text(void (*write)(const struct profile *, FILE *),
		       const struct profile *profile)
{
	size_t len;
	FILE *out;

	free(text);
	out = open_memstream(&text, &len);
	write(profile, out);
	fclose(out);
}

static void write_report(const struct profile *profile, FILE *out)
{
	struct report_view v;

	report_view_init(&v, (struct profile *)(uintptr_t)profile, &options);
	report_text(&v, out);
	report_view_free(&v);
}

static void report(void)
{
	write_text(write_report, &p);
}

static void check_has(const char *part)
{
	if (!strstr(text, part))
		fail_msg("no '%s' in:\n%s", part, text);
}

static void check_lacks(const char *part)
{
	if (strstr(text, part))
		fail_msg("'%s' in:\n%s", part, text);
}

/* Merges consecutive blanks, because the column widths vary. */
static void squeeze(void)
{
	char *to = text;

	for (const char *from = text; *from; from++)
		if (*from != ' ' || to == text || to[-1] != ' ')
			*to++ = *from;
	*to = '\0';
}

static void check_width(void)
{
	for (const char *line = text; *line; line += strcspn(line, "\n") + 1)
		if (strcspn(line, "\n") > 80)
			fail_msg("%zu columns: %.*s", strcspn(line, "\n"),
				 (int)strcspn(line, "\n"), line);
}

/* The text has these parts, in this order. */
static void check_rows(const char *const *rows, size_t n)
{
	const char *at = text;

	for (size_t i = 0; i < n; i++) {
		at = strstr(at, rows[i]);
		if (!at)
			fail_msg("no '%s', or in the wrong order:\n%s", rows[i],
				 text);
	}
}

static void test_text(void **state)
{
	report();
	check_has("6.12.95-arm64 aarch64 on host board");
	check_has("tp_btf: scmi_xfer_begin\n");
	/* The line wraps before column 80, between words. */
	check_has("transfers 9 begun = 5 completed (1 with an error "
		  "status: 1 BUSY) + 1 timed out +\n"
		  "          2 not sent + 1 in flight\n");
	check_has("Latency in us");
	check_has("SENSOR SENSOR_READING_GET\n  total  ");
	check_has("timed out after 101.600 ms\n");
	check_has("protocol 0x80 message 0x03\n    2 begun = 0 completed "
		  "+ 2 not sent\n");
	check_lacks("LOST");
}

/* Phases appear in the order of their occurrence, with their shares. */
static void test_text_of_phases(void **state)
{
	static const char *const rows[] = {
		"CLOCK CLOCK_RATE_SET, virtio, instance 1, channel 16",
		"\n total 1 28.671 ",
		"\n submit 1 1.050 ",
		"\n doorbell 1 1.825 ",
		"\n service 1 20.607 ",
		"\n dispatch 1 0.824 ",
		"\n wakeup 1 4.365 ",
		"\n delayed 1 49.151 ",
		"\n 3 begun = 1 completed + 2 timed out\n",
	};
	sample_hooked(&p);
	report();
	check_width();
	check_has("fexit: virtqueue_kick\n"); /* without /exit */
	check_has("\nabsent    smc_send_message - without a hook,");
	check_has("transport = submit + doorbell + service +");
	squeeze();
	check_rows(rows, sizeof(rows) / sizeof(rows[0]));
	/* Shares of 5 × 27.136 + 28.671 us, and of 101.6 ms with the timeout. */
	report();
	squeeze();
	check_has(" 28.671 0.0\n");
	check_has("timeouts took 101.600 ms, 99.8 % of all SCMI time\n");
	for (size_t i = 0; i < p.n_series; i++)
		hist_clear(&p.series[i].phase[LC_TIMEOUT]);
	report();
	check_has(" 17.4\n");	       /* the new total */
	check_has(" 12.5\n");	       /* its service */
	check_has(" 49.151      -\n"); /* no caller waited for it */
	p.series[0].phase[LC_TRANSPORT].count = 0;
	report();
	check_lacks("transport = ");
}

/* Messages with the longest summed time come first; timeouts have a share. */
static void test_text_of_messages(void **state)
{
	static const char *const rows[] = {
		"ALL 12 transfers took 101.8 ms in all, 0.339 % of 30 s",
		"\nMessages by summed time. sum in ms, timeouts included;",
		"\n 7 101.736 100.0 - 29.136 SENSOR SENSOR_READING_GET\n",
		"\n 3 0.029 0.0 - 28.671 CLOCK CLOCK_RATE_SET, virtio,",
		"\n 12 - - - - SENSOR SENSOR_UPDATE notification",
	};
	sample_hooked(&p);
	report();
	check_width();
	squeeze();
	check_rows(rows, sizeof(rows) / sizeof(rows[0]));
	check_lacks("PERFORMANCE_LEVEL_SET, virtio, instance 1, "
		    "channel 16\n 0");

	/* With one message, the table of latencies has the same figures. */
	for (size_t i = 0; i < p.n_series; i++)
		if (p.series[i].key.protocol != 0x15 ||
		    p.series[i].key.type == MESSAGE_NOTIFICATION)
			memset(p.series[i].counter, 0,
			       sizeof(p.series[i].counter));
	report();
	check_lacks("Messages by");
}

static void test_text_beside_transfers(void **state)
{
	sample_hooked(&p);
	report();
	squeeze();
	check_has("also 12 notifications and 9 fast-channel calls (not "
		  "transfers)\n");
	check_has("SENSOR SENSOR_UPDATE notification, virtio, instance 1, "
		  "channel 16\n handling 12 2.400");
	check_has("\n 12 notifications in 30.000 s, 0.4/s\n");
	check_has("PERFORMANCE PERFORMANCE_LEVEL_SET, virtio, instance 1, "
		  "channel 16\n 9 fast-channel calls\n");
	profile_free(&p);

	/* They are printed even without transfers. */
	sample_run(&p)->self_runs = 20;
	p.runs[0].self_ns = 6010;
	sample_hooked(&p);
	p.series[1].counter[LC_BEGUN] = 0;
	report();
	squeeze();
	check_has("No SCMI transfer was seen.");
	check_has("\n handling ");
	check_has("own cost 20 runs of scmi-perf's BPF programs took "
		  "0.006 ms, mean 300");
}

static void test_text_of_anomalies(void **state)
{
	sample_hooked(&p);
	report();
	check_width();
	check_has("anomalies 2 timeout, 1 lost_doorbell, 1 late_reply, 2 "
		  "notification_dropped\n");
	for (int kind = 0; kind < LA_KINDS; kind++) {
		char line[128];

		snprintf(line, sizeof(line), "\n  %s: %s\n",
			 anomaly_names[kind], anomaly_meanings[kind]);
		if (profile_anomalies(&p, kind))
			check_has(line);
		else
			check_lacks(line);
	}
	check_has("        2  SENSOR SENSOR_UPDATE notification, virtio, "
		  "instance 1, channel 16\n");
	check_has("Last 2 of 6 (seconds since the start).");
	check_has("   12.345679 s  late_reply: CLOCK CLOCK_RATE_SET, "
		  "virtio, instance 1, token\n"
		  "                0x02a, after 150.000 ms, CPU 3, "
		  "kworker/3:1 (4711)\n");
	check_has("notification_dropped: SENSOR SENSOR_UPDATE, virtio, "
		  "instance 1,\n                token 0x000, CPU 3, "
		  "swapper/3\n");
	/* The last ones are printed. */
	for (unsigned int i = 0; i < 8; i++) {
		struct anomaly_event event = {.cpu = 100 + i};

		profile_add_event(&p, &event);
	}
	report();
	check_has("CPU 100,");
	check_has("CPU 107,");
	check_lacks("kworker/3:1");
}

static void test_text_of_losses(void **state)
{
	for (int i = 0; i < LOST_CAUSES; i++) {
		p.lost[i] = 4711;
		report();
		assert_memory_equal(text, "LOST: ", 6);
		check_has("4711 lost");
		check_has(lost_names[i]);
		p.lost[i] = 0;
	}
}

/* Transfers of one series that hooks saw completely, in part or not at all. */
static void test_text_of_hooks(void **state)
{
	struct series *s = &p.series[0];

	report();
	check_has("a lost interrupt counts as a timeout here");
	check_lacks("without separate phases");
	check_lacks("skip");
	s->key.transport = TRANSPORT_MAILBOX;
	for (int i = 0; i < 3; i++) {
		hist_add(&s->phase[LC_SUBMIT], 5);
		hist_add(&s->phase[LC_DOORBELL], 7);
	}
	s->counter[LC_OVERLAPPED] = 3;
	run_add_hook(&p.runs[0], "virtqueue_kick", "kprobe");
	run_add_hook(&p.runs[0], "scmi_notify/exit", "kretprobe, no BTF");
	report();
	check_has("kretprobe, no BTF: scmi_notify (the");
	check_lacks("a lost interrupt counts");
	check_has("5 of 5 without separate phases");
	check_has("kprobe: virtqueue_kick (the kernel may skip");
	check_has("(3 replies came before the doorbell returned:");
	p.runs[0].misses_counted = true;
	s->counter[LC_OVERLAPPED] = 1;
	report();
	check_has("kprobe: virtqueue_kick\n");
	check_has("(1 reply came before the doorbell returned:");
	hist_free(&s->phase[LC_DOORBELL]);
	report();
	check_has("(1 with events out of order: the negative phase");
}

/* Only the phases of the profile are explained, each on its own transport. */
static void test_explain(void **state)
{
	struct series s = {.key.transport = TRANSPORT_VIRTIO};
	const struct profile one = {.series = &s, .n_series = 1};

	write_text(explain_text, &one);
	assert_string_equal(text, "");
	hist_add(&s.phase[LC_SUBMIT], 5);
	write_text(explain_text, &one);
	assert_string_equal(
		text, "\nPhases, transport virtio:\n"
		      "  submit     the lock of the queue, and adding the "
		      "message (if long: other\n"
		      "             senders, a small ring)\n");
	s.key.transport = TRANSPORT_SMC;
	hist_add(&s.phase[LC_SERVICE], 5);
	write_text(explain_text, &one);
	check_has("\nPhases, transport smc:\n  submit     the lock of "
		  "the channel,");
	check_has("\n  service    the call of the firmware,");
	check_lacks("queue");
	hist_free(&s.phase[LC_SUBMIT]);
	hist_free(&s.phase[LC_SERVICE]);
}

/* Each phase has a meaning on each transport that has it. */
static void test_explain_all(void **state)
{
	for (int t = TRANSPORT_MAILBOX; t < TRANSPORT_LOOPBACK; t++)
		for (int phase = 0; phase < LC_PHASES; phase++) {
			struct series s = {.key.transport = t};
			const struct profile one = {.series = &s,
						    .n_series = 1};

			hist_add(&s.phase[phase], 5);
			write_text(explain_text, &one);
			check_has(phase_names[phase]);
			hist_free(&s.phase[phase]);
		}
}

static void test_text_of_gaps(void **state)
{
	report();
	check_lacks("gaps");
	p.gap[LC_GAP_UNANNOUNCED] = 4711;
	p.gap[LC_GAP_NOT_SEARCHED] = 1;
	report();
	check_has("gaps      4711 transfers without a call of do_xfer()");
	check_has("          1 transfer timed out in a virtqueue that");
}

static void test_text_without_transfers(void **state)
{
	profile_free(&p);
	sample_run(&p);
	report();
	check_has("No SCMI transfer was seen.");
	check_has("scmi-perf doctor");
	p.runs[0].source = SOURCE_FTRACE;
	report();
	check_has("scmi_xfer_begin");
}

static void test_text_is_safe(void **state)
{
	free(p.runs[0].host);
	p.runs[0].host = strdup("\x1b]0;evil\a\r\n");
	run_add_hook(&p.runs[0], "a\x1b", "b\x1b");
	p.runs[0].command = strdup("\x9b");
	run_add_hook(&p.runs[0], "c\x1b", "none");
	profile_add_event(&p, &(struct anomaly_event){.comm = "\x1b[2J\n"});
	report();
	for (const char *c = text; *c; c++)
		assert_true(*c == '\n' || (*c >= ' ' && *c < 0x7f));
	check_has("\\x1b[2J\\x0a");
	check_has("\\x1b]0;evil\\x07\\x0d\\x0a");
}

/* The limits of the source are in the report. */
static void test_text_of_tracefs(void **state)
{
	profile_free(&p);
	sample_run(&p);
	p.runs[0].source = SOURCE_TRACEFS;
	report();
	check_has("unknown: handling time of notifications, delays");
	check_has("; without kprobe events also: phases of transports,");
	run_add_hook(&p.runs[0], "scmi_notify/exit", "none");
	report();
	check_has("; without kprobe events also: phases of transports,");
	profile_free(&p);
	sample_run(&p);
	p.runs[0].source = SOURCE_TRACEFS;
	run_add_hook(&p.runs[0], "scmi_notify/exit", "kprobe event");
	report();
	check_has("unknown: handling time of notifications, delays");
	check_lacks("without kprobe events also:");
}

/* Timestamps of 1 us have no decimals. */
static void test_text_of_coarse_stamps(void **state)
{
	struct series *s;

	profile_free(&p);
	sample_run(&p)->resolution_ns = 1000;
	s = profile_series(&p,
			   (struct series_key){.protocol = 0x15, .message = 6});
	hist_add(&s->phase[LC_TOTAL], 755000);
	s->counter[LC_BEGUN] = s->counter[LC_COMPLETED] = 1;
	report();
	check_has("timestamps have a resolution of 1 us");
	check_has(" 755 ");
	check_has(" 755.0 "); /* the mean */
	check_lacks("755.000");
}

/* Columns grow with their contents, so that they are complete and aligned. */
static void test_text_is_aligned(void **state)
{
	char *line, *rest;
	size_t width = 0;
	int rows = 0;

	for (int i = 0; i < 64; i++)
		hist_add(&p.series[0].phase[LC_TOTAL], (uint64_t)1 << i % 63);
	report();
	for (line = strtok_r(text, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest)) {
		if (strncmp(line, "  total", 7) &&
		    strncmp(line, "  transport", 11) &&
		    strncmp(line, "  wakeup", 8))
			continue;
		if (!rows++)
			width = strlen(line);
		assert_int_equal(strlen(line), width);
	}
	assert_int_equal(rows, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_text),
		TEST(test_text_of_phases),
		TEST(test_text_of_messages),
		TEST(test_text_beside_transfers),
		TEST(test_text_of_anomalies),
		TEST(test_text_of_losses),
		TEST(test_text_of_hooks),
		TEST(test_explain),
		TEST(test_explain_all),
		TEST(test_text_of_gaps),
		TEST(test_text_of_tracefs),
		TEST(test_text_without_transfers),
		TEST(test_text_is_safe),
		TEST(test_text_of_coarse_stamps),
		TEST(test_text_is_aligned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
