// SPDX-License-Identifier: GPL-2.0-only
/* The terminal is restored after fatal signals and crashes. */
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "unit_test.h"
#include "stderr_capture.h"
#include "terminal_guard.h"

#define LEAVE "\033[?1049l"
#define WORDS "scmi-perf: error: last words\n"

static void write_to_nowhere(void)
{
	char *volatile nowhere = (char *)1;

	*nowhere = 0;
}

/* Overflows the stack: the handler needs the alternate one. */
static unsigned int fill_stack(volatile unsigned int n)
{
	volatile char page[4096];

	page[n % sizeof(page)] = (char)n;
	return n ? fill_stack(n + 1) + (unsigned int)page[n % sizeof(page)] : 0;
}

static void overflow(void)
{
	fill_stack(1);
}

/* A main loop that ignores requests. */
static void terminate_twice(void)
{
	raise(SIGTERM);
	raise(SIGTERM);
}

static void quit(void)
{
	raise(SIGQUIT);
}

/* Uses the terminal as scmi-top does, and dies. */
static void die(int terminal, void (*how)(void))
{
	const struct rlimit no_core = {0};
	struct termios raw;

	setrlimit(RLIMIT_CORE, &no_core);
	if (guard_open(terminal) || tcgetattr(terminal, &raw))
		_exit(1);
	cfmakeraw(&raw);
	tcsetattr(terminal, TCSANOW, &raw);
	guard_arm("an older one", strlen("an older one"));
	guard_arm(LEAVE, strlen(LEAVE));
	if (stderr_capture_start() ||
	    write(STDERR_FILENO, WORDS, strlen(WORDS)) < 0)
		_exit(2);
	how();
	_exit(3);
}

static void assert_reads(int fd, const char *text)
{
	char data[256] = "";
	size_t n = 0;
	ssize_t more;

	while (n < strlen(text) &&
	       (more = read(fd, data + n, sizeof(data) - 1 - n)) > 0)
		n += (size_t)more;
	assert_string_equal(data, text);
}

static void test_terminal_is_restored(void **state)
{
	static const struct {
		void (*how)(void);
		int signal;
	} ways[] = {
		{write_to_nowhere, SIGSEGV},
		{overflow, SIGSEGV},
		{abort, SIGABRT},
		{terminate_twice, SIGTERM},
		{quit, SIGQUIT},
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		struct termios before, after;
		int master, slave, status, errors[2];
		pid_t pid;

		assert_int_equal(openpty(&master, &slave, NULL, NULL, NULL), 0);
		assert_int_equal(pipe(errors), 0);
		assert_int_equal(tcgetattr(slave, &before), 0);
		pid = fork();
		if (!pid) {
			dup2(errors[1], STDERR_FILENO);
			die(slave, ways[i].how);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), ways[i].signal);
		assert_reads(master, LEAVE);
		assert_reads(errors[0], WORDS);
		assert_int_equal(tcgetattr(slave, &after), 0);
		assert_int_equal(after.c_lflag, before.c_lflag);
		assert_int_equal(after.c_iflag, before.c_iflag);
		assert_int_equal(after.c_oflag, before.c_oflag);
		close(master);
		close(slave);
		close(errors[0]);
		close(errors[1]);
	}
}

/* Requests are returned once; former signal handlers are restored. */
static void test_requests(void **state)
{
	struct sigaction action;
	int master, slave;

	assert_int_equal(openpty(&master, &slave, NULL, NULL, NULL), 0);
	signal(SIGHUP, SIG_IGN);
	signal(SIGINT, SIG_IGN); /* as for background jobs */
	assert_int_equal(guard_open(slave), 0);
	assert_int_equal(guard_requests(), 0);
	raise(SIGWINCH);
	raise(SIGTSTP);
	raise(SIGHUP); /* ignored, as with nohup */
	assert_int_equal(guard_requests(), GUARD_RESIZED | GUARD_STOP);
	assert_int_equal(guard_requests(), 0);
	raise(SIGINT);
	raise(SIGCONT);
	assert_int_equal(guard_requests(), GUARD_END | GUARD_RESUMED);
	guard_close();
	sigaction(SIGSEGV, NULL, &action);
	assert_false(action.sa_flags & SA_ONSTACK);
	sigaction(SIGHUP, NULL, &action);
	assert_ptr_equal(action.sa_handler, SIG_IGN);
	sigaction(SIGINT, NULL, &action);
	assert_ptr_equal(action.sa_handler, SIG_IGN);
	signal(SIGHUP, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	close(master);
	close(slave);
}

/* Captured lines are returned one by one, and all are written at the end. */
static void test_captured_lines(void **state)
{
	char line[16];
	int errors[2], real = dup(STDERR_FILENO);

	assert_int_equal(pipe(errors), 0);
	dup2(errors[1], STDERR_FILENO);
	assert_int_equal(stderr_capture_start(), 0);
	assert_false(stderr_capture_line(line, sizeof(line)));
	dprintf(STDERR_FILENO, "scmi-perf: first\nsecond\n");
	assert_true(stderr_capture_line(line, sizeof(line)));
	assert_string_equal(line, "firs"); /* 15 bytes, including the prefix */
	assert_false(stderr_capture_line(line, sizeof(line)));
	dprintf(STDERR_FILENO, "third, which is long\n");
	assert_true(stderr_capture_line(line, sizeof(line)));
	assert_string_equal(line, "third, which is");
	stderr_capture_stop();
	stderr_capture_stop();
	dprintf(STDERR_FILENO, "fourth\n");
	dup2(real, STDERR_FILENO);
	assert_reads(errors[0], "scmi-perf: first\nsecond\n"
				"third, which is long\nfourth\n");
	close(real);
	close(errors[0]);
	close(errors[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_terminal_is_restored),
		cmocka_unit_test(test_requests),
		cmocka_unit_test(test_captured_lines),
	};

	/* Shells ignore it for background jobs. */
	signal(SIGQUIT, SIG_DFL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
