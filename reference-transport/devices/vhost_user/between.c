// SPDX-License-Identifier: GPL-2.0-only
#include "between.h"

#include <unistd.h>

#include "../../../base/diag.h"
#include "counts_file.h"
#include "vhost_socket.h"

#define AGAIN_NS 10000000u /* between two attempts to connect */

enum {
	FD_BACK = VHOST_NR_FDS,
	FD_KICKS,
	FD_CALLS = FD_KICKS + RELAY_RINGS,
	NR_FDS = FD_CALLS + RELAY_RINGS,
};

/* The other back end: its socket, -1 for none, its next message, the eventfds. */
static struct {
	int back;
	struct vhost_reader reader;
	struct hrtimer again;
	struct relay relay;
} between = {.back = -1};

static bool read_plan(struct vhost_program *p)
{
	const struct scmi_fault *fault;
	struct scmi_plan plan;
	const char *why;

	if (!vhost_settings_read_plan(&p->settings, &plan))
		return false;
	fault = relay_set_plan(&between.relay, &plan, &why);
	if (!fault)
		return true;
	diag_error("plan: line %u: %s: --between %s", fault->line,
		   scmi_fault_name(fault->kind), why);
	return false;
}

static void write_counts(struct vhost_program *p)
{
	counts_file_write(p->settings.counts, relay_show, &between.relay);
}

static enum hrtimer_restart try_back(struct hrtimer *timer)
{
	(void)timer;
	return HRTIMER_NORESTART;
}

/* Each connection of the front end has one of the back end. */
static void connect_back(struct vhost_program *p)
{
	if (p->front < 0 || between.back >= 0 || between.again.slot)
		return;
	between.back = vhost_socket_connect(p->settings.between);
	/* The timer only ends the wait for the next attempt. */
	if (between.back < 0)
		hrtimer_start(&between.again, AGAIN_NS, HRTIMER_MODE_REL);
}

static void leave(struct vhost_program *p, int error, u64 ns)
{
	if (between.back >= 0)
		close(between.back);
	between.back = -1;
	vhost_reader_end(&between.reader);
	relay_forget(&between.relay);
	if (p->front >= 0)
		vhost_program_leave(p, error, ns);
}

/* Passes on the next message of @from, if all of it is there. */
static int pass(int from, struct vhost_reader *reader, int to, bool is_front)
{
	struct vhost_message *message = &reader->message;
	int ret = vhost_receive(from, reader);

	if (ret <= 0)
		return ret;
	if (is_front && !relay_message(&between.relay, message))
		ret = -EMFILE;
	else
		ret = vhost_send(to, message);
	vhost_reader_end(reader);
	return ret;
}

static void handle_messages(struct vhost_program *p, const struct pollfd *fds)
{
	int ret = 0;

	if (fds[VHOST_FD_FRONT].revents && between.back >= 0)
		ret = pass(p->front, &p->reader, between.back, true);
	if (!ret && fds[FD_BACK].revents)
		ret = pass(between.back, &between.reader, p->front, false);
	if (ret < 0)
		leave(p, ret, 0);
}

static void handle_events(const struct pollfd *fds)
{
	struct relay *relay = &between.relay;
	unsigned int i;

	for (i = 0; i < RELAY_RINGS; i++) {
		if (fds[FD_KICKS + i].revents)
			relay_event(relay, &relay->kicks[i]);
		if (fds[FD_CALLS + i].revents)
			relay_event(relay, &relay->calls[i]);
	}
}

static void run(struct vhost_program *p)
{
	struct relay *relay = &between.relay;
	struct pollfd fds[NR_FDS];
	unsigned int i;

	while (!p->done) {
		connect_back(p);
		p->waits = between.back < 0;
		fds[FD_BACK].fd = between.back;
		for (i = 0; i < RELAY_RINGS; i++) {
			fds[FD_KICKS + i].fd = relay->kicks[i].from;
			fds[FD_CALLS + i].fd = relay->calls[i].from;
		}
		vhost_program_wait(p, fds, NR_FDS);
		handle_events(fds);
		environment_run();
		handle_messages(p, fds);
		if (relay->leave_ns)
			leave(p, 0, relay->leave_ns);
		relay->leave_ns = 0;
	}
}

bool between_main(struct vhost_program *p)
{
	p->read_plan = read_plan;
	p->write_counts = write_counts;
	relay_open(&between.relay);
	hrtimer_setup(&between.again, try_back, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL);
	if ((p->settings.plan && !read_plan(p)) || !vhost_program_open(p))
		return false;
	run(p);
	vhost_program_close(p);
	return true;
}
