// SPDX-License-Identifier: GPL-2.0-only
/* The terminal is restored when a program exits from anywhere. */
#include <pty.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "unit_test.h"
#include "alloc.h"
#include "cli.h"
#include "terminal.h"

/* xterm's sequences that enter and leave the alternate screen. */
#define ENTER "\033[?1049h"
#define LEAVE "\033[?1049l"

/* Reads until the other end is closed. */
static void read_all(int fd, char *text, size_t len)
{
	size_t n = 0;
	ssize_t more;

	while (n < len - 1 && (more = read(fd, text + n, len - 1 - n)) > 0)
		n += (size_t)more;
	text[n] = '\0';
}

static void assert_same_modes(const struct termios *a, const struct termios *b)
{
	assert_int_equal(a->c_lflag, b->c_lflag);
	assert_int_equal(a->c_iflag, b->c_iflag);
	assert_int_equal(a->c_oflag, b->c_oflag);
}

static void test_out_of_memory(void **state)
{
	char screen[8192], message[256];
	struct termios before, after;
	int master, slave, status, errors[2];
	const char *leave;
	pid_t pid;

	assert_int_equal(openpty(&master, &slave, NULL, NULL, NULL), 0);
	assert_int_equal(pipe(errors), 0);
	assert_int_equal(tcgetattr(slave, &before), 0);
	pid = fork();
	if (!pid) {
		setenv("TERM", "xterm", 1);
		dup2(slave, STDIN_FILENO);
		dup2(slave, STDOUT_FILENO);
		dup2(errors[1], STDERR_FILENO);
		if (terminal_open())
			_exit(9);
		out_of_memory();
	}
	close(errors[1]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(tcgetattr(slave, &after), 0);
	assert_same_modes(&after, &before);
	close(slave);
	read_all(master, screen, sizeof(screen));
	read_all(errors[0], message, sizeof(message));
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), EXIT_ERROR);
	leave = strstr(screen, LEAVE);
	assert_non_null(leave);
	assert_null(strstr(leave, ENTER));
	assert_non_null(strstr(message, "error: out of memory\n"));
	close(master);
	close(errors[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
