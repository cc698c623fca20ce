// SPDX-License-Identifier: GPL-2.0-only
/* A recording that cannot be written to its file is kept in another. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit_test.h"
#include "profile_file.h"
#include "sample_profile.h"

static char folder[] = "/tmp/test_profile_keep.XXXXXX";
static char *messages;
static size_t messages_len;
static FILE *stderr_before;

static void capture(void)
{
	free(messages);
	stderr_before = stderr;
	stderr = open_memstream(&messages, &messages_len);
}

static void end_capture(void)
{
	fclose(stderr);
	stderr = stderr_before;
}

static void check_message(const char *text)
{
	if (!strstr(messages, text))
		fail_msg("'%s' is not in: %s", text, messages);
}

static char *in_folder(const char *name)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static int write_with_fallback(struct profile *p, const char *path)
{
	int err;

	capture();
	err = profile_write_with_fallback(p, path);
	end_capture();
	return err;
}

static void check_readable(const char *path)
{
	struct profile p = {0};

	assert_int_equal(profile_read(&p, path), 0);
	assert_int_equal(unlink(path), 0);
	profile_free(&p);
}

/* Checks that the messages name a file in the folder with the recording. */
static void check_kept(void)
{
	static const char text[] = "the recording was written to ";
	char *kept = strstr(messages, text), *end;

	assert_non_null(kept);
	kept += strlen(text);
	end = strstr(kept, " instead");
	assert_non_null(end);
	*end = '\0';
	assert_memory_equal(kept, folder, strlen(folder));
	check_readable(kept);
}

static void test_fallback(void **state)
{
	struct profile p;

	sample_profile(&p);
	setenv("TMPDIR", folder, 1);
	assert_int_equal(write_with_fallback(&p, in_folder("absent/x.scmi")),
			 -ENOENT);
	check_message("absent/x.scmi: No such file or directory");
	check_kept();

	/* It cannot be kept, either. */
	setenv("TMPDIR", in_folder("absent"), 1);
	assert_int_equal(write_with_fallback(&p, in_folder("absent/x.scmi")),
			 -ENOENT);
	check_message("absent/scmi-perf-");
	unsetenv("TMPDIR");
	profile_free(&p);
}

/* The program that reads a pipe has ended. */
static void test_broken_pipe(void **state)
{
	struct profile p;
	char path[32];
	int ends[2];

	sample_profile(&p);
	setenv("TMPDIR", folder, 1);
	assert_false(pipe(ends));
	close(ends[0]);
	snprintf(path, sizeof(path), "/dev/fd/%d", ends[1]);
	assert_int_equal(write_with_fallback(&p, path), -EPIPE);
	check_message("Broken pipe");
	check_kept();
	close(ends[1]);
	unsetenv("TMPDIR");
	profile_free(&p);
}

/* Of stat, whose report has failed. */
static void test_keep(void **state)
{
	struct profile p;
	void *data;
	size_t len;

	sample_profile(&p);
	setenv("TMPDIR", folder, 1);
	assert_int_equal(profile_pack(&p, &data, &len), 0);
	capture();
	profile_keep(data, len);
	end_capture();
	check_kept();

	setenv("TMPDIR", in_folder("absent"), 1);
	capture();
	profile_keep(data, len);
	end_capture();
	check_message("absent/scmi-perf-");
	unsetenv("TMPDIR");
	free(data);
	profile_free(&p);
}

static void test_time_series_beyond_limits(void **state)
{
	struct profile p;

	sample_profile(&p);
	profile_drop_intervals(&p);
	p.intervals = calloc(1, sizeof(*p.intervals));
	p.n_intervals = 1;
	p.interval_ns = UINT64_MAX;
	assert_int_equal(write_with_fallback(&p, in_folder("x.scmi")), 0);
	check_message("without its time series");
	check_readable(in_folder("x.scmi"));
	profile_free(&p);
}

static void test_try(void **state)
{
	capture();
	assert_int_equal(profile_write_try(in_folder("absent/x")), -ENOENT);
	assert_int_equal(profile_write_try(folder), -EISDIR);
	assert_int_equal(profile_write_try(in_folder("x")), 0);
	end_capture();
	check_message("absent/x: No such file or directory");
	check_message("choose another file");
	assert_int_equal(access(in_folder("x"), F_OK), -1);
}

static int set_up(void **state)
{
	return !mkdtemp(folder);
}

static int tear_down(void **state)
{
	free(messages);
	return rmdir(folder); /* fails when a test left a file */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fallback),
		cmocka_unit_test(test_keep),
		cmocka_unit_test(test_broken_pipe),
		cmocka_unit_test(test_time_series_beyond_limits),
		cmocka_unit_test(test_try),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
