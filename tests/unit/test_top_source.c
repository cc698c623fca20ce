// SPDX-License-Identifier: GPL-2.0-only
/* Sources of a live view that need no kernel: profiles and logs. */
#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

#include "unit_test.h"
#include "diag.h"
#include "import_fixture.h"
#include "profile_file.h"
#include "profile_fixture.h"
#include "source.h"

#define MS	  UINT64_C(1000000)
#define SECOND_NS UINT64_C(1000000000)

static struct {
	struct top_model *model;
	struct top_source *source;
	unsigned int ended;
	uint64_t time_ns; /* of the last interval's end */
	char path[64];
	int file; /* write end of the log that is followed */
} f;

static int set_up(void **state)
{
	memset(&f, 0, sizeof(f));
	diag_level = DIAG_QUIET;
	f.model = top_model_new();
	strcpy(f.path, "/tmp/test_top_source.XXXXXX");
	f.file = mkstemp(f.path);
	return f.model && f.file >= 0 ? 0 : -1;
}

static int tear_down(void **state)
{
	if (f.source)
		f.source->close(f.source);
	top_model_free(f.model);
	close(f.file);
	unlink(f.path);
	return 0;
}

static void ended(void *ctx)
{
	assert_ptr_equal(ctx, &f);
	f.ended++;
	assert_int_equal(f.model->intervals, f.ended);
}

static void use_source(struct top_source *s)
{
	assert_non_null(s);
	f.source = s;
	s->on_interval = ended;
	s->ctx = &f;
}

static void follow(uint64_t step_ns)
{
	use_source(top_follow_open(f.model, f.path, step_ns));
}

static void append_log(const char *text)
{
	assert_int_equal(write(f.file, text, strlen(text)), strlen(text));
}

static uint64_t completed(void)
{
	return top_total(f.model)->all.delta.counter[LC_COMPLETED];
}

/* Writes a compressed profile from an uncompressed sample. */
static void write_profile(const char *sample)
{
	char text[16384], why[160];
	FILE *in = fopen(sample, "r");
	struct profile p = {0};
	size_t len;

	assert_non_null(in);
	len = fread(text, 1, sizeof(text), in);
	fclose(in);
	assert_true(len < sizeof(text));
	assert_int_equal(profile_decode(&p, text, len, why, sizeof(why)), 0);
	assert_int_equal(profile_write(&p, f.path), 0);
	profile_free(&p);
}

static void test_replay(void **state)
{
	const struct top_row *row;

	write_profile("tests/data/profile-intervals.json");
	use_source(top_replay_open(f.model, f.path));
	assert_true(f.source->paced);
	assert_null(f.source->read);
	assert_null(f.source->flush);
	assert_null(f.source->profile);
	assert_string_equal(f.source->run->host, "board");
	assert_int_equal(f.source->step_ns, 10 * MS);

	assert_int_equal(f.source->refresh(f.source), 1);
	assert_int_equal(f.model->level[TOP_BY_MESSAGE].n, 1);
	assert_int_equal(f.model->status.time_ns, 10 * MS);
	assert_int_equal(completed(), 1);
	assert_int_equal(f.source->refresh(f.source), 1);
	assert_int_equal(f.ended, 2);
	assert_int_equal(top_interval_ns(f.model), 10 * MS - 1);
	assert_int_equal(completed(), 3);
	row = f.model->level[TOP_BY_MESSAGE].row[1];
	assert_int_equal(row->key.message, 1);
	assert_int_equal(row->last.delta.anomaly[LA_LATE_REPLY], 1);
	assert_int_equal(f.model->status.in_flight, 0);
	assert_int_equal(f.source->refresh(f.source), 0);
	assert_int_equal(f.source->refresh(f.source), 0);
	assert_int_equal(f.ended, 2);
}

static void test_refused_replays(void **state)
{
	write_profile("tests/data/profile-v2.json");
	assert_null(top_replay_open(f.model, f.path));
	assert_null(top_replay_open(f.model, "/no/such/file"));
}

