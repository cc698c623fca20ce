// SPDX-License-Identifier: GPL-2.0-only
/* Programs that scmi-perf runs: their streams, groups, ends and users. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit_test.h"
#include "atomic_file.h"
#include "child.h"
#include "clock.h"
#include "diag.h"
#include "stop_signals.h"

static char folder[PATH_MAX];

static int set_up(void **state)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(folder, sizeof(folder), "%s/child-XXXXXX", tmp ? tmp : "/tmp");
	return mkdtemp(folder) && !chdir(folder) && !chmod(folder, 0777) ? 0
									 : -1;
}

static int tear_down(void **state)
{
	char command[PATH_MAX + 16];

	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return chdir("/") || system(command);
}

/* The arguments that run @script with sh. */
#define SH(script) \
	((char *[]){(char *)"sh", (char *)"-c", (char *)(script), NULL})

static int run(const struct child_options *o, const char *script)
{
	int status = -1, err;
	sigset_t mask;

	stop_signals_block(&mask);
	err = child_run(o, SH(script), &status);
	stop_signals_unblock(&mask);
	return err ? err : status;
}

static char *content(const char *path)
{
	static char text[256];
	FILE *in = fopen(path, "r");

	text[0] = '\0';
	if (!in)
		return text;
	text[fread(text, 1, sizeof(text) - 1, in)] = '\0';
	fclose(in);
	return text;
}

/* Waits until @path has a line. */
static void wait_for(const char *path)
{
	for (int i = 0; i < 3000 && !strchr(content(path), '\n'); i++)
		usleep(10000);
	assert_non_null(strchr(content(path), '\n'));
}

static void test_status(void **state)
{
	const struct child_options o = {0};
	char *const missing[] = {(char *)"/no/such/program", NULL};
	char *const folder_argv[] = {folder, NULL};
	sigset_t mask;
	int status;

	assert_int_equal(run(&o, "exit 0"), 0);
	status = run(&o, "exit 7");
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 7);
	status = run(&o, "kill -9 $$");
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGKILL);
	stop_signals_block(&mask);
	assert_int_equal(child_run(&o, missing, &status), -ENOENT);
	assert_int_equal(child_run(&o, folder_argv, &status), -EACCES);
	stop_signals_unblock(&mask);
}

static void test_streams_folder_and_environment(void **state)
{
	char *const env[] = {(char *)"ONLY=this", NULL};
	const struct child_options o = {
		.folder = "/", .env = env, .no_stdin = true, .to_stderr = true};
	char script[PATH_MAX + 256];

	snprintf(
		script, sizeof(script),
		"out=$(readlink /proc/$$/fd/1); err=$(readlink /proc/$$/fd/2);"
		"{ pwd; echo $ONLY $HOME; cat; [ $out = $err ] && echo same; } "
		">'%s/out'",
		folder);
	assert_int_equal(run(&o, script), 0);
	assert_string_equal(content("out"), "/\nthis\nsame\n");
}

/* No signal is blocked in a child, and its group is its own. */
static void test_child_is_clean(void **state)
{
	const struct child_options o = {0};
	char expected[64];

	assert_int_equal(run(&o, "exec grep SigBlk /proc/self/status >out"), 0);
	assert_string_equal(content("out"), "SigBlk:\t0000000000000000\n");
	assert_int_equal(run(&o, "ps -o pgid= -p $$ | tr -d ' ' >out"), 0);
	snprintf(expected, sizeof(expected), "%d\n", (int)getpgrp());
	assert_string_not_equal(content("out"), expected);
}

/* A write beyond the limit fails in this process, and ends a child as before. */
static void test_size_limit(void **state)
{
	const struct child_options o = {0};
	struct sigaction action;

	signal(SIGXFSZ, SIG_DFL);
	child_ignore_size_limit();
	assert_false(sigaction(SIGXFSZ, NULL, &action));
	assert_ptr_equal(action.sa_handler, SIG_IGN);
	assert_int_equal(run(&o, "kill -XFSZ $$"), SIGXFSZ);
	child_ignore_size_limit();
	assert_int_equal(run(&o, "kill -XFSZ $$"), 0);
	signal(SIGXFSZ, SIG_DFL);
}

/* Starts @script, and ends it when it has written "ready". Returns the time. */
static uint64_t start_and_end(const char *script, int *status)
{
	const struct child_options o = {0};
	uint64_t start_ns;
	sigset_t mask, set;
	pid_t pid;

	unlink("ready");
	stop_signals_block(&mask);
	stop_signals_blocked(&set);
	pid = child_start(&o, SH(script));
	assert_true(pid > 0);
	wait_for("ready");
	start_ns = monotonic_ns();
	child_end(&set, pid, status);
	stop_signals_unblock(&mask);
	assert_int_equal(kill(-pid, 0), -1);
	assert_int_equal(errno, ESRCH);
	return monotonic_ns() - start_ns;
}

