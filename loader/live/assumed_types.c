// SPDX-License-Identifier: GPL-2.0-only
#include "assumed_types.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <bpf/btf.h>

/*
 * In the order of types that contain others. Linux 5.15 to 6.8 have transports as a
 * table, Linux 6.12 to 7.3 have drivers.
 */
static const struct member {
	const char *structure, *name;
	const char *type; /* of an integer or a structure; "": a pointer */
	unsigned int table, drivers; /* offset in bytes */
} members[] = {
	{"scmi_msg_hdr", "id", "u8", 0, 0},
	{"scmi_msg_hdr", "protocol_id", "u8", 1, 1},
	{"scmi_msg_hdr", "seq", "u16", 4, 4},
	{"scmi_msg", "buf", "", 0, 0},
	{"scmi_xfer", "transfer_id", "u32", 0, 0},
	{"scmi_xfer", "hdr", "scmi_msg_hdr", 4, 4},
	{"scmi_xfer", "tx", "scmi_msg", 24, 24},
	{"scmi_handle", "dev", "", 0, 0},
	{"scmi_protocol_handle", "dev", "", 0, 0},
	{"scmi_protocol_instance", "handle", "", 0, 0},
	{"scmi_protocol_instance", "ph", "scmi_protocol_handle", 40, 48},
	{"scmi_info", "desc", "", 8, 16},
	{"scmi_info", "handle", "scmi_handle", 64, 72},
	{"scmi_desc", "ops", "", 16, 0},
	{"scmi_transport_ops", "send_message", "", 40, 32},
	/* Or the next one. */
	{"scmi_chan_info", "handle", "", 24, 24},
	/* Of the specification. */
	{"scmi_shared_mem", "channel_status", "u32", 4, 4},
	{"scmi_shared_mem", "msg_header", "u32", 24, 24},
	/* Without lockdep. */
	{"work_struct", "func", "", 24, 24},
	{"events_queue", "notify_work", "work_struct", 32, 32},
	{"scmi_registered_events_desc", "id", "u8", 0, 0},
	{"scmi_registered_events_desc", "equeue", "events_queue", 16, 16},
	{"scmi_registered_events_desc", "ni", "", 88, 88},
	{"scmi_notify_instance", "handle", "", 8, 8},
	{"irqaction", "thread", "", 40, 40},
	{"irqaction", "thread_flags", "u64", 64, 64},
	{"virtqueue", "callback", "", 16, 16},
	{"virtqueue", "index", "u32", 40, 40},
	{"vring_virtqueue", "vq", "virtqueue", 0, 0},
};

#define N_MEMBERS (sizeof(members) / sizeof(members[0]))

/* Larger than any of the structures. */
#define SIZE 128

int assumed_offset(const char *structure, const char *member, bool drivers)
{
	for (size_t i = 0; i < N_MEMBERS; i++)
		if (!strcmp(members[i].structure, structure) &&
		    !strcmp(members[i].name, member))
			return (int)(drivers ? members[i].drivers
					     : members[i].table);
	return -ENOENT;
}

/* Adds all structures. Returns 0 or -errno. */
static int add_structures(struct btf *btf, int pointer, bool drivers)
{
	const char *last = "";
	int err = 0;

	for (size_t i = 0; !err && i < N_MEMBERS; i++) {
		const struct member *m = &members[i];
		const int type = *m->type ? btf__find_by_name(btf, m->type)
					  : pointer;

		if (type < 0)
			return type;
		if (strcmp(m->structure, last)) {
			err = btf__add_struct(btf, m->structure, SIZE);
			if (err < 0)
				return err;
		}
		last = m->structure;
		err = btf__add_field(btf, m->name, type,
				     8 * (drivers ? m->drivers : m->table), 0);
	}
	return err;
}

static int add_types(struct btf *btf, bool drivers)
{
	static const struct {
		const char *name;
		size_t size;
	} integers[] = {{"u8", 1}, {"u16", 2}, {"u32", 4}, {"u64", 8}};
	int pointer;

	for (size_t i = 0; i < sizeof(integers) / sizeof(integers[0]); i++) {
		int err = btf__add_int(btf, integers[i].name, integers[i].size,
				       0);

		if (err < 0)
			return err;
	}
	pointer = btf__add_ptr(btf, 0);
	return pointer < 0 ? pointer : add_structures(btf, pointer, drivers);
}

static int write_to_memory(const void *data, size_t len)
{
	int fd = memfd_create("scmi-perf-types", MFD_CLOEXEC);

	if (fd < 0)
		return -errno;
	if (write(fd, data, len) != (ssize_t)len) {
		close(fd);
		return -EIO;
	}
	return fd;
}

int assumed_types_open(bool drivers)
{
	struct btf *btf = btf__new_empty();
	const void *data = NULL;
	__u32 len = 0;
	int result;

	if (!btf)
		return -errno;
	result = add_types(btf, drivers);
	if (!result)
		data = btf__raw_data(btf, &len);
	if (!result)
		result = data ? write_to_memory(data, len) : -ENOMEM;
	btf__free(btf);
	return result;
}