/* Events at the end of a step belong to it. Silent steps share an interval. */
#define LOG                    \
	BEGIN("1.000", 1)      \
	END("1.060", 1)        \
	BEGIN_LATE("1.040", 2) \
	END("1.100", 2)        \
	BEGIN("1.1", 3) END("1.500", 3) BEGIN("1.900", 4) WAIT("1.91", 4)

/* Checks the interval that has just ended. */
static void check_interval(uint64_t end_ms, uint64_t span_ms, uint64_t begun,
			   uint64_t done)
{
	const struct top_row *row = top_total(f.model);

	assert_int_equal(f.model->status.time_ns, end_ms * MS);
	assert_int_equal(top_interval_ns(f.model), span_ms * MS);
	if (begun || done)
		assert_int_equal(top_idle(f.model, row), 0);
	else
		assert_true(top_idle(f.model, row) > 0);
	if (!begun && !done)
		return;
	assert_int_equal(row->last.delta.counter[LC_BEGUN], begun);
	assert_int_equal(row->last.delta.counter[LC_COMPLETED], done);
}

static void each_interval_of_log(void *ctx)
{
	assert_ptr_equal(ctx, &f);
	switch (f.ended++) {
	case 0:
		check_interval(100, 100, 3, 2);
		assert_int_equal(f.model->status.in_flight, 1);
		break;
	case 1:
		check_interval(400, 300, 0, 0);
		break;
	case 2:
		check_interval(500, 100, 0, 1);
		break;
	case 3:
		check_interval(800, 300, 0, 0);
		break;
	case 4:
		check_interval(900, 100, 1, 0);
		break;
	case 5:
		check_interval(910, 10, 0, 0);
		assert_int_equal(f.model->status.in_flight, 1);
		break;
	default:
		fail_msg("unexpected interval up to %" PRIu64,
			 f.model->status.time_ns);
	}
}

/* Replaces standard input by a pipe, whose other end is f.file. */
static int pipe_in(void)
{
	int ends[2], before = dup(STDIN_FILENO);

	assert_int_equal(pipe(ends), 0);
	assert_true(before >= 0);
	dup2(ends[0], STDIN_FILENO);
	dup2(ends[1], f.file);
	close(ends[0]);
	close(ends[1]);
	return before;
}

/* A log that arrives byte by byte gives the same result as an import. */
static void test_pipe(void **state)
{
	const int before = pipe_in();
	struct result imported;
	struct profile p = {0};
	char *got, *want;

	use_source(top_follow_open(f.model, "-", 100 * MS));
	f.source->on_interval = each_interval_of_log;
	assert_false(f.source->paced);
	for (const char *at = LOG; *at; at++) {
		assert_int_equal(write(f.file, at, 1), 1);
		assert_int_equal(f.source->fd, STDIN_FILENO);
		assert_int_equal(f.source->read(f.source), 1);
	}
	close(f.file);
	assert_int_equal(f.source->read(f.source), 0);
	assert_int_equal(f.source->fd, -1);
	assert_int_equal(f.source->refresh(f.source), 0);
	assert_int_equal(f.ended, 6);

	imported = import_bytes(LOG, strlen(LOG), 4096);
	imported.p.runs[0].command = strdup("-");
	imported.p.runs[0].tool = strdup("scmi-perf " SCMI_PERF_VERSION);
	want = encode(&imported.p);
	assert_int_equal(f.source->profile(f.source, &p), 0);
	got = encode(&p);
	assert_string_equal(got, want);
	free(got);
	free(want);
	profile_free(&p);
	free_result(&imported);
	dup2(before, STDIN_FILENO);
	close(before);
}

