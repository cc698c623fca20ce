// SPDX-License-Identifier: GPL-2.0-only
/* Profile files: atomic writing, and a distinct message for each defect. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit_test.h"
#include "gzip.h"
#include "profile_file.h"
#include "profile_json.h"
#include "sample_profile.h"

static char folder[] = "/tmp/test_profile_file.XXXXXX";
static char message[4096]; /* captured from stderr */
static FILE *stderr_file;
static int stderr_fd;

static void capture_stderr(void)
{
	fflush(stderr);
	rewind(stderr_file);
	assert_int_equal(ftruncate(fileno(stderr_file), 0), 0);
	stderr_fd = dup(STDERR_FILENO);
	dup2(fileno(stderr_file), STDERR_FILENO);
}

static void read_message(void)
{
	ssize_t len;

	fflush(stderr);
	dup2(stderr_fd, STDERR_FILENO);
	close(stderr_fd);
	len = pread(fileno(stderr_file), message, sizeof(message) - 1, 0);
	message[len < 0 ? 0 : len] = '\0';
}

static void check_message(const char *part)
{
	if (!strstr(message, part))
		fail_msg("'%s' is not in: %s", part, message);
}

static char *in_folder(const char *name)
{
	char *path;

	assert_true(asprintf(&path, "%s/%s", folder, name) > 0);
	return path;
}

static int set_up(void **state)
{
	stderr_file = tmpfile();
	return !stderr_file || !mkdtemp(folder);
}

static int tear_down(void **state)
{
	return rmdir(folder); /* fails when a test left a file */
}

static int parse(const void *data, size_t len)
{
	struct profile p = {0};
	int err;

	capture_stderr();
	err = profile_parse(&p, data, len, "x.scmi");
	read_message();
	profile_free(&p);
	return err;
}

static int read_file(const char *path)
{
	struct profile p = {0};
	int err;

	capture_stderr();
	err = profile_read(&p, path);
	read_message();
	profile_free(&p);
	return err;
}

static int write_sample(const char *path)
{
	struct profile p;
	int err;

	sample_profile(&p);
	capture_stderr();
	err = profile_write(&p, path);
	read_message();
	profile_free(&p);
	return err;
}

/* Returns the sample as a file; the caller frees it. */
static unsigned char *sample_file(size_t *len)
{
	struct profile p;
	size_t json_len;
	char *json;
	void *file;

	sample_profile(&p);
	assert_int_equal(profile_encode(&p, &json, &json_len), 0);
	gzip_pack(json, json_len, &file, len);
	free(json);
	profile_free(&p);
	return file;
}

static void test_write_and_read(void **state)
{
	char *path = in_folder("run.scmi");
	mode_t mask = umask(0027);
	struct stat st;

	assert_int_equal(write_sample(path), 0);
	umask(mask);
	assert_string_equal(message, "");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	assert_int_equal(read_file(path), 0);
	assert_string_equal(message, "");

	/* Writing it again keeps the mode of the file. */
	assert_int_equal(chmod(path, 0604), 0);
	assert_int_equal(write_sample(path), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0604);
	unlink(path);
	free(path);
}

static void test_equal_profiles_are_equal_files(void **state)
{
	size_t len, len2;
	unsigned char *a = sample_file(&len), *b;

	b = sample_file(&len2);
	assert_int_equal(len, len2);
	assert_memory_equal(a, b, len);
	/* RFC 1952: no flags, no time. */
	assert_memory_equal(a, "\x1f\x8b\x08\0\0\0\0\0", 8);
	free(a);
	free(b);
}

