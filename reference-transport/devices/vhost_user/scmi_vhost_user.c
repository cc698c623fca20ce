// SPDX-License-Identifier: GPL-2.0-only
/*
 * scmi-vhost-user: an SCMI device for QEMU and other virtual machine monitors that
 * speak vhost-user, over the reference platform. One thread waits for the front
 * end's messages, the driver's doorbells, timers and signals.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "../../../base/atomic_file.h"
#include "../../../base/cli.h"
#include "../../../base/diag.h"
#include "../../server/counts_json.h"
#include "../../server/serve.h"
#include "vhost_device.h"
#include "vhost_settings.h"
#include "vhost_socket.h"

#define AGAIN_NS 100000000u /* between two attempts to connect */

/**
 * struct program - the program
 * @settings: its command line
 * @device: the device
 * @signals: a signalfd
 * @listener: socket that a front end connects to; -1: none
 * @front: the front end's socket; -1: none
 * @reader: its next message
 * @again: connects to the front end
 * @done: end the program
 */
struct program {
	struct vhost_settings settings;
	struct vhost_device device;
	int signals;
	int listener;
	int front;
	struct vhost_reader reader;
	struct hrtimer again;
	bool done;
};

static bool read_plan(struct program *p)
{
	const struct scmi_fault *fault;
	struct scmi_plan plan;
	const char *why;

	if (!vhost_settings_read_plan(&p->settings, &plan))
		return false;
	fault = host_server_set_plan(p->device.server, &plan, &why);
	if (!fault)
		return true;
	vhost_settings_refuse(fault, why);
	return false;
}

static void write_counts(struct program *p)
{
	const char *path = p->settings.counts;
	struct seq_file seq = {0};
	size_t len;
	char *text;
	int ret;

	if (!path)
		return;
	seq.out = open_memstream(&text, &len);
	if (!seq.out) {
		diag_error("write %s: %s", path, strerror(errno));
		return;
	}
	ret = counts_show_server(&seq, p->device.server);
	if (fclose(seq.out))
		ret = -ENOMEM;
	if (!ret)
		ret = atomic_file_write(path, text, len);
	free(text);
	if (ret)
		diag_error("write %s: %s", path, strerror(-ret));
}

static void handle_signals(struct program *p)
{
	struct signalfd_siginfo info;

	while (read(p->signals, &info, sizeof(info)) == sizeof(info)) {
		switch (info.ssi_signo) {
		case SIGHUP:
			if (p->settings.plan && read_plan(p))
				diag_info("read %s", p->settings.plan);
			break;
		case SIGUSR1:
			write_counts(p);
			break;
		default:
			p->done = true;
		}
	}
}

static bool open_signals(struct program *p)
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

static void front_connected(struct program *p, int fd)
{
	p->front = fd;
	diag_info("a front end is connected");
}

/* Tries to connect, until a front end listens. */
static enum hrtimer_restart connect_front(struct hrtimer *timer)
{
	struct program *p = container_of(timer, struct program, again);
	const int fd = vhost_socket_connect(p->settings.socket);

	if (fd >= 0)
		front_connected(p, fd);
	else
		hrtimer_start(timer, AGAIN_NS, HRTIMER_MODE_REL);
	return HRTIMER_NORESTART;
}

static void accept_front(struct program *p)
{
	const int fd = vhost_socket_accept(p->listener);

	if (fd >= 0)
		front_connected(p, fd);
}

static void front_gone(struct program *p, int error)
{
	if (error == -ECONNRESET)
		diag_info("the front end has disconnected");
	else
		diag_warning("the front end's message: %s", strerror(-error));
	vhost_device_disconnect(&p->device);
	vhost_reader_end(&p->reader);
	close(p->front);
	p->front = -1;
	if (!p->settings.listen)
		hrtimer_start(&p->again, AGAIN_NS, HRTIMER_MODE_REL);
}

/* Handles the next message of the front end, if all of it is there. */
static void handle_front(struct program *p)
{
	int ret = vhost_receive(p->front, &p->reader);

	if (ret > 0) {
		const u32 request = p->reader.message.request;

		/* The reply uses the message's memory. */
		struct vhost_message reply = p->reader.message;

		p->reader = (struct vhost_reader){0};
		ret = vhost_device_handle(&p->device, &reply);
		diag_verbose("message %u: %d", request, ret);
		if (ret > 0)
			ret = vhost_send(p->front, &reply);
		vhost_close_fds(&reply);
	}
	if (ret < 0)
		front_gone(p, ret);
}

