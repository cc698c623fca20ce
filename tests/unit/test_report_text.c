// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>

#include "unit_test.h"
#include "html_page.h"
#include "json_reports.h"
#include "names.h"
#include "sample_profile.h"
#include "text_reports.h"

static char *text_of(const struct profile *p)
{
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	report_text(p, out);
	fclose(out);
	return text;
}

static void check_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no '%s' in:\n%s", part, text);
}

/* Merges consecutive blanks, because the column widths vary. */
static char *squeeze(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++)
		if (*from != ' ' || to == text || to[-1] != ' ')
			*to++ = *from;
	*to = '\0';
	return text;
}

static void check_width(const char *text)
{
	for (const char *line = text; *line; line += strcspn(line, "\n") + 1)
		if (strcspn(line, "\n") > 80)
			fail_msg("%zu columns: %.*s", strcspn(line, "\n"),
				 (int)strcspn(line, "\n"), line);
}

static void test_text(void **state)
{
	struct profile p;
	char *text;

	sample_profile(&p);
	text = text_of(&p);
	check_has(text, "6.12.95-arm64 aarch64 on host board");
	check_has(text, "tp_btf: scmi_xfer_begin\n");
	/* The line wraps before column 80, between words. */
	check_has(text, "transfers 9 begun = 5 completed (1 with an error "
			"status) + 1 timed out + 2 not\n"
			"          sent + 1 in flight\n");
	check_has(text, "Latency in us");
	check_has(text, "SENSOR SENSOR_READING_GET\n  total  ");
	check_has(text, "timed out after 101.600 ms\n");
	check_has(text, "protocol 0x80 message 0x03\n    2 begun = 0 completed "
			"+ 2 not sent\n");
	assert_null(strstr(text, "LOST"));
	free(text);
	profile_free(&p);
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
	struct profile p;
	char *text, *at;

	sample_profile(&p);
	sample_hooked(&p);
	at = text = text_of(&p);
	check_width(text);
	check_has(text, "fexit: virtqueue_kick\n"); /* without /exit */
	check_has(text, "\nabsent    smc_send_message - without a hook,");
	check_has(text, "transport = submit + doorbell + service +");
	squeeze(text);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		at = strstr(at, rows[i]);
		if (!at)
			fail_msg("no '%s', or in the wrong order:\n%s", rows[i],
				 text);
	}
	free(text);
	/* Shares of 5 × 27.136 + 28.671 us, and of 101.6 ms with the timeout. */
	text = squeeze(text_of(&p));
	check_has(text, " 28.671 0.0\n");
	check_has(text, "timeouts took 101.600 ms, 99.8 % of all SCMI time\n");
	free(text);
	for (size_t i = 0; i < p.n_series; i++)
		hist_clear(&p.series[i].phase[LC_TIMEOUT]);
	text = text_of(&p);
	check_has(text, " 17.4\n");	     /* the new total */
	check_has(text, " 12.5\n");	     /* its service */
	check_has(text, " 49.151      -\n"); /* no caller waited for it */
	free(text);
	p.series[0].phase[LC_TRANSPORT].count = 0;
	text = text_of(&p);
	assert_null(strstr(text, "transport = "));
	free(text);
	profile_free(&p);
}

/* Messages with the longest summed time come first; timeouts have a share. */
static void test_text_of_messages(void **state)
{
	static const char *const rows[] = {
		"Messages by summed time in ms, timeouts included: ",
		"101.764 ms in all - 0.339 %",
		"\n 7 101.736 100.0 SENSOR SENSOR_READING_GET\n",
		"\n 3 0.029 0.0 CLOCK CLOCK_RATE_SET, virtio, instance 1,",
		"\n 12 - - SENSOR SENSOR_UPDATE notification",
	};
	struct profile p;
	char *text, *at;

	sample_profile(&p);
	sample_hooked(&p);
	at = text = text_of(&p);
	check_width(text);
	squeeze(text);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		at = strstr(at, rows[i]);
		if (!at)
			fail_msg("no '%s', or in the wrong order:\n%s", rows[i],
				 text);
	}
	assert_null(strstr(text, "PERFORMANCE_LEVEL_SET, virtio, instance 1, "
				 "channel 16\n 0"));
	free(text);

	/* With one message, the table of latencies has the same figures. */
	for (size_t i = 0; i < p.n_series; i++)
		if (p.series[i].key.protocol != 0x15 ||
		    p.series[i].key.type == MESSAGE_NOTIFICATION)
			memset(p.series[i].counter, 0,
			       sizeof(p.series[i].counter));
	text = text_of(&p);
	assert_null(strstr(text, "Messages by"));
	free(text);
	profile_free(&p);
}

