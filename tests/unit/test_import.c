// SPDX-License-Identifier: GPL-2.0-only
/* Imports logs of every format, cut into pieces of any size. */
#include "unit_test.h"
#include "import_fixture.h"

static char *read_file(const char *name, size_t *len)
{
	char path[128], *text = malloc(1 << 20);
	FILE *f;

	snprintf(path, sizeof(path), "tests/data/%s", name);
	f = fopen(path, "r");
	if (!f || !text)
		fail_msg("cannot read %s", path);
	*len = fread(text, 1, 1 << 20, f);
	assert_true(*len > 0 && *len < 1 << 20);
	fclose(f);
	return text;
}

static uint64_t samples_in(const struct hist *h, uint32_t index)
{
	for (uint32_t i = 0; i < h->n_buckets; i++)
		if (h->bucket[i].index == index)
			return h->bucket[i].n;
	return 0;
}

/* Checks a real log with known latencies. */
static void check_real(const char *name, const uint64_t us[5],
		       uint64_t transport_us, uint64_t wakeup_us)
{
	size_t len;
	char *text = read_file(name, &len);
	struct result r = import_bytes(text, len, len);
	const struct series *s = series_of(&r, 6);
	uint64_t sum = 0;
	uint32_t index = 0;

	assert_int_equal(r.p.n_series, 1);
	assert_int_equal(s->key.protocol, 21);
	for (int i = 0; i < 5; i++) {
		uint64_t n = 0;

		sum += us[i];
		index = hist_index(us[i] * 1000);
		for (int j = 0; j < 5; j++)
			n += hist_index(us[j] * 1000) == index;
		assert_int_equal(samples_in(&s->phase[LC_TOTAL], index), n);
	}
	check_phase(s, LC_TOTAL, 5, sum * 1000, us[0] * 1000, us[4] * 1000);
	assert_int_equal(s->phase[LC_TRANSPORT].count, 5);
	assert_int_equal(s->phase[LC_TRANSPORT].sum, transport_us * 1000);
	assert_int_equal(s->phase[LC_WAKEUP].count, 5);
	assert_int_equal(s->phase[LC_WAKEUP].sum, wakeup_us * 1000);
	check_counts(&r, 5, 0, 0, 0, 0);
	assert_int_equal(r.st.events, 15);
	assert_int_equal(r.p.unparsed_lines, 0);
	assert_int_equal(r.p.untracked, 0);
	assert_int_equal(r.p.runs[0].resolution_ns, 1000);
	free_result(&r);
	free(text);
}

static void real_logs(void **state)
{
	static const uint64_t scp[] = {755, 990, 1058, 1125, 1803};
	static const uint64_t fake[] = {529, 532, 533, 825, 4492};

	/* begin to rx_done: 1047 + 1704 + 653 + 517 + 913 */
	check_real("virtio-vhost-user-scp.txt", scp, 4834, 897);
	/* 538 + 477 + 770 + 480 + 480 */
	check_real("virtio-fake-device.txt", fake, 2745, 4166);
}

/* The same three transfers, as printed by each tracer. */
static const struct {
	const char *name;
	uint64_t other_events, fast_calls, resolution_ns;
	const char *comm; /* task of the transfer that timed out */
} formats[] = {
	{"import-trace-5.15.txt", 0, 0, 1000, "a: 1.0: b-7 [0]"},
	{"import-trace-6.12.txt", 2, 1, 1000, "a: 1.0: b-7 [0]"},
	{"import-trace-7.2.txt", 2, 1, 1000, "a: 1.0: b-7 [0]"},
	{"import-trace-no-irq-info.txt", 0, 0, 1000, "a: 1.0: b-7 [0]"},
	{"import-trace-latency-format.txt", 2, 1, 1000, "a: 1.0:"},
	{"import-trace_pipe.txt", 2, 1, 1000, "a: 1.0: b-7 [0]"},
	{"import-trace-cmd-report.txt", 2, 1, 1, "a: 1.0: b-7 [0]"},
	{"import-perf-script.txt", 2, 1, 1000, "a: 1.0: b-7 [0]"},
	{"import-mail.txt", 0, 0, 1000, "a: 1.0: b-7 [0]"},
};

#define N_FORMATS (sizeof(formats) / sizeof(formats[0]))

