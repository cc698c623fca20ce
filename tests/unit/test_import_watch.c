// SPDX-License-Identifier: GPL-2.0-only
/* Watches a growing log: its time, the events in the window, the profile. */
#include "unit_test.h"
#include "import_fixture.h"
#include "profile_fixture.h"

#define MS 1000000ull

/* Two overlapping transfers, out of order, and one 300 ms later. */
#define LOG               \
	BEGIN("1.000", 1) \
	RX("1.050", 1)    \
	END("1.060", 1)   \
	BEGIN_LATE("1.040", 2) END("1.100", 2) BEGIN("1.400", 3) END("1.500", 3)

struct watcher {
	struct importer *im;
	struct profile *p;
	uint64_t step_ns, next_ns;
	unsigned int n;
	uint64_t time_ns[8], begun[8], completed[8];
};

static int reached(void *ctx, uint64_t time_ns)
{
	struct watcher *w = ctx;

	assert_true(w->n < 8);
	w->time_ns[w->n] = time_ns;
	w->begun[w->n] = profile_total(w->p, LC_BEGUN);
	w->completed[w->n++] = profile_total(w->p, LC_COMPLETED);
	while (w->next_ns <= time_ns)
		w->next_ns += w->step_ns;
	importer_watch(w->im, w->next_ns, reached, w);
	return 0;
}

static void feed(struct importer *im, const char *text)
{
	assert_int_equal(importer_feed(im, text, strlen(text)), 0);
}

/* A step ends before the first event after it, wherever the log is cut. */
static void test_steps_follow_the_log(void **state)
{
	static const char log[] = LOG;
	const size_t len = sizeof(log) - 1;

	for (size_t cut = 1; cut <= len; cut += 7) {
		struct watcher w = {.step_ns = 50 * MS, .next_ns = 50 * MS};
		struct profile p = {0};

		w.p = &p;
		w.im = importer_new(&p);
		importer_watch(w.im, w.next_ns, reached, &w);
		for (size_t at = 0; at < len; at += cut)
			assert_int_equal(
				importer_feed(w.im, &log[at],
					      len - at < cut ? len - at : cut),
				0);
		assert_int_equal(w.n, 0); /* all are in the window */
		assert_int_equal(importer_time(w.im), 500 * MS);
		assert_int_equal(importer_finish(w.im), 0);
		assert_int_equal(w.n, 4);
		assert_int_equal(w.time_ns[0], 50 * MS);
		assert_int_equal(w.begun[0], 2);
		assert_int_equal(w.completed[0], 0);
		assert_int_equal(w.time_ns[1], 100 * MS);
		assert_int_equal(w.completed[1], 1);
		assert_int_equal(w.time_ns[2], 400 * MS);
		assert_int_equal(w.completed[2], 2);
		assert_int_equal(w.begun[2], 2);
		assert_int_equal(w.time_ns[3], 500 * MS);
		assert_int_equal(w.begun[3], 3);
		importer_free(w.im);
		profile_free(&p);
	}
}

static int stop(void *ctx, uint64_t time_ns)
{
	return -7;
}

static void test_the_watcher_can_stop_it(void **state)
{
	struct importer *im;
	struct profile p = {0};

	im = importer_new(&p);
	importer_watch(im, 50 * MS, stop, NULL);
	feed(im, LOG);
	assert_int_equal(importer_advance(im, 49 * MS), 0);
	assert_int_equal(importer_advance(im, 50 * MS), -7);
	importer_free(im);
	profile_free(&p);
}

/* Advancing processes events. Events that arrive too late are counted. */
static void test_advance(void **state)
{
	struct importer *im;
	struct profile p = {0};

	im = importer_new(&p);
	feed(im, LOG);
	assert_int_equal(profile_total(&p, LC_BEGUN), 0);
	assert_int_equal(importer_advance(im, 60 * MS), 0);
	assert_int_equal(profile_total(&p, LC_BEGUN), 2);
	assert_int_equal(profile_total(&p, LC_COMPLETED), 1);
	feed(im, BEGIN_LATE("1.061", 4));
	feed(im, " a-1 [3] 1.059: scmi_xfer_begin: " F(5) " poll=0\n");
	assert_int_equal(importer_finish(im), 0);
	assert_int_equal(profile_total(&p, LC_BEGUN), 5);
	assert_int_equal(importer_stats(im)->out_of_order, 1);
	importer_free(im);
	profile_free(&p);
}

/* Returns the profile that importer_finish() makes of @text. */
static char *imported(const char *text)
{
	struct result r = import_bytes(text, strlen(text), 100);
	char *json = encode(&r.p);

	free_result(&r);
	return json;
}

static void check_read(struct importer *im, const char *text)
{
	char *want = imported(text), *got;
	struct profile p = {0};

	assert_int_equal(importer_read(im, &p), 0);
	got = encode(&p);
	assert_string_equal(got, want);
	free(got);
	free(want);
	profile_free(&p);
}

/* A transfer that was never sent and one that waits, evaluated repeatedly. */
#define BEFORE          \
	WAIT("1.0", 9)  \
	BEGIN("1.0", 1) \
	BEGIN("1.0", 2) WAIT("1.0", 2) BEGIN("12.0", 3) WAIT("12.1", 3)
#define AFTER END("12.5", 3) END("12.6", 2) BEGIN("900.0", 4) BEGIN("5.0", 5)

static void test_profile_so_far(void **state)
{
	struct importer *im;
	struct profile p = {0};

	im = importer_new(&p);
	check_read(im, "");
	feed(im, BEFORE);
	check_read(im, BEFORE);
	check_read(im, BEFORE);
	feed(im, AFTER);
	check_read(im, BEFORE AFTER);
	assert_int_equal(importer_end(im), 0);
	check_read(im, BEFORE AFTER);
	importer_free(im);
	profile_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_steps_follow_the_log),
		cmocka_unit_test(test_the_watcher_can_stop_it),
		cmocka_unit_test(test_advance),
		cmocka_unit_test(test_profile_so_far),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
