// SPDX-License-Identifier: GPL-2.0-only
#include "stop_signals.h"

#include <errno.h>
#include <string.h>
#include <sys/signalfd.h>

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

int stop_signals_fd(void)
{
	sigset_t set;
	int fd;

	stop_signals(&set);
	sigprocmask(SIG_BLOCK, &set, NULL);
	fd = signalfd(-1, &set, SFD_CLOEXEC);
	if (fd >= 0)
		return fd;
	diag_error("wait for signals: %s", strerror(errno));
	return -errno;
}
