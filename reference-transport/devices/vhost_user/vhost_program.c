// SPDX-License-Identifier: GPL-2.0-only
#include "vhost_program.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "../../../base/diag.h"
#include "counts_file.h"
#include "vhost_socket.h"

#define AGAIN_NS 100000000u /* between two attempts to connect */

static void handle_signals(struct vhost_program *p)
{
	struct signalfd_siginfo info;

	while (read(p->signals, &info, sizeof(info)) == sizeof(info)) {
		switch (info.ssi_signo) {
		case SIGHUP:
			if (p->settings.plan && p->read_plan(p))
				diag_info("read %s", p->settings.plan);
			break;
		case SIGUSR1:
			p->write_counts(p);
			break;
		default:
			p->done = true;
		}
	}
}

static bool open_signals(struct vhost_program *p)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	p->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (p->signals < 0)
		diag_error("wait for signals: %s", strerror(errno));
	return p->signals >= 0;
}

static void connected(struct vhost_program *p, int fd)
{
	p->front = fd;
	diag_info("a front end is connected");
}

/* Connects, or tries again later; a listener accepts the next front end. */
static enum hrtimer_restart come_back(struct hrtimer *timer)
{
	struct vhost_program *p =
		container_of(timer, struct vhost_program, again);
	int fd;

	p->away = false;
	if (p->settings.listen)
		return HRTIMER_NORESTART;
	fd = vhost_socket_connect(p->settings.socket);
	if (fd >= 0)
		connected(p, fd);
	else
		hrtimer_start(timer, AGAIN_NS, HRTIMER_MODE_REL);
	return HRTIMER_NORESTART;
}

bool vhost_program_open(struct vhost_program *p)
{
	p->listener = -1;
	p->front = -1;
	hrtimer_setup(&p->again, come_back, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	if (!counts_file_try(p->settings.counts) || !open_signals(p))
		return false;
	/* Else the kernel delays each timer by 50 us to save wakeups. */
	prctl(PR_SET_TIMERSLACK, 1);
	if (!p->settings.listen) {
		diag_info("connecting to %s", p->settings.socket);
		hrtimer_start(&p->again, 0, HRTIMER_MODE_REL);
		return true;
	}
	p->listener = vhost_socket_listen(p->settings.socket);
	if (p->listener < 0)
		diag_error("listen at %s: %s", p->settings.socket,
			   strerror(-p->listener));
	return p->listener >= 0;
}

void vhost_program_close(struct vhost_program *p)
{
	p->write_counts(p);
	if (p->settings.listen)
		unlink(p->settings.socket);
}

void vhost_program_leave(struct vhost_program *p, int error, u64 ns)
{
	if (error == -ECONNRESET)
		diag_info("the front end has disconnected");
	else if (error)
		diag_warning("the front end's message: %s", strerror(-error));
	vhost_reader_end(&p->reader);
	close(p->front);
	p->front = -1;
	p->away = true;
	if (!p->settings.listen && !ns)
		ns = AGAIN_NS;
	hrtimer_start(&p->again, (ktime_t)ns, HRTIMER_MODE_REL);
}

static void wait_until(u64 next, struct pollfd *fds, unsigned int nr)
{
	const u64 now = next && next != ~0ull ? environment_clock() : 0;
	const u64 ns = next > now ? next - now : 0;
	struct timespec timeout = {.tv_sec = (time_t)(ns / 1000000000u),
				   .tv_nsec = (long)(ns % 1000000000u)};
	unsigned int i;

	if (ppoll(fds, nr, next == ~0ull ? NULL : &timeout, NULL) < 0)
		for (i = 0; i < nr; i++)
			fds[i].revents = 0;
}

void vhost_program_wait(struct vhost_program *p, struct pollfd *fds,
			unsigned int nr)
{
	unsigned int i;
	int fd;

	fds[VHOST_FD_SIGNALS].fd = p->signals;
	/* One front end at a time; others wait for its end. */
	fds[VHOST_FD_LISTENER].fd = p->front < 0 && !p->away ? p->listener : -1;
	fds[VHOST_FD_FRONT].fd = p->waits ? -1 : p->front;
	for (i = 0; i < nr; i++) {
		fds[i].events = POLLIN;
		fds[i].revents = 0;
	}
	wait_until(environment_next(), fds, nr);
	if (fds[VHOST_FD_SIGNALS].revents)
		handle_signals(p);
	if (!fds[VHOST_FD_LISTENER].revents)
		return;
	fd = vhost_socket_accept(p->listener);
	if (fd >= 0)
		connected(p, fd);
}