static void test_pipe_without_events(void **state)
{
	const int before = pipe_in();

	use_source(top_follow_open(f.model, "-", 100 * MS));
	append_log("# tracer: nop\n");
	assert_int_equal(f.source->read(f.source), 1);
	close(f.file);
	assert_int_equal(f.source->read(f.source), -ENODATA);
	dup2(before, STDIN_FILENO);
	close(before);
}

/* Refreshes until @transfers have ended, for at most @ms of sleep. */
static void refresh_until_within(uint64_t transfers, int ms)
{
	for (int i = 0; i < ms / 10 && completed() < transfers; i++) {
		if (f.source->fd >= 0)
			assert_int_equal(f.source->read(f.source), 1);
		assert_int_equal(f.source->refresh(f.source), 1);
		usleep(10000);
	}
	assert_int_equal(completed(), transfers);
}

static void refresh_until(uint64_t transfers)
{
	refresh_until_within(transfers, 20000);
}

/* Delayed events are shown while the log does not grow. */
static void test_file_grows(void **state)
{
	uint64_t time_ns;

	follow(20 * MS);
	while (f.source->fd >= 0)
		assert_int_equal(f.source->read(f.source), 1);
	/* Time advances without events. */
	for (int i = 0; i < 2000 && f.ended < 2; i++) {
		assert_int_equal(f.source->refresh(f.source), 1);
		usleep(10000);
	}
	assert_true(f.ended >= 2);
	time_ns = f.model->status.time_ns;
	append_log(LOG);
	refresh_until(3);
	assert_true(f.model->status.time_ns > time_ns);
	append_log(END("1.950", 4));
	refresh_until(4);
	/* The file is truncated and written again. */
	assert_int_equal(ftruncate(f.file, 0), 0);
	lseek(f.file, 0, SEEK_SET);
	append_log(BEGIN("9.0", 7) END("9.1", 7));
	refresh_until(5);
	assert_int_equal(f.model->status.in_flight, 0);
}

/* Reads and refreshes until @intervals have ended, for at most 20 s. */
static void refresh_intervals(unsigned int intervals)
{
	for (int i = 0; i < 2000 && f.ended < intervals; i++) {
		while (f.source->fd >= 0)
			assert_int_equal(f.source->read(f.source), 1);
		assert_int_equal(f.source->refresh(f.source), 1);
		usleep(10000);
	}
	assert_true(f.ended >= intervals);
}

static void ended_later(void *ctx)
{
	ended(ctx);
	assert_true(f.model->status.time_ns > f.time_ns);
	assert_true(top_interval_ns(f.model) < 10 * SECOND_NS);
	f.time_ns = f.model->status.time_ns;
}

/* After a pause the log has events with earlier times, or another log starts. */
static void test_silence_then_earlier_events(void **state)
{
	unsigned int intervals;

	follow(100 * MS);
	f.source->on_interval = ended_later;
	append_log(BEGIN("100.000", 1) END("100.010", 1));
	refresh_intervals(10);
	append_log(BEGIN("100.100", 2) END("100.110", 2));
	/* Events wait 250 ms, less than the pause, so they appear at once. */
	intervals = f.ended;
	refresh_until_within(2, 700);
	assert_true(f.ended > intervals);
	refresh_intervals(intervals + 10);
	append_log(BEGIN("1.000", 3) END("1.010", 3));
	refresh_until_within(3, 700);
}

/* The log ends with such events, and @expected transfers are complete then. */
static void end_after_silence(const char *last, uint64_t expected)
{
	const int before = pipe_in();

	use_source(top_follow_open(f.model, "-", 20 * MS));
	f.source->on_interval = ended_later;
	append_log(BEGIN("100.000", 1) END("100.010", 1));
	assert_int_equal(f.source->read(f.source), 1);
	for (int i = 0; i < 50; i++, usleep(10000))
		assert_int_equal(f.source->refresh(f.source), 1);
	append_log(last);
	close(f.file);
	assert_int_equal(f.source->read(f.source), 1);
	assert_int_equal(f.source->read(f.source), 0);
	assert_int_equal(completed(), expected);
	dup2(before, STDIN_FILENO);
	close(before);
}