static void test_links(void **state)
{
	char *path = in_folder("run.scmi"), *link = in_folder("link");
	struct stat st;

	assert_int_equal(write_sample(path), 0);
	assert_int_equal(symlink("run.scmi", link), 0);
	assert_int_equal(write_sample(link), 0);
	assert_int_equal(lstat(link, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(read_file(link), 0);
	unlink(link);
	unlink(path);
	free(link);
	free(path);
}

/*
 * A device is never replaced, because root may use -o /dev/null.
 * A pipe replaces the device here, because a failure would remove it.
 */
static void test_special_files(void **state)
{
	char *path = in_folder("pipe"), buf[4096];
	struct stat st;
	ssize_t len;
	int fd;

	assert_int_equal(mkfifo(path, 0600), 0);
	fd = open(path, O_RDWR | O_NONBLOCK);
	assert_int_equal(write_sample(path), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_true(S_ISFIFO(st.st_mode));
	len = read(fd, buf, sizeof(buf));
	assert_true(len > 0);
	assert_int_equal(parse(buf, (size_t)len), 0);
	close(fd);
	unlink(path);
	free(path);
}

static void test_failed_write_leaves_nothing(void **state)
{
	char *path = in_folder("no/such/run.scmi");

	assert_int_equal(write_sample(path), -ENOENT);
	check_message(path);
	check_message("hint: ");
	free(path);

	path = in_folder("run.scmi");
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(write_sample(path), -EISDIR);
	assert_int_equal(rmdir(path), 0);
	free(path);
}

static size_t files_in_folder(void)
{
	DIR *dir = opendir(folder);
	size_t n = 0;

	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 2; /* . and .. */
}

/* If the disk is full, the old file stays and the temporary one is removed. */
static void test_failed_write_keeps_the_old(void **state)
{
	char *path = in_folder("run.scmi");
	struct rlimit old, small;

	assert_int_equal(write_sample(path), 0);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = 100;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	/* The limit also truncates the message. */
	assert_int_equal(write_sample(path), -EFBIG);
	check_message("write ");
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(files_in_folder(), 1);
	assert_int_equal(read_file(path), 0);
	unlink(path);
	free(path);
}

static void test_unreadable(void **state)
{
	char *path = in_folder("run.scmi");
	int root = geteuid() == 0;

	assert_int_equal(read_file(path), -ENOENT);
	check_message("no such file");
	check_message("hint: ");

	assert_int_equal(write_sample(path), 0);
	assert_int_equal(chmod(path, 0), 0);
	assert_int_equal(chmod(folder, 0755), 0);
	if (root)
		assert_int_equal(seteuid(65534), 0);
	assert_int_equal(read_file(path), -EACCES);
	if (root)
		assert_int_equal(seteuid(0), 0);
	check_message("no permission to read it");
	unlink(path);
	free(path);

	assert_int_equal(read_file(folder), -EISDIR);
	check_message(folder);
}

static void test_foreign(void **state)
{
	static const char log[] = "# tracer: nop\n", json[] = "{\"a\": 1}";
	void *file;
	size_t len;

	assert_int_equal(parse("", 0), -EINVAL);
	check_message("x.scmi: empty");
	assert_int_equal(parse(log, strlen(log)), -EINVAL);
	check_message("not an scmi-perf profile: it is not gzip-compressed");
	check_message("'scmi-perf import'");
	gzip_pack(log, strlen(log), &file, &len);
	assert_int_equal(parse(file, len), -EINVAL);
	check_message("not an scmi-perf profile: ");
	free(file);
	gzip_pack(json, strlen(json), &file, &len);
	assert_int_equal(parse(file, len), -EINVAL);
	check_message("not an scmi-perf profile: its JSON has no");
	free(file);
}

static void test_future(void **state)
{
	static const char json[] = "{\"schema\":\"scmi-perf-profile/3\"}";
	void *file;
	size_t len;

	gzip_pack(json, strlen(json), &file, &len);
	assert_int_equal(parse(file, len), -EINVAL);
	check_message(
		"written by a later scmi-perf: its format is "
		"scmi-perf-profile/3, this one reads scmi-perf-profile/2");
	check_message("hint: upgrade scmi-perf");
	free(file);
}

static void test_every_truncation(void **state)
{
	size_t len;
	unsigned char *file = sample_file(&len);

	assert_int_equal(parse(file, len), 0);
	for (size_t i = 1; i < len; i++) {
		/* Of the exact size, so that a sanitizer finds overruns. */
		void *part = malloc(i);

		memcpy(part, file, i);
		assert_int_equal(parse(part, i), -EINVAL);
		check_message("x.scmi: truncated profile: ");
		free(part);
	}
	free(file);
}

/* Returns true if @file contains the sample. */
static bool is_sample(const void *file, size_t len)
{
	char *out = NULL, *expected;
	size_t out_len = 0, expected_len;
	struct profile p;
	bool same;

	sample_profile(&p);
	assert_int_equal(profile_encode(&p, &expected, &expected_len), 0);
	same = gzip_unpack(file, len, PROFILE_JSON_MAX, &out, &out_len) ==
		       GZIP_OK &&
	       out_len == expected_len && !memcmp(out, expected, out_len);
	free(out);
	free(expected);
	profile_free(&p);
	return same;
}

/*
 * A file with one changed bit is rejected, except for bits without a meaning:
 * time and system in gzip's header, and the padding after the last code word.
 */
static void test_every_bit(void **state)
{
	size_t len, harmless = 0;
	unsigned char *file = sample_file(&len);

	for (size_t i = 0; i < len * 8; i++) {
		file[i / 8] ^= (unsigned char)(1 << i % 8);
		if (parse(file, len)) {
			check_message("profile: ");
		} else {
			assert_true(is_sample(file, len));
			harmless++;
		}
		file[i / 8] ^= (unsigned char)(1 << i % 8);
	}
	assert_in_range(harmless, 0, 7 * 8 + 7);
	free(file);
}

static void test_trailing_bytes(void **state)
{
	size_t len;
	unsigned char *file = sample_file(&len);

	file = realloc(file, len + 1);
	file[len] = 0;
	assert_int_equal(parse(file, len + 1), -EINVAL);
	check_message("corrupt profile: ");
	free(file);
}

static void test_bomb(void **state)
{
	const size_t size = PROFILE_JSON_MAX + 1;
	char *zeros = calloc(1, size), *out;
	size_t len, out_len;
	void *file;

	gzip_pack(zeros, size, &file, &len);
	assert_int_equal(parse(file, len), -EINVAL);
	check_message("unpacks to more than any profile (16 MiB)");
	free(file);

	/* A file that is one byte smaller is accepted. */
	gzip_pack(zeros, size - 1, &file, &len);
	assert_int_equal(gzip_unpack(file, len, size - 1, &out, &out_len),
			 GZIP_OK);
	assert_int_equal(out_len, size - 1);
	free(out);
	free(file);
	free(zeros);
	assert_int_equal(read_file("/dev/zero"), -EINVAL);
	check_message("not gzip-compressed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_write_and_read),
		cmocka_unit_test(test_equal_profiles_are_equal_files),
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_special_files),
		cmocka_unit_test(test_failed_write_leaves_nothing),
		cmocka_unit_test(test_failed_write_keeps_the_old),
		cmocka_unit_test(test_unreadable),
		cmocka_unit_test(test_foreign),
		cmocka_unit_test(test_future),
		cmocka_unit_test(test_every_truncation),
		cmocka_unit_test(test_every_bit),
		cmocka_unit_test(test_trailing_bytes),
		cmocka_unit_test(test_bomb),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