static void test_whole_group_ends(void **state)
{
	int status = -1;

	start_and_end("sleep 300 & (sleep 300; true) & echo >ready; sleep 300",
		      &status);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGTERM);
	/* Also those that the child has left behind, and stopped ones. */
	start_and_end("sleep 300 & echo >ready; exit 3", &status);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 3);
	start_and_end("echo >ready; kill -STOP $$; sleep 300", &status);
	assert_true(WIFSIGNALED(status));
}

static void test_a_group_that_ignores_sigterm_is_killed(void **state)
{
	uint64_t ns;
	int status = -1;

	diag_level = DIAG_QUIET;
	ns = start_and_end("trap '' TERM; echo >ready; sleep 300; sleep 300",
			   &status);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGKILL);
	assert_true(ns >= 5000000000u);
}

/* A signal ends the child, and this process when it can clean up. */
static void test_stop_signal(void **state)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		const struct child_options o = {0};
		pid_t pid = fork();
		int status;

		assert_true(pid >= 0);
		if (!pid) {
			sigset_t mask;

			signal(signals[i], SIG_DFL);
			unlink("ready");
			stop_signals_block(&mask);
			raise(signals[i]);
			if (child_run(&o, SH("echo >ready; exec sleep 300"),
				      &status) != -EINTR)
				_exit(1);
			rename("ready", "cleaned-up");
			stop_signals_unblock(&mask);
			_exit(2);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), signals[i]);
	}
}

static void test_ignored_signals_do_not_stop(void **state)
{
	const struct child_options o = {0};

	signal(SIGINT, SIG_IGN);
	raise(SIGINT);
	assert_int_equal(run(&o, "kill -INT $PPID; sleep 0.1"), 0);
	signal(SIGINT, SIG_DFL);
}

static void test_caller_is_needed(void **state)
{
	static const char *const wrong[] = {"", "-1", "x", "1x", "4294967295"};
	struct caller c;

	diag_level = DIAG_QUIET;
	unsetenv("SUDO_UID");
	setenv("SUDO_GID", "1", 1);
	assert_int_equal(caller_find(&c), -ENOENT);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		setenv("SUDO_UID", wrong[i], 1);
		assert_int_equal(caller_find(&c), -ENOENT);
	}
	setenv("SUDO_UID", "0", 1);
	assert_int_equal(caller_find(&c), 0);
	assert_int_equal(c.uid, 0);
	assert_string_equal(c.home, "/root");
	caller_free(&c);
}

/* The child has the user's IDs, groups and home, and none of root's. */
static void test_runs_as_the_caller(void **state)
{
	struct child_options o = {0};
	struct caller c;
	struct stat st;

	if (geteuid())
		skip();
	setenv("SUDO_UID", "65534", 1);
	setenv("SUDO_GID", "65534", 1);
	setenv("HOME", "/root", 1);
	assert_int_equal(caller_find(&c), 0);
	o.caller = &c;
	assert_int_equal(run(&o, "grep -E '^(Uid|Gid|Groups|CapEff)' "
				 "/proc/$$/status | tr -s '\\t ' ' ' >ids; "
				 "echo $HOME $USER >home"),
			 0);
	assert_string_equal(content("ids"),
			    "Uid: 65534 65534 65534 65534\n"
			    "Gid: 65534 65534 65534 65534\n"
			    "Groups: 65534 \nCapEff: 0000000000000000\n");
	assert_string_equal(content("home"), "/nonexistent nobody\n");
	/* This process is still root, and gives new files to the user. */
	assert_int_equal(geteuid(), 0);
	assert_string_equal(getenv("HOME"), "/root");
	atomic_file_new_owner(c.uid, c.gid);
	assert_int_equal(atomic_file_write("new", "x", 1), 0);
	assert_false(stat("new", &st));
	assert_int_equal(st.st_uid, 65534);
	assert_int_equal(st.st_gid, 65534);
	assert_false(symlink("target", "link"));
	assert_int_equal(atomic_file_write("link", "x", 1), 0);
	assert_false(stat("target", &st));
	assert_int_equal(st.st_uid, 65534);
	/* An existing file keeps its owner. */
	assert_false(chown("new", 1, 1));
	assert_int_equal(atomic_file_write("new", "y", 1), 0);
	assert_false(stat("new", &st));
	assert_int_equal(st.st_uid, 1);
	atomic_file_new_owner((uid_t)-1, (gid_t)-1);
	caller_free(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_status),
		cmocka_unit_test(test_streams_folder_and_environment),
		cmocka_unit_test(test_child_is_clean),
		cmocka_unit_test(test_size_limit),
		cmocka_unit_test(test_whole_group_ends),
		cmocka_unit_test(test_a_group_that_ignores_sigterm_is_killed),
		cmocka_unit_test(test_stop_signal),
		cmocka_unit_test(test_ignored_signals_do_not_stop),
		cmocka_unit_test(test_caller_is_needed),
		cmocka_unit_test(test_runs_as_the_caller),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
