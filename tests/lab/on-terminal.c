// SPDX-License-Identifier: GPL-2.0-only
/*
 * on-terminal ROWS COLUMNS COMMAND [ARGUMENT...]: runs a command on a terminal of its
 * own. Standard input has the keys, and standard output gets what the command writes.
 * At the end of the input the command is killed, so that it leaves its last screen.
 * Exit status: 0, 1 on errors, or 2 if the command ended before.
 */
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* Copies at most a buffer; returns the number of bytes, 0 at the end. */
static ssize_t copy(int from, int to)
{
	char buf[4096];
	ssize_t n = read(from, buf, sizeof(buf));

	if (n > 0 && write(to, buf, (size_t)n) != n)
		return 0;
	return n > 0 ? n : 0;
}

/* Returns the exit status. */
static int serve(int terminal)
{
	struct pollfd fd[] = {{.fd = STDIN_FILENO, .events = POLLIN},
			      {.fd = terminal, .events = POLLIN}};

	while (poll(fd, 2, -1) >= 0) {
		if (fd[1].revents && !copy(terminal, STDOUT_FILENO))
			return 2;
		/* Output first, so that the last screen is complete. */
		if (!fd[1].revents && fd[0].revents &&
		    !copy(STDIN_FILENO, terminal))
			return 0;
	}
	perror("on-terminal: poll");
	return 1;
}

int main(int argc, char **argv)
{
	struct winsize size = {0};
	int terminal, status;
	pid_t child;

	if (argc < 4) {
		fputs("Usage: on-terminal ROWS COLUMNS COMMAND [ARGUMENT...]\n",
		      stderr);
		return 1;
	}
	size.ws_row = (unsigned short)atoi(argv[1]);
	size.ws_col = (unsigned short)atoi(argv[2]);
	child = forkpty(&terminal, NULL, NULL, &size);
	if (child < 0) {
		perror("on-terminal: forkpty");
		return 1;
	}
	if (!child) {
		execvp(argv[3], argv + 3);
		perror(argv[3]);
		_exit(127);
	}
	status = serve(terminal);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	return status;
}
