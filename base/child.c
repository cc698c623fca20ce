// SPDX-License-Identifier: GPL-2.0-only
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "alloc.h"
#include "clock.h"
#include "diag.h"
#include "stop_signals.h"

#define TERM_GRACE_NS 5000000000u
#define KILL_GRACE_NS 1000000000u
#define POLL_NS	      20000000u

extern char **environ;

/* True: this process ignores SIGXFSZ, and the one that started it did not. */
static bool ignores_size_limit;

void child_ignore_size_limit(void)
{
	ignores_size_limit = signal(SIGXFSZ, SIG_IGN) != SIG_IGN;
}

bool child_finds(const char *name)
{
	char *folders = xstrdup(getenv("PATH")), *rest = folders, *folder;
	/* Without PATH, the C library has folders of its own. */
	bool found = !folders;

	while (!found && (folder = strsep(&rest, ":"))) {
		char *path = xasprintf("%s/%s", *folder ? folder : ".", name);

		found = !access(path, X_OK);
		free(path);
	}
	free(folders);
	return found;
}

/* Does what @o and child_start() promise, in the child. Returns 0 or -errno. */
static int prepare(const struct child_options *o)
{
	sigset_t none;

	sigemptyset(&none);
	if (ignores_size_limit)
		signal(SIGXFSZ, SIG_DFL);
	if (setpgid(0, 0))
		return -errno;
	if (o->no_stdin) {
		const int null = open("/dev/null", O_RDONLY);

		if (null < 0 || dup2(null, STDIN_FILENO) < 0)
			return -errno;
	}
	if (o->to_stderr && dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
		return -errno;
	if (o->folder && chdir(o->folder))
		return -errno;
	if (o->caller && caller_become(o->caller))
		return -errno;
	/* In case this process is killed; a change of user would undo it. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	return sigprocmask(SIG_SETMASK, &none, NULL) ? -errno : 0;
}

/* Runs in the child. Writes the error of a failed exec to @report. */
static _Noreturn void become(const struct child_options *o, char *const argv[],
			     int report)
{
	int err = prepare(o);

	if (!err) {
		execvpe(argv[0], argv, o->env ? o->env : environ);
		err = -errno;
	}
	(void)!write(report, &err, sizeof(err));
	_exit(127);
}

pid_t child_start(const struct child_options *o, char *const argv[])
{
	int report[2], err = 0;
	pid_t pid;

	if (pipe2(report, O_CLOEXEC))
		return -errno;
	/* Processes whose parent has ended become children of this one. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	pid = fork();
	if (!pid)
		become(o, argv, report[1]);
	if (pid < 0)
		err = -errno;
	else
		setpgid(pid, pid); /* before anything can be sent to it */
	close(report[1]);
	while (pid > 0 && read(report[0], &err, sizeof(err)) < 0 &&
	       errno == EINTR)
		;
	close(report[0]);
	if (!err)
		return pid;
	if (pid > 0)
		waitpid(pid, NULL, 0);
	return err;
}

/* Makes @group the one that may read from the terminal, if it is @from's now. */
static void pass_terminal(pid_t from, pid_t group)
{
	const int tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
	sigset_t set, old;

	if (tty < 0)
		return;
	sigemptyset(&set);
	sigaddset(&set, SIGTTOU);
	sigprocmask(SIG_BLOCK, &set, &old);
	if (tcgetpgrp(tty) == from)
		tcsetpgrp(tty, group);
	sigprocmask(SIG_SETMASK, &old, NULL);
	close(tty);
}

/* Collects all ended children of the group. Returns true if @pid is one. */
static bool collect(pid_t pid, int *status)
{
	bool ended = false;
	pid_t one;
	int s;

	while ((one = waitpid(-pid, &s, WNOHANG | WUNTRACED)) > 0) {
		if (WIFSTOPPED(s)) {
			if (WSTOPSIG(s) != SIGTTIN && WSTOPSIG(s) != SIGTTOU)
				continue;
			pass_terminal(getpgrp(), pid);
			kill(-pid, SIGCONT);
		} else if (one == pid) {
			*status = s;
			ended = true;
		}
	}
	return ended;
}

int child_wait(const sigset_t *set, pid_t pid, uint64_t until_ns, int *status)
{
	for (;;) {
		struct timespec left, *timeout = NULL;
		int sig;

		if (until_ns) {
			uint64_t now = monotonic_ns();

			if (now >= until_ns)
				return 0;
			left.tv_sec = (time_t)((until_ns - now) / 1000000000u);
			left.tv_nsec = (long)((until_ns - now) % 1000000000u);
			timeout = &left;
		}
		sig = sigtimedwait(set, NULL, timeout);
		if (sig > 0 && sig != SIGCHLD)
			return sig;
		if (sig == SIGCHLD && pid && collect(pid, status))
			return SIGCHLD;
	}
}

static bool group_exists(pid_t pid)
{
	return !kill(-pid, 0) || errno != ESRCH;
}

void child_end(const sigset_t *set, pid_t pid, int *status)
{
	static const struct {
		int sig;
		uint64_t grace_ns;
	} ways[] = {{SIGTERM, TERM_GRACE_NS}, {SIGKILL, KILL_GRACE_NS}};

	for (size_t i = 0; i < 2 && group_exists(pid); i++) {
		const uint64_t end_ns = monotonic_ns() + ways[i].grace_ns;
		int sig = SIGCHLD;

		if (i)
			diag_warning("the command (process group %d) ignores "
				     "SIGTERM: sending SIGKILL",
				     (int)pid);
		kill(-pid, ways[i].sig);
		kill(-pid, SIGCONT); /* a stopped process would not end */
		while (group_exists(pid) && monotonic_ns() < end_ns &&
		       (!sig || sig == SIGCHLD)) {
			sig = child_wait(set, pid, monotonic_ns() + POLL_NS,
					 status);
			collect(pid, status);
		}
	}
	pass_terminal(pid, getpgrp());
}

int child_run(const struct child_options *o, char *const argv[], int *status)
{
	const pid_t pid = child_start(o, argv);
	sigset_t set;
	int sig;

	if (pid < 0)
		return pid;
	stop_signals_blocked(&set);
	sig = child_wait(&set, pid, 0, status);
	if (sig == SIGCHLD) {
		pass_terminal(pid, getpgrp());
		return 0;
	}
	child_end(&set, pid, status);
	raise(sig); /* it is blocked */
	return -EINTR;
}