static bool open_front(struct program *p)
{
	p->listener = -1;
	p->front = -1;
	hrtimer_setup(&p->again, connect_front, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL);
	if (!p->settings.listen) {
		hrtimer_start(&p->again, 0, HRTIMER_MODE_REL);
		return true;
	}
	p->listener = vhost_socket_listen(p->settings.socket);
	if (p->listener < 0)
		diag_error("listen at %s: %s", p->settings.socket,
			   strerror(-p->listener));
	return p->listener >= 0;
}

enum {
	FD_SIGNALS,
	FD_LISTENER,
	FD_FRONT,
	FD_KICKS,
	NR_FDS = FD_KICKS + 2
};

/* Waits until a file descriptor is ready or a timer expires. */
static void wait(struct program *p, struct pollfd fds[NR_FDS])
{
	const u64 next = environment_next();
	const u64 now = next && next != ~0ull ? environment_clock() : 0;
	const u64 ns = next > now ? next - now : 0;
	struct timespec timeout = {.tv_sec = (time_t)(ns / 1000000000u),
				   .tv_nsec = (long)(ns % 1000000000u)};
	unsigned int i;

	fds[FD_SIGNALS].fd = p->signals;
	/* One front end at a time; others wait for its end. */
	fds[FD_LISTENER].fd = p->front < 0 ? p->listener : -1;
	fds[FD_FRONT].fd = p->front;
	for (i = 0; i < VHOST_NR_QUEUES; i++)
		fds[FD_KICKS + i].fd = p->device.rings[i].kick;
	for (i = 0; i < NR_FDS; i++) {
		fds[i].events = POLLIN;
		fds[i].revents = 0;
	}
	if (ppoll(fds, NR_FDS, next == ~0ull ? NULL : &timeout, NULL) < 0)
		for (i = 0; i < NR_FDS; i++)
			fds[i].revents = 0;
}

static void handle_kick(struct program *p, unsigned int ring,
			const struct pollfd *fd)
{
	eventfd_t count;

	/* The front end's message can have replaced it meanwhile. */
	if (fd->revents & POLLIN && p->device.rings[ring].kick == fd->fd &&
	    !eventfd_read(fd->fd, &count))
		vhost_device_kicked(&p->device, ring);
}

static void run(struct program *p)
{
	struct pollfd fds[NR_FDS];
	unsigned int i;

	while (!p->done) {
		wait(p, fds);
		for (i = 0; i < VHOST_NR_QUEUES; i++)
			handle_kick(p, i, &fds[FD_KICKS + i]);
		environment_run();
		vhost_device_interrupt(&p->device);
		if (fds[FD_SIGNALS].revents)
			handle_signals(p);
		if (fds[FD_FRONT].revents)
			handle_front(p);
		if (fds[FD_LISTENER].revents)
			accept_front(p);
	}
}

static bool set_service(const struct vhost_settings *settings)
{
	struct scmi_service_error error;

	if (scmi_service_parse(&server_settings.service, settings->service,
			       settings->seed, &error))
		return true;
	diag_error("invalid value '%s' for --service: character %zu: %s (one "
		   "of: 0, 20us, fixed:20us, uniform:10us..30us, exp:20us)",
		   settings->service, error.at + 1, error.why);
	return false;
}

static int serve(struct program *p)
{
	if (vhost_device_open(&p->device)) {
		diag_out_of_memory();
		return EXIT_ERROR;
	}
	if ((p->settings.plan && !read_plan(p)) || !open_signals(p) ||
	    !open_front(p))
		return EXIT_ERROR;
	/* Else the kernel delays each timer by 50 us to save wakeups. */
	prctl(PR_SET_TIMERSLACK, 1);
	run(p);
	write_counts(p);
	if (p->settings.listen)
		unlink(p->settings.socket);
	return EXIT_OK;
}

int main(int argc, char **argv)
{
	static struct program p;

	diag_program = "scmi-vhost-user";
	vhost_settings_read(&p.settings, argc, argv);
	if (!set_service(&p.settings))
		return EXIT_ERROR;
	return serve(&p);
}