static void check_scenario(const struct result *r, size_t format)
{
	const struct series *s = series_of(r, 6);

	assert_int_equal(r->p.n_series, 2 + formats[format].fast_calls);
	check_counts(r, 1, 1, 0, 0, 0);
	check_phase(s, LC_TOTAL, 1, 100000, 100000, 100000);
	check_phase(s, LC_TRANSPORT, 1, 80000, 80000, 80000);
	check_phase(s, LC_WAKEUP, 1, 20000, 20000, 20000);
	check_phase(s, LC_TIMEOUT, 1, 30100000, 30100000, 30100000);
	s = series_of(r, 3);
	assert_int_equal(s->counter[LC_COMPLETED], 1);
	assert_int_equal(s->counter[LC_ERRORS], 1);
	assert_int_equal(s->status[LS_NOT_SUPPORTED], 1);
	check_phase(s, LC_TOTAL, 1, 200000, 200000, 200000);
	check_phase(s, LC_TRANSPORT, 1, 150000, 150000, 150000);
	check_phase(s, LC_WAKEUP, 1, 50000, 50000, 50000);
	assert_int_equal(profile_total(&r->p, LC_FAST_CALLS),
			 formats[format].fast_calls);
	if (formats[format].fast_calls)
		assert_int_equal(series_of(r, 7)->key.protocol, 0x13);
	assert_int_equal(r->p.n_events, 1);
	assert_int_equal(r->p.events[0].kind, LA_TIMEOUT);
	assert_string_equal(r->p.events[0].comm, formats[format].comm);
	assert_int_equal(r->p.events[0].pid, 77);
	assert_int_equal(r->p.events[0].cpu, 0);
	assert_int_equal(r->p.events[0].token, 0x1c);
	assert_int_equal(r->p.events[0].time_ns, 1035000000);
	assert_int_equal(r->p.events[0].age_ns, 30100000);
	assert_int_equal(r->st.events, 11 + formats[format].fast_calls);
	assert_int_equal(r->st.other_events, formats[format].other_events);
	assert_int_equal(r->st.logs, 1);
	assert_int_equal(r->st.out_of_order, 0);
	assert_int_equal(r->p.unparsed_lines, 0);
	assert_int_equal(r->p.untracked, 0);
	assert_int_equal(profile_lost(&r->p), 0);
	assert_int_equal(r->p.runs[0].source, SOURCE_FTRACE);
	assert_int_equal(r->p.runs[0].duration_ns, 1035000000);
	assert_int_equal(r->p.runs[0].resolution_ns,
			 formats[format].resolution_ns);
}

static void every_format(void **state)
{
	for (size_t i = 0; i < N_FORMATS; i++) {
		size_t len;
		char *text = read_file(formats[i].name, &len);
		struct result r;

		print_message("# %s\n", formats[i].name);
		/* Cut into pieces of any size that a line can have. */
		for (size_t step = 1; step <= len;
		     step += step < 200 ? 1 : 97) {
			r = import_bytes(text, len, step);
			check_scenario(&r, i);
			free_result(&r);
		}
		free(text);
	}
}

/* Without its newline, the last line may be cut off: even in its last field. */
static void last_line_without_newline(void **state)
{
	static const char text[] = BEGIN("1.0", 1) END("1.1", 1);

	for (size_t cut = 0; cut < 3; cut++) {
		struct result r = import_bytes(text, sizeof(text) - 1 - cut, 7);

		check_counts(&r, !cut, 0, 0, 0, cut != 0);
		assert_int_equal(r.p.unparsed_lines, cut != 0);
		if (cut == 1)
			assert_int_equal(r.st.unread[UNREAD_LAST], 1);
		free_result(&r);
	}
}

static void unreadable_lines_are_shown(void **state)
{
	size_t len;
	char *text = read_file("import-hostile.txt", &len);

	for (size_t step = 1; step <= len; step += step < 200 ? 1 : 97) {
		struct result r = import_bytes(text, len, step);

		check_counts(&r, 1, 0, 0, 0, 0);
		check_phase(series_of(&r, 6), LC_TOTAL, 1, 250000, 250000,
			    250000);
		assert_int_equal(r.st.events, 2);
		assert_int_equal(r.p.unparsed_lines, 13);
		assert_int_equal(r.st.n_samples, IMPORT_SAMPLES);
		assert_int_equal(r.st.sample[0].line, 5);
		assert_int_equal(r.st.sample[1].line, 6);
		assert_non_null(strstr(r.st.sample[0].text, "seq=0002"));
		free_result(&r);
	}
	free(text);
}

/* A line that is too long for a tracer is not an event, wherever it is cut. */
static void long_lines(void **state)
{
	static const char begin[] = BEGIN("1.0", 1), end[] = END("1.1", 1);
	const size_t pad = IMPORT_LINE_MAX - (sizeof(end) - 2);
	char *text = malloc(5 * IMPORT_LINE_MAX);

	for (int over = 0; over < 2; over++) {
		char *to = text;

		/* A very long line without an event. */
		memset(to, 'x', 3 * IMPORT_LINE_MAX);
		to += 3 * IMPORT_LINE_MAX;
		*to++ = '\n';
		to = stpcpy(to, begin);
		/*
		 * An end in a line of the maximum length, or one byte longer.
		 */
		to = stpcpy(to, end) - 1;
		memset(to, ' ', pad + over);
		to = stpcpy(to + pad + over, "\n");
		for (size_t step = 1; step < 5 * IMPORT_LINE_MAX;
		     step += step < 8 ? 1 : 511) {
			struct result r =
				import_bytes(text, (size_t)(to - text), step);

			check_counts(&r, !over, 0, 0, 0, over);
			assert_int_equal(r.st.lines, 3);
			assert_int_equal(r.p.unparsed_lines, over);
			free_result(&r);
		}
	}
	free(text);
}

