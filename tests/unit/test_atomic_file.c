// SPDX-License-Identifier: GPL-2.0-only
/* Output files: only a regular file is replaced, and only as a whole. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit_test.h"
#include "atomic_file.h"

static char folder[PATH_MAX];

static int set_up(void **state)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(folder, sizeof(folder), "%s/atomic-XXXXXX",
		 tmp ? tmp : "/tmp");
	umask(022);
	return mkdtemp(folder) && !chdir(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
	char command[PATH_MAX + 16];

	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return chdir("/") || system(command);
}

static void make(const char *path, const char *text, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_false(fchmod(fd, mode));
	close(fd);
}

static void assert_content(const char *path, const char *text)
{
	char buf[64] = "";
	FILE *in = fopen(path, "r");

	assert_non_null(in);
	buf[fread(buf, 1, sizeof(buf) - 1, in)] = '\0';
	fclose(in);
	assert_string_equal(buf, text);
}

static void assert_written(const char *path)
{
	assert_int_equal(atomic_file_try(path), 0);
	assert_int_equal(atomic_file_write(path, "new", 3), 0);
}

/* Checks that no temporary file is left: the folder has @n entries. */
static void assert_entries(int n)
{
	char command[64];

	snprintf(command, sizeof(command), "[ $(ls -A | wc -l) -eq %d ]", n);
	assert_false(system(command));
}

static void test_new_file(void **state)
{
	struct stat st;

	assert_written("a");
	assert_content("a", "new");
	assert_false(stat("a", &st));
	assert_int_equal(st.st_mode & 0777, 0644);
	assert_entries(1);
}

static void test_existing_file_keeps_owner_and_mode(void **state)
{
	struct stat before, after;

	make("a", "old content", 0640);
	if (!geteuid())
		assert_false(chown("a", 1234, 1235));
	assert_false(stat("a", &before));
	assert_written("a");
	assert_content("a", "new");
	assert_false(stat("a", &after));
	assert_int_equal(after.st_mode, before.st_mode);
	assert_int_equal(after.st_uid, before.st_uid);
	assert_int_equal(after.st_gid, before.st_gid);
	/* A process that has the old file open can still read it. */
	assert_int_not_equal(after.st_ino, before.st_ino);
	assert_entries(1);
}

static void test_hard_links_stay_one_file(void **state)
{
	make("a", "old", 0644);
	assert_false(link("a", "b"));
	assert_written("a");
	assert_content("b", "new");
	assert_entries(2);
}

static void assert_still_a_link(const char *path)
{
	struct stat st;

	assert_false(lstat(path, &st));
	assert_true(S_ISLNK(st.st_mode));
}

static void test_links_stay_links(void **state)
{
	make("a", "old", 0644);
	assert_false(symlink("a", "link"));
	assert_false(symlink("link", "second"));
	assert_written("second");
	assert_content("a", "new");
	assert_still_a_link("link");
	assert_still_a_link("second");

	assert_false(symlink("nothing", "dangling"));
	assert_int_equal(atomic_file_write("dangling", "new", 3), 0);
	assert_still_a_link("dangling");
	assert_content("nothing", "new");

	assert_false(symlink("loop", "loop"));
	assert_int_equal(atomic_file_write("loop", "new", 3), -ELOOP);
	assert_still_a_link("loop");
	assert_entries(6);
}

static void test_folders_and_missing_folders(void **state)
{
	assert_false(mkdir("d", 0755));
	assert_int_equal(atomic_file_try("d"), -EISDIR);
	assert_int_equal(atomic_file_write("d", "new", 3), -EISDIR);
	assert_int_equal(atomic_file_try("no/such/a"), -ENOENT);
	assert_int_equal(atomic_file_write("no/such/a", "new", 3), -ENOENT);
	assert_entries(1);
}

