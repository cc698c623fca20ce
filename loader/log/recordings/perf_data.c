// SPDX-License-Identifier: GPL-2.0-only
#include "perf_data.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "diag.h"

bool perf_data_recognise(const char *head, size_t len)
{
	const size_t n = sizeof(PERF_DATA_MAGIC) - 1;

	return len >= n && !memcmp(head, PERF_DATA_MAGIC, n);
}

/* Runs in the child. Writes the error of a failed exec to @report. */
static _Noreturn void become_perf(int fd, int text, int report)
{
	/* Times in ns; no call chains; files of other users, too. */
	char *const argv[] = {(char *)"perf",
			      (char *)"script",
			      (char *)"--ns",
			      (char *)"--show-lost-events",
			      (char *)"-G",
			      (char *)"-f",
			      (char *)"-i",
			      (char *)"/proc/self/fd/0",
			      NULL};
	const int null = open("/dev/null", O_WRONLY);
	sigset_t none;
	int err;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	dup2(fd, STDIN_FILENO);
	dup2(text, STDOUT_FILENO);
	if (diag_level < DIAG_VERBOSE)
		dup2(null, STDERR_FILENO);
	execvp(argv[0], argv);
	err = -errno;
	(void)!write(report, &err, sizeof(err));
	_exit(127);
}

int perf_data_open(int fd, pid_t *pid)
{
	int text[2], report[2], err = 0;

	if (pipe2(text, O_CLOEXEC))
		return -errno;
	if (pipe2(report, O_CLOEXEC)) {
		err = -errno;
		close(text[0]);
		close(text[1]);
		return err;
	}
	*pid = fork();
	if (!*pid)
		become_perf(fd, text[1], report[1]);
	if (*pid < 0)
		err = -errno;
	close(text[1]);
	close(report[1]);
	while (*pid > 0 && read(report[0], &err, sizeof(err)) < 0 &&
	       errno == EINTR)
		;
	close(report[0]);
	if (!err)
		return text[0];
	close(text[0]);
	if (*pid > 0)
		waitpid(*pid, NULL, 0);
	return err;
}

int perf_data_close(int text, pid_t pid, const char *name, int err)
{
	int status = 0;

	close(text);
	if (err)
		kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	/* A signal has ended the import before perf's text did. */
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE)
		return err;
	if (err || !status)
		return err;
	diag_error("perf script cannot read '%s'", name);
	diag_hint("perf script -f -i FILE prints why");
	return -EINVAL;
}