static void test_text_beside_transfers(void **state)
{
	struct profile p = {0};
	char *text;

	sample_profile(&p);
	sample_hooked(&p);
	text = squeeze(text_of(&p));
	check_has(text, "also 12 notifications and 9 fast-channel calls (not "
			"transfers)\n");
	check_has(text,
		  "SENSOR SENSOR_UPDATE notification, virtio, instance 1, "
		  "channel 16\n handling 12 2.400");
	check_has(text, "\n 12 notifications in 30.000 s, 0.4/s\n");
	check_has(text,
		  "PERFORMANCE PERFORMANCE_LEVEL_SET, virtio, instance 1, "
		  "channel 16\n 9 fast-channel calls\n");
	free(text);
	profile_free(&p);

	/* They are printed even without transfers. */
	sample_run(&p)->self_runs = 20;
	p.runs[0].self_ns = 6010;
	sample_hooked(&p);
	p.series[1].counter[LC_BEGUN] = 0;
	text = squeeze(text_of(&p));
	check_has(text, "No SCMI transfer was seen.");
	check_has(text, "\n handling ");
	check_has(text, "own cost 20 runs of scmi-perf's BPF programs took "
			"0.006 ms, mean 300");
	free(text);
	profile_free(&p);
}

static void test_text_of_anomalies(void **state)
{
	struct profile p;
	char *text;

	sample_profile(&p);
	sample_hooked(&p);
	text = text_of(&p);
	check_width(text);
	check_has(text, "anomalies 2 timeout, 1 lost_doorbell, 1 late_reply, 2 "
			"notification_dropped\n");
	for (int kind = 0; kind < LA_KINDS; kind++) {
		char line[128];

		snprintf(line, sizeof(line), "\n  %s: %s\n",
			 anomaly_names[kind], anomaly_meanings[kind]);
		if (profile_anomalies(&p, kind))
			check_has(text, line);
		else
			assert_null(strstr(text, line));
	}
	check_has(text, "        2  SENSOR SENSOR_UPDATE notification, virtio, "
			"instance 1, channel 16\n");
	check_has(text, "Last 2 of 6 (seconds since the start).");
	check_has(text, "   12.345679 s  late_reply: CLOCK CLOCK_RATE_SET, "
			"virtio, instance 1, token\n"
			"                0x02a, after 150.000 ms, CPU 3, "
			"kworker/3:1 (4711)\n");
	check_has(text, "notification_dropped: SENSOR SENSOR_UPDATE, virtio, "
			"instance 1,\n                token 0x000, CPU 3, "
			"swapper/3\n");
	free(text);
	/* The last ones are printed. */
	for (unsigned int i = 0; i < 8; i++) {
		struct anomaly_event event = {.cpu = 100 + i};

		profile_add_event(&p, &event);
	}
	text = text_of(&p);
	check_has(text, "CPU 100,");
	check_has(text, "CPU 107,");
	assert_null(strstr(text, "kworker/3:1"));
	free(text);
	profile_free(&p);
}

static void test_text_of_losses(void **state)
{
	for (int i = 0; i < LOST_CAUSES; i++) {
		struct profile p;
		char *text;

		sample_profile(&p);
		p.lost[i] = 4711;
		text = text_of(&p);
		assert_memory_equal(text, "LOST: ", 6);
		check_has(text, "4711 lost");
		check_has(text, lost_names[i]);
		free(text);
		profile_free(&p);
	}
}

/* Transfers of one series that hooks saw completely, in part or not at all. */
static void test_text_of_hooks(void **state)
{
	struct profile p;
	struct series *s;
	char *text;

	sample_profile(&p);
	s = &p.series[0];
	text = text_of(&p);
	check_has(text, "a lost interrupt counts as a timeout here");
	assert_null(strstr(text, "without separate phases"));
	assert_null(strstr(text, "skip"));
	free(text);
	s->key.transport = TRANSPORT_MAILBOX;
	for (int i = 0; i < 3; i++) {
		hist_add(&s->phase[LC_SUBMIT], 5);
		hist_add(&s->phase[LC_DOORBELL], 7);
	}
	s->counter[LC_OVERLAPPED] = 3;
	run_add_hook(&p.runs[0], "virtqueue_kick", "kprobe");
	run_add_hook(&p.runs[0], "scmi_notify/exit", "kretprobe, no BTF");
	text = text_of(&p);
	check_has(text, "kretprobe, no BTF: scmi_notify (the");
	assert_null(strstr(text, "a lost interrupt counts"));
	check_has(text, "5 of 5 without separate phases");
	check_has(text, "kprobe: virtqueue_kick (the kernel may skip");
	check_has(text, "(3 replies came before the doorbell returned:");
	free(text);
	p.runs[0].misses_counted = true;
	s->counter[LC_OVERLAPPED] = 1;
	text = text_of(&p);
	check_has(text, "kprobe: virtqueue_kick\n");
	check_has(text, "(1 reply came before the doorbell returned:");
	free(text);
	hist_free(&s->phase[LC_DOORBELL]);
	text = text_of(&p);
	check_has(text, "(1 with events out of order: the negative phase");
	free(text);
	profile_free(&p);
}

static char *explained(const struct profile *p)
{
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	explain_text(p, out);
	fclose(out);
	return text;
}