/* Long lines of a tracer, and of the kernel, that come in pieces. */
static void long_remarks(void **state)
{
	static const char *const remarks[] = {
		"# tracer: nop",
		"CPU:1 [LOST 12 EVENTS]",
		"[   80.0412] arm-scmi scmi: timed out in resp(caller:",
		"scmi_xfer_begin",
	};
	char text[2 * IMPORT_LINE_MAX];

	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\n';
	for (size_t i = 0; i < sizeof(remarks) / sizeof(remarks[0]); i++) {
		struct result r;

		memset(text, 'x', 100);
		memcpy(text, remarks[i], strlen(remarks[i]));
		r = import_bytes(text, sizeof(text), 1000);
		assert_int_equal(r.st.lines, 1);
		assert_int_equal(r.p.n_series, 0);
		free_result(&r);
	}
}

/* The same for each event that the importer uses. */
static void long_lines_of_each_event(void **state)
{
	static const char *const events[] = {
		"scmi_xfer_begin: " F(1) " poll=0",
		"scmi_xfer_response_wait: " F(1) " tmo_ms=30 poll=0",
		"scmi_rx_done: " F(1) " msg_type=0",
		"scmi_xfer_end: " F(1) " status=0",
		"scmi_msg_dump: pt=15 t=!RESP msg_id=06 seq=0001 s=-1 pyld=",
		"scmi_fc_call: pt=13 msg_id=07 res_id=0 vals=0,0",
	};
	char text[2 * IMPORT_LINE_MAX];

	for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++)
		for (int over = 0; over < 2; over++) {
			int len = sprintf(text, " a-1 [0] 1.0: %s", events[i]);
			struct result r;

			memset(text + len, ' ', sizeof(text) - (size_t)len);
			text[IMPORT_LINE_MAX + over] = '\n';
			r = import_bytes(text, IMPORT_LINE_MAX + over + 1,
					 sizeof(text));
			assert_int_equal(r.st.events, !over);
			assert_int_equal(r.p.unparsed_lines, over);
			free_result(&r);
		}
}

/* A NUL in a line does not hide the rest of it in the sample. */
static void sample_with_a_nul(void **state)
{
	static const char text[] = "\n a-1 [0] 1.0: scmi_xfer_end: pt=\0 \0x\n";
	struct result r = import_bytes(text, sizeof(text) - 1, 7);

	assert_int_equal(r.p.unparsed_lines, 1);
	assert_int_equal(r.st.sample[0].line, 2);
	assert_string_equal(r.st.sample[0].text,
			    " a-1 [0] 1.0: scmi_xfer_end: pt=   x");
	free_result(&r);
}

/* A sample has as much of a long line as there is room for. */
static void sample_of_a_long_line(void **state)
{
	char text[2 * IMPORT_SAMPLE_LEN];
	struct result r;

	memset(text, 'x', sizeof(text));
	memcpy(text, " a-1 [0] 1.0: scmi_xfer_end: pt=", 32);
	r = import_bytes(text, sizeof(text), 7);
	assert_int_equal(r.p.unparsed_lines, 1);
	assert_int_equal(strlen(r.st.sample[0].text), IMPORT_SAMPLE_LEN);
	assert_memory_equal(r.st.sample[0].text, text, IMPORT_SAMPLE_LEN);
	free_result(&r);
}

static void nothing_to_import(void **state)
{
	struct result r = IMPORT("\n\nroot@board:~# cat trace\n");

	assert_int_equal(r.st.events, 0);
	assert_int_equal(r.st.lines, 3);
	assert_int_equal(r.p.n_series, 0);
	assert_int_equal(r.p.runs[0].duration_ns, 0);
	assert_int_equal(r.p.runs[0].resolution_ns, 1);
	free_result(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(real_logs),
		cmocka_unit_test(every_format),
		cmocka_unit_test(last_line_without_newline),
		cmocka_unit_test(unreadable_lines_are_shown),
		cmocka_unit_test(long_lines),
		cmocka_unit_test(long_remarks),
		cmocka_unit_test(long_lines_of_each_event),
		cmocka_unit_test(sample_with_a_nul),
		cmocka_unit_test(sample_of_a_long_line),
		cmocka_unit_test(nothing_to_import),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
