// SPDX-License-Identifier: GPL-2.0-only
/*
 * scmi-vhost-user: an SCMI device for QEMU and other virtual machine monitors that
 * speak vhost-user, over the reference platform. One thread waits for the front
 * end's messages, the driver's doorbells, timers and signals.
 */
#include <sys/eventfd.h>

#include "../../../base/cli.h"
#include "../../../base/diag.h"
#include "../../server/counts_json.h"
#include "../../server/serve.h"
#include "between.h"
#include "counts_file.h"
#include "vhost_device.h"
#include "vhost_program.h"

enum {
	NR_FDS = VHOST_NR_FDS + VHOST_NR_QUEUES
};

static struct vhost_device device;

static bool read_plan(struct vhost_program *p)
{
	const struct scmi_fault *fault;
	struct scmi_plan plan;
	const char *why;

	if (!vhost_settings_read_plan(&p->settings, &plan))
		return false;
	fault = host_server_set_plan(device.server, &plan, &why);
	if (!fault)
		return true;
	vhost_settings_refuse(fault, why);
	return false;
}

static void show_counts(struct seq_file *seq, void *context)
{
	counts_show_server(seq, context);
}

static void write_counts(struct vhost_program *p)
{
	counts_file_write(p->settings.counts, show_counts, device.server);
}

/* Handles the next message of the front end, if all of it is there. */
static void handle_front(struct vhost_program *p)
{
	int ret = vhost_receive(p->front, &p->reader);

	if (ret > 0) {
		struct vhost_message *message = &p->reader.message;
		const u32 request = message->request;

		ret = vhost_device_handle(&device, message);
		diag_verbose("message %u: %d", request, ret);
		if (ret > 0)
			ret = vhost_send(p->front, message);
		vhost_close_fds(message);
		p->reader = (struct vhost_reader){0};
	}
	if (ret >= 0)
		return;
	vhost_device_disconnect(&device);
	vhost_program_leave(p, ret, 0);
}

static void handle_kick(unsigned int ring, const struct pollfd *fd)
{
	eventfd_t count;

	/* A message can have replaced it meanwhile. */
	if (fd->revents & POLLIN && device.rings[ring].kick == fd->fd &&
	    !eventfd_read(fd->fd, &count))
		vhost_device_kicked(&device, ring);
}

static void run(struct vhost_program *p)
{
	struct pollfd fds[NR_FDS];
	unsigned int i;
	u64 ns;

	while (!p->done) {
		for (i = 0; i < VHOST_NR_QUEUES; i++)
			fds[VHOST_NR_FDS + i].fd = device.rings[i].kick;
		vhost_program_wait(p, fds, NR_FDS);
		for (i = 0; i < VHOST_NR_QUEUES; i++)
			handle_kick(i, &fds[VHOST_NR_FDS + i]);
		environment_run();
		vhost_device_interrupt(&device);
		if (fds[VHOST_FD_FRONT].revents)
			handle_front(p);
		ns = vhost_device_leaves(&device);
		if (ns && p->front >= 0) {
			vhost_device_disconnect(&device);
			vhost_program_leave(p, 0, ns);
		}
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

static int serve(struct vhost_program *p)
{
	p->read_plan = read_plan;
	p->write_counts = write_counts;
	if (vhost_device_open(&device)) {
		diag_out_of_memory();
		return EXIT_ERROR;
	}
	if ((p->settings.plan && !read_plan(p)) || !vhost_program_open(p))
		return EXIT_ERROR;
	run(p);
	vhost_program_close(p);
	return EXIT_OK;
}

int main(int argc, char **argv)
{
	static struct vhost_program p;

	diag_program = "scmi-vhost-user";
	vhost_settings_read(&p.settings, argc, argv);
	if (p.settings.between)
		return between_main(&p) ? EXIT_OK : EXIT_ERROR;
	return set_service(&p.settings) ? serve(&p) : EXIT_ERROR;
}