/* Runs @check as another user. Returns its result, which is 0 on success. */
static void as_user(int (*check)(void))
{
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (!child)
		_exit(setgid(1234) || setuid(1234) ? 99 : check());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

/* Checks that the functions return @err and leave nothing behind. */
static void assert_refused(const char *path, int err)
{
	assert_int_equal(atomic_file_try(path), err);
	assert_int_equal(atomic_file_write(path, "new", 3), err);
	assert_int_equal(atomic_file_append(path, "new", 3), err);
}

/* The try happens where a link leads. */
static void test_links_to_missing_folders(void **state)
{
	assert_false(symlink("no/such/a", "dangling"));
	assert_false(symlink("dangling", "second"));
	assert_refused("dangling", -ENOENT);
	assert_refused("second", -ENOENT);
	assert_refused("", -ENOENT);
	assert_entries(2);

	assert_false(mkdir("d", 0755));
	assert_false(symlink("d/a", "good"));
	assert_written("good");
	assert_content("d/a", "new");
	assert_still_a_link("good");
	assert_entries(4);
}

static int write_through_links(void)
{
	return atomic_file_try("link") != -EACCES ||
	       atomic_file_write("link", "new", 3) != -EACCES ||
	       atomic_file_append("link", "new", 3) != -EACCES ||
	       atomic_file_try("beside");
}

/* The link is in a folder where the user may write, and leads to another one. */
static void test_links_to_foreign_folders(void **state)
{
	if (geteuid())
		skip();
	assert_false(chmod(folder, 0777));
	assert_false(mkdir("d", 0755));
	assert_false(symlink("d/a", "link"));
	as_user(write_through_links);
	assert_entries(2);
}

static void test_append(void **state)
{
	struct stat st;

	assert_int_equal(atomic_file_append("a", "one ", 4), 0);
	assert_int_equal(atomic_file_append("a", "two", 3), 0);
	assert_content("a", "one two");
	assert_false(stat("a", &st));
	assert_int_equal(st.st_mode & 0777, 0644);
	assert_int_equal(atomic_file_append("/dev/full", "x", 1), -ENOSPC);
	assert_entries(1);
}

/* Limits the size of files, which stands for a full disk. Returns the old limit. */
static struct rlimit limit_size(rlim_t size)
{
	struct rlimit before, small;

	signal(SIGXFSZ, SIG_IGN);
	assert_false(getrlimit(RLIMIT_FSIZE, &before));
	small = before;
	small.rlim_cur = size;
	assert_false(setrlimit(RLIMIT_FSIZE, &small));
	return before;
}

/* It has another hard link, so that it is not replaced. */
static void test_failed_write_in_place_keeps_the_old(void **state)
{
	struct rlimit before;

	make("a", "old", 0644);
	assert_false(link("a", "b"));
	before = limit_size(8);
	assert_int_equal(atomic_file_write("a", "ten bytes.", 10), -EFBIG);
	assert_false(setrlimit(RLIMIT_FSIZE, &before));
	assert_content("b", "old");
	assert_int_equal(atomic_file_write("a", "ten bytes.", 10), 0);
	assert_content("b", "ten bytes.");
	assert_written("a");
	assert_content("b", "new");
	assert_entries(2);
}

static void test_failed_append_adds_nothing(void **state)
{
	struct rlimit before;

	make("a", "old", 0644);
	before = limit_size(8);
	assert_int_equal(atomic_file_append("a", "ten bytes.", 10), -EFBIG);
	assert_int_equal(atomic_file_append("b", "ten bytes.", 10), -EFBIG);
	assert_false(setrlimit(RLIMIT_FSIZE, &before));
	assert_content("a", "old");
	assert_entries(1);
}

/* A pipe is opened by its name, or by a link in /dev/fd. */
static void test_pipes_are_written_and_never_replaced(void **state)
{
	char path[64], buf[16] = "";
	struct stat st;
	int fds[2];

	assert_false(pipe(fds));
	snprintf(path, sizeof(path), "/dev/fd/%d", fds[1]);
	assert_false(symlink(path, "out"));
	assert_written("out");
	assert_still_a_link("out");
	assert_int_equal(read(fds[0], buf, sizeof(buf)), 3);
	assert_written(path);
	assert_int_equal(read(fds[0], buf, sizeof(buf)), 3);
	assert_memory_equal(buf, "new", 3);
	close(fds[0]);
	close(fds[1]);

	assert_false(mkfifo("fifo", 0644));
	fds[0] = open("fifo", O_RDONLY | O_NONBLOCK);
	assert_written("fifo");
	assert_int_equal(read(fds[0], buf, sizeof(buf)), 3);
	assert_false(lstat("fifo", &st));
	assert_true(S_ISFIFO(st.st_mode));
	close(fds[0]);
	assert_entries(2);
}

/* open() rejects a socket, but its descriptor can be written to. */
static void test_sockets_are_written(void **state)
{
	char path[64], buf[16];
	int fds[2];

	assert_false(socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fds[1]);
	assert_written(path);
	assert_int_equal(read(fds[0], buf, sizeof(buf)), 3);
	close(fds[0]);
	close(fds[1]);
}

/* The same as "-o /dev/stdout >>f" in a shell. */
static void test_a_descriptor_keeps_its_position(void **state)
{
	char path[64];
	int fd;

	make("a", "before ", 0644);
	fd = open("a", O_WRONLY | O_APPEND);
	snprintf(path, sizeof(path), "/dev/fd/%d", fd);
	assert_written(path);
	close(fd);
	assert_content("a", "before new");
	assert_int_equal(atomic_file_write("/dev/fd/1000", "new", 3), -EBADF);
	assert_int_equal(atomic_file_try("/dev/fd/1000"), -EBADF);
}

static int write_read_only(void)
{
	return atomic_file_try("a") != -EACCES ||
	       atomic_file_write("a", "new", 3) != -EACCES;
}

/* A temporary file is impossible: the user owns only the file. */
static int write_in_foreign_folder(void)
{
	return atomic_file_try("b") || atomic_file_write("b", "new", 3);
}

static void test_permissions_are_honoured(void **state)
{
	if (geteuid())
		skip();
	assert_false(chmod(folder, 0755));
	make("a", "old", 0644);
	as_user(write_read_only);
	assert_content("a", "old");
	make("b", "a longer old content", 0644);
	assert_false(chown("b", 1234, 1234));
	as_user(write_in_foreign_folder);
	assert_content("b", "new");
	assert_entries(2);
}

static int make_link(void)
{
	return symlink("../root-file", "tmp/run.scmi");
}

/* Writes the sysctl fs.protected_symlinks. Returns its old value, or -1. */
static int protect_symlinks(int value)
{
	static const char path[] = "/proc/sys/fs/protected_symlinks";
	FILE *f = fopen(path, "r");
	int before = -1;

	if (f) {
		if (fscanf(f, "%d", &before) != 1)
			before = -1;
		fclose(f);
	}
	if (before == value || before < 0)
		return before;
	f = fopen(path, "w");
	if (!f)
		return -1;
	if (fprintf(f, "%d\n", value) < 0)
		before = -1;
	return fclose(f) ? -1 : before;
}

/* With fs.protected_symlinks root does not follow a user's link in /tmp. */
static void test_links_in_sticky_folders(void **state)
{
	const int before = protect_symlinks(1);
	int err;

	if (geteuid() || before < 0) {
		print_message("needs root and the sysctl "
			      "fs.protected_symlinks\n");
		skip();
	}
	assert_false(chmod(folder, 0755));
	make("root-file", "old", 0600);
	assert_false(mkdir("tmp", 0777));
	assert_false(chmod("tmp", 01777));
	as_user(make_link);
	err = atomic_file_write("tmp/run.scmi", "new", 3);
	protect_symlinks(before);
	assert_int_equal(err, -EACCES);
	assert_content("root-file", "old");
	assert_still_a_link("tmp/run.scmi");
}

static int make_file(void)
{
	const int fd = open("tmp/run.scmi", O_WRONLY | O_CREAT, 0666);

	return fd < 0 || fchmod(fd, 0666) || write(fd, "old", 3) != 3;
}

/*
 * With fs.protected_regular root does not write to a user's file in /tmp: whatever the
 * sysctl is, a write succeeds as open() with O_CREAT does.
 */
static void test_files_in_sticky_folders(void **state)
{
	int fd, err;

	if (geteuid())
		skip();
	assert_false(chmod(folder, 0755));
	assert_false(mkdir("tmp", 0777));
	assert_false(chmod("tmp", 01777));
	as_user(make_file);
	fd = open("tmp/run.scmi", O_WRONLY | O_CREAT, 0666);
	err = fd < 0 ? -errno : 0;
	close(fd);
	assert_int_equal(atomic_file_try("tmp/run.scmi"), err);
	assert_int_equal(atomic_file_append("tmp/run.scmi", "", 0), err);
	assert_int_equal(atomic_file_write("tmp/run.scmi", "new", 3), err);
	assert_content("tmp/run.scmi", err ? "old" : "new");
}

/*
 * The kernel checks fs.protected_regular only with O_CREAT. With that, a file whose
 * name has a slash at its end is an error of another kind, also without the sysctl.
 */
static void test_existing_files_are_opened_as_by_shells(void **state)
{
	make("a", "old", 0644);
	assert_int_equal(open("a/", O_WRONLY | O_CREAT, 0666), -1);
	assert_int_equal(errno, EISDIR);
	assert_int_equal(atomic_file_write("a/", "new", 3), -EISDIR);
	assert_int_equal(atomic_file_append("a/", "new", 3), -EISDIR);
	assert_content("a", "old");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_new_file),
		TEST(test_existing_file_keeps_owner_and_mode),
		TEST(test_hard_links_stay_one_file),
		TEST(test_links_stay_links),
		TEST(test_folders_and_missing_folders),
		TEST(test_links_to_missing_folders),
		TEST(test_links_to_foreign_folders),
		TEST(test_append),
		TEST(test_failed_append_adds_nothing),
		TEST(test_failed_write_in_place_keeps_the_old),
		TEST(test_pipes_are_written_and_never_replaced),
		TEST(test_sockets_are_written),
		TEST(test_a_descriptor_keeps_its_position),
		TEST(test_permissions_are_honoured),
		TEST(test_links_in_sticky_folders),
		TEST(test_files_in_sticky_folders),
		TEST(test_existing_files_are_opened_as_by_shells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