/* Only the phases of the profile are explained, each on its own transport. */
static void test_explain(void **state)
{
	struct series s = {.key.transport = TRANSPORT_VIRTIO};
	struct profile p = {.series = &s, .n_series = 1};
	char *text;

	text = explained(&p);
	assert_string_equal(text, "");
	free(text);
	hist_add(&s.phase[LC_SUBMIT], 5);
	text = explained(&p);
	assert_string_equal(
		text, "\nPhases, transport virtio:\n"
		      "  submit     the lock of the queue, and adding the "
		      "message (if long: other\n"
		      "             senders, a small ring)\n");
	free(text);
	s.key.transport = TRANSPORT_SMC;
	hist_add(&s.phase[LC_SERVICE], 5);
	text = explained(&p);
	check_has(text, "\nPhases, transport smc:\n  submit     the lock of "
			"the channel,");
	check_has(text, "\n  service    the call of the firmware,");
	assert_null(strstr(text, "queue"));
	free(text);
	hist_free(&s.phase[LC_SUBMIT]);
	hist_free(&s.phase[LC_SERVICE]);
}

/* Each phase has a meaning on each transport that has it. */
static void test_explain_all(void **state)
{
	for (int t = TRANSPORT_MAILBOX; t < TRANSPORT_LOOPBACK; t++)
		for (int phase = 0; phase < LC_PHASES; phase++) {
			struct series s = {.key.transport = t};
			struct profile p = {.series = &s, .n_series = 1};
			char *text;

			hist_add(&s.phase[phase], 5);
			text = explained(&p);
			check_has(text, phase_names[phase]);
			free(text);
			hist_free(&s.phase[phase]);
		}
}

static void test_text_of_gaps(void **state)
{
	struct profile p;
	char *text;

	sample_profile(&p);
	text = text_of(&p);
	assert_null(strstr(text, "gaps"));
	free(text);
	p.gap[LC_GAP_UNANNOUNCED] = 4711;
	p.gap[LC_GAP_NOT_SEARCHED] = 1;
	text = text_of(&p);
	check_has(text, "gaps      4711 transfers without a call of do_xfer()");
	check_has(text, "          1 transfer timed out in a virtqueue that");
	free(text);
	profile_free(&p);
}

static void test_text_without_transfers(void **state)
{
	struct profile p = {0};
	char *text;

	sample_run(&p);
	text = text_of(&p);
	check_has(text, "No SCMI transfer was seen.");
	check_has(text, "scmi-perf doctor");
	free(text);
	p.runs[0].source = SOURCE_FTRACE;
	text = text_of(&p);
	check_has(text, "scmi_xfer_begin");
	free(text);
	profile_free(&p);
}

static void test_text_is_safe(void **state)
{
	struct profile p;
	char *text;

	sample_profile(&p);
	free(p.runs[0].host);
	p.runs[0].host = strdup("\x1b]0;evil\a\r\n");
	run_add_hook(&p.runs[0], "a\x1b", "b\x1b");
	p.runs[0].command = strdup("\x9b");
	run_add_hook(&p.runs[0], "c\x1b", "none");
	profile_add_event(&p, &(struct anomaly_event){.comm = "\x1b[2J\n"});
	text = text_of(&p);
	for (const char *c = text; *c; c++)
		assert_true(*c == '\n' || (*c >= ' ' && *c < 0x7f));
	check_has(text, "\\x1b[2J\\x0a");
	check_has(text, "\\x1b]0;evil\\x07\\x0d\\x0a");
	free(text);
	profile_free(&p);
}

/* Timestamps of 1 us have no decimals. */
static void test_text_of_coarse_stamps(void **state)
{
	struct profile p = {0};
	char *text;

	sample_run(&p)->resolution_ns = 1000;
	struct series *s = profile_series(
		&p, (struct series_key){.protocol = 0x15, .message = 6});

	hist_add(&s->phase[LC_TOTAL], 755000);
	s->counter[LC_BEGUN] = s->counter[LC_COMPLETED] = 1;
	text = text_of(&p);
	check_has(text, "timestamps have a resolution of 1 us");
	check_has(text, " 755 ");
	check_has(text, " 755.0 "); /* the mean */
	assert_null(strstr(text, "755.000"));
	free(text);
	profile_free(&p);
}

/* Columns grow with their contents, so that they are complete and aligned. */
static void test_text_is_aligned(void **state)
{
	struct profile p;
	char *text, *line, *rest;
	size_t width = 0;
	int rows = 0;

	sample_profile(&p);
	for (int i = 0; i < 64; i++)
		hist_add(&p.series[0].phase[LC_TOTAL], (uint64_t)1 << i % 63);
	text = text_of(&p);
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
	free(text);
	profile_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_text_of_phases),
		cmocka_unit_test(test_text_of_messages),
		cmocka_unit_test(test_text_beside_transfers),
		cmocka_unit_test(test_text_of_anomalies),
		cmocka_unit_test(test_text_of_losses),
		cmocka_unit_test(test_text_of_hooks),
		cmocka_unit_test(test_explain),
		cmocka_unit_test(test_explain_all),
		cmocka_unit_test(test_text_of_gaps),
		cmocka_unit_test(test_text_without_transfers),
		cmocka_unit_test(test_text_is_safe),
		cmocka_unit_test(test_text_of_coarse_stamps),
		cmocka_unit_test(test_text_is_aligned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
