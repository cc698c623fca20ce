// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs the device behind vhost-user with an arbitrary front end and an arbitrary
 * driver, without a guest. The input consists of steps, one byte each:
 *
 *   0  a message: its number, a payload, and file descriptors, of the right kind or not
 *   1  a good set-up of both rings, at arbitrary indexes
 *   2  bytes into the memory that the rings and their buffers are in
 *   3  one more available entry
 *   4  a kick
 *   5  time passes
 *   6  the front end disconnects
 *   7  a fault plan
 *
 * Memory is a memfd of 64 KiB; a region can be a part of it.
 */
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz_input.h"
#include "serve.h"
#include "vhost_device.h"

#define MEMORY 0x10000u
#define NUM    8u

static struct {
	struct vhost_device device;
	u8 *mem;
	int memfd;
	int event;
	int pipe[2];
	u64 now;
	unsigned int slow_steps; /* with system calls, so only some per input */
} w;

static u64 fuzz_clock(void)
{
	return w.now;
}

static void open_once(void)
{
	struct scmi_service_error error;

	if (w.mem)
		return;
	environment_clock = fuzz_clock;
	w.memfd = memfd_create("guest", MFD_CLOEXEC);
	w.event = eventfd(0, EFD_NONBLOCK);
	MUST(!ftruncate(w.memfd, MEMORY) && !pipe(w.pipe));
	w.mem = mmap(NULL, MEMORY, PROT_READ | PROT_WRITE, MAP_SHARED, w.memfd,
		     0);
	MUST(w.mem != MAP_FAILED);
	MUST(scmi_service_parse(&server_settings.service, "20us", 1, &error));
	MUST(!vhost_device_open(&w.device));
}

/* As a device that was just opened, which takes longer. */
static void reset_device(void)
{
	static const struct scmi_plan no_plan;
	const char *why;

	memset(w.mem, 0, MEMORY);
	w.now = 1000000000;
	w.slow_steps = 0;
	host_server_restart(w.device.server, true);
	MUST(!host_server_set_plan(w.device.server, &no_plan, &why));
	memset(&w.device.server->counts, 0, sizeof(w.device.server->counts));
	misbehave_open(&w.device);
}

static void send(struct vhost_message *m)
{
	const u32 request = m->request;
	const bool wanted = m->flags & VHOST_NEED_REPLY;
	const int ret = vhost_device_handle(&w.device, m);

	MUST(ret <= 1);
	if (wanted)
		MUST(ret);
	if (ret == 1)
		MUST(m->request == request &&
		     m->flags == (VHOST_VERSION | VHOST_REPLY) &&
		     m->size <= sizeof(m->bytes));
	vhost_close_fds(m);
}

static void any_message(struct fuzz_input *in)
{
	struct vhost_message m = {0};
	u8 fds;

	m.request = fuzz_byte(in);
	m.flags = VHOST_VERSION | (fuzz_byte(in) & VHOST_NEED_REPLY);
	m.size = fuzz_byte(in) % 2 ? 8 : fuzz_byte(in);
	fuzz_bytes(in, m.bytes, m.size);
	for (fds = fuzz_byte(in); fds && m.nr_fds < VHOST_MAX_REGIONS; fds /= 4)
		m.fds[m.nr_fds++] = dup(fds % 4 == 1   ? w.memfd
					: fds % 4 == 2 ? w.event
						       : w.pipe[0]);
	send(&m);
}

static void set_state(u32 request, u32 index, u32 num)
{
	struct vhost_message m = {
		.request = request, .size = 8, .state = {index, num}};

	send(&m);
}

static void set_fd(u32 request, u32 index)
{
	struct vhost_message m = {.request = request,
				  .size = 8,
				  .number = index,
				  .nr_fds = 1,
				  .fds = {dup(w.event)}};

	send(&m);
}

/* The guest's addresses are low, so that arbitrary ones often hit the memory. */
static void share(void)
{
	struct vhost_message m = {
		.request = VHOST_SET_MEM_TABLE,
		.size = offsetof(struct vhost_regions, region[1]),
		.regions = {.nr = 1, .region = {{0, MEMORY, 0, 0}}},
		.nr_fds = 1,
		.fds = {dup(w.memfd)},
	};

	send(&m);
}

static u64 ring_at(u32 index)
{
	return 0x400 * (index + 1);
}

static void good_set_up(struct fuzz_input *in)
{
	struct vhost_message features = {
		.request = VHOST_SET_FEATURES,
		.size = 8,
		.number = (1ull << 32) | (fuzz_number(in) & 0x70000001),
	};
	u32 i;

	send(&features);
	share();
	for (i = 0; i < VHOST_NR_QUEUES; i++) {
		struct vhost_message addr = {
			.request = VHOST_SET_VRING_ADDR,
			.size = sizeof(addr.addr),
			.addr = {.index = i,
				 .descriptors = ring_at(i),
				 .available = ring_at(i) + 0x100,
				 .used = ring_at(i) + 0x200},
		};

		set_state(VHOST_SET_VRING_NUM, i, NUM);
		set_state(VHOST_SET_VRING_BASE, i, fuzz_byte(in));
		send(&addr);
		set_fd(VHOST_SET_VRING_KICK, i);
		set_fd(VHOST_SET_VRING_CALL, i);
		set_state(VHOST_SET_VRING_ENABLE, i, 1);
	}
}

static void write_memory(struct fuzz_input *in)
{
	const u32 at = ((u32)fuzz_byte(in) << 4) % MEMORY;
	const u32 size = fuzz_byte(in);

	fuzz_bytes(in, w.mem + at, size < MEMORY - at ? size : MEMORY - at);
}

static void add_available(u32 index)
{
	u16 *idx = (u16 *)(void *)(w.mem + ring_at(index) + 0x102);

	*idx = htole16((u16)(le16toh(*idx) + 1));
}

static void set_plan(struct fuzz_input *in)
{
	struct scmi_plan_error error;
	struct scmi_plan plan;
	const char *why;
	char *text = fuzz_string(in);

	if (scmi_plan_parse(&plan, text, strlen(text), 1, &error))
		host_server_set_plan(w.device.server, &plan, &why);
	free(text);
}

static void check(void)
{
	const struct scmi_counts *c = &w.device.server->counts;
	eventfd_t count;

	MUST(c->requests >= c->replies + c->dropped);
	MUST(c->requests - c->replies - c->dropped <= VHOST_DEPTH);
	eventfd_read(w.event, &count);
}

static void step(struct fuzz_input *in, u8 what)
{
	switch (what & 7) {
	case 0:
		if (w.slow_steps++ < 32)
			any_message(in);
		break;
	case 1:
		if ((w.slow_steps += 8) < 32)
			good_set_up(in);
		break;
	case 2:
		write_memory(in);
		break;
	case 3:
		add_available(what >> 3 & 1);
		break;
	case 4:
		vhost_device_kicked(&w.device, what >> 3 & 1);
		break;
	case 5:
		w.now += 1000ull << (what >> 3);
		environment_run();
		vhost_device_interrupt(&w.device);
		break;
	case 6:
		vhost_device_disconnect(&w.device);
		break;
	case 7:
		set_plan(in);
		break;
	}
	check();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	u8 what;

	open_once();
	reset_device();
	while (fuzz_bytes(&in, &what, 1))
		step(&in, what);
	vhost_device_disconnect(&w.device);
	return 0;
}