static void test_silence_then_end(void **state)
{
	end_after_silence(BEGIN("100.100", 2) END("100.110", 2), 2);
}

static void test_silence_then_end_of_line(void **state)
{
	static const char last[] = BEGIN(
		"99.0", 2) " a-1 [0] 99.1: scmi_xfer_end: " F(2) " status=0";

	/* Without its newline, the last line is not trusted. */
	end_after_silence(last, 1);
}

/* The file is truncated before its size is checked. */
static void test_file_is_truncated_at_once(void **state)
{
	append_log(LOG);
	follow(20 * MS);
	while (f.source->fd >= 0)
		assert_int_equal(f.source->read(f.source), 1);
	assert_int_equal(ftruncate(f.file, 0), 0);
	lseek(f.file, 0, SEEK_SET);
	append_log(BEGIN("9.0", 7) END("9.1", 7));
	refresh_until_within(4, 2000);
}

/* The file is truncated and longer again, in the middle of a line. */
static void test_file_is_truncated_and_longer(void **state)
{
	append_log(LOG " a-1 [0] 2.0: scmi_xf");
	follow(20 * MS);
	while (f.source->fd >= 0)
		assert_int_equal(f.source->read(f.source), 1);
	assert_int_equal(ftruncate(f.file, 0), 0);
	lseek(f.file, 0, SEEK_SET);
	append_log(BEGIN("9.0", 7) END("9.1", 7));
	append_log(LOG);
	refresh_until_within(3 + 1 + 3, 2000);
}

/* Another file gets the name of the log, after a last line in the old one. */
static void test_file_is_replaced(void **state)
{
	char other[sizeof(f.path)] = "/tmp/test_top_source.XXXXXX";
	const int old = f.file;

	append_log(LOG);
	follow(20 * MS);
	while (f.source->fd >= 0)
		assert_int_equal(f.source->read(f.source), 1);
	append_log(END("1.920", 4));
	f.file = mkstemp(other);
	append_log(BEGIN("9.0", 7) END("9.1", 7));
	assert_int_equal(rename(other, f.path), 0);
	refresh_until_within(5, 2000);
	append_log(BEGIN("9.2", 8) END("9.3", 8));
	refresh_until_within(6, 2000);
	close(old);
}

/* flush() ends the open interval without on_interval(). */
static void test_flush(void **state)
{
	follow(3600 * SECOND_NS);
	append_log(LOG END("1.920", 4));
	while (f.source->fd >= 0)
		assert_int_equal(f.source->read(f.source), 1);
	usleep(300000);
	assert_int_equal(f.source->refresh(f.source), 1);
	assert_int_equal(f.model->intervals, 0);
	assert_int_equal(f.source->flush(f.source), 1);
	assert_int_equal(f.model->intervals, 1);
	assert_int_equal(completed(), 4);
	assert_int_equal(f.source->flush(f.source), 1);
	assert_int_equal(f.model->intervals, 2);
	assert_int_equal(completed(), 4);
	assert_int_equal(f.ended, 0);
}

static void test_invalid_logs(void **state)
{
	assert_null(top_follow_open(f.model, "/no/such/file", MS));
	assert_null(top_follow_open(f.model, "/", MS));
	append_log("PERFILE2 and so on");
	follow(MS);
	assert_int_equal(f.source->read(f.source), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_replay),
		TEST(test_refused_replays),
		TEST(test_pipe),
		TEST(test_pipe_without_events),
		TEST(test_file_grows),
		TEST(test_invalid_logs),
		TEST(test_file_is_truncated_at_once),
		TEST(test_file_is_truncated_and_longer),
		TEST(test_file_is_replaced),
		TEST(test_flush),
		TEST(test_silence_then_earlier_events),
		TEST(test_silence_then_end),
		TEST(test_silence_then_end_of_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
