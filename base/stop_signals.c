// SPDX-License-Identifier: GPL-2.0-only
#include "stop_signals.h"

#include <errno.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "diag.h"

void stop_signals(sigset_t *set)
{
	struct sigaction hup;

	sigemptyset(set);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
	sigaction(SIGHUP, NULL, &hup);
	if (hup.sa_handler != SIG_IGN)
		sigaddset(set, SIGHUP);
}

void stop_signals_blocked(sigset_t *set)
{
	static const int stop[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
	struct sigaction action;

	sigemptyset(set);
	sigaddset(set, SIGCHLD);
	for (size_t i = 0; i < sizeof(stop) / sizeof(stop[0]); i++)
		if (!sigaction(stop[i], NULL, &action) &&
		    action.sa_handler != SIG_IGN)
			sigaddset(set, stop[i]);
}

void stop_signals_block(sigset_t *old)
{
	sigset_t set;

	stop_signals_blocked(&set);
	sigprocmask(SIG_BLOCK, &set, old);
}

void stop_signals_unblock(const sigset_t *old)
{
	sigprocmask(SIG_SETMASK, old, NULL);
}

int stop_signals_fd(void)
{
	sigset_t set;
	int fd;

	stop_signals(&set);
	sigprocmask(SIG_BLOCK, &set, NULL);
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd >= 0)
		return fd;
	diag_error("wait for signals: %s", strerror(errno));
	return -errno;
}

void stop_signals_discard(int fd)
{
	struct signalfd_siginfo info;

	while (read(fd, &info, sizeof(info)) > 0)
		;
	close(fd);
}

void stop_signals_close(int fd)
{
	sigset_t set;

	stop_signals_discard(fd);
	stop_signals(&set);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}
