/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Messages of the vhost-user protocol on their socket, in the byte order of the
 * host, with file descriptors beside them. The names and the numbers are those of
 * the protocol's specification.
 */
#ifndef SCMI_REF_VHOST_MESSAGE_H
#define SCMI_REF_VHOST_MESSAGE_H

#include "../../platform/types.h"

enum vhost_request {
	VHOST_GET_FEATURES = 1,
	VHOST_SET_FEATURES = 2,
	VHOST_SET_OWNER = 3,
	VHOST_RESET_OWNER = 4,
	VHOST_SET_MEM_TABLE = 5,
	VHOST_SET_VRING_NUM = 8,
	VHOST_SET_VRING_ADDR = 9,
	VHOST_SET_VRING_BASE = 10,
	VHOST_GET_VRING_BASE = 11,
	VHOST_SET_VRING_KICK = 12,
	VHOST_SET_VRING_CALL = 13,
	VHOST_SET_VRING_ERR = 14,
	VHOST_GET_PROTOCOL_FEATURES = 15,
	VHOST_SET_PROTOCOL_FEATURES = 16,
	VHOST_GET_QUEUE_NUM = 17,
	VHOST_SET_VRING_ENABLE = 18,
	VHOST_GET_CONFIG = 24,
	VHOST_SET_CONFIG = 25,
	VHOST_GET_INFLIGHT_FD = 31,
	VHOST_SET_INFLIGHT_FD = 32,
	VHOST_RESET_DEVICE = 34,
	VHOST_GET_MAX_MEM_SLOTS = 36,
	VHOST_SET_STATUS = 39,
	VHOST_GET_STATUS = 40,
};

#define VHOST_VERSION	 0x1u
#define VHOST_REPLY	 0x4u
#define VHOST_NEED_REPLY 0x8u

#define VHOST_F_PROTOCOL_FEATURES 30 /* a bit of the virtio features */

#define VHOST_PROTOCOL_F_MQ	   0
#define VHOST_PROTOCOL_F_REPLY_ACK 3
#define VHOST_PROTOCOL_F_INFLIGHT  12

#define VHOST_VRING_INDEX 0xffu	 /* of a message with a file descriptor */
#define VHOST_VRING_NO_FD 0x100u /* it has none */

#define VHOST_MAX_REGIONS 8
#define VHOST_MAX_CONFIG  256

struct vhost_vring_state {
	u32 index;
	u32 num;
};

struct vhost_vring_addr {
	u32 index;
	u32 flags;
	u64 descriptors;
	u64 used;
	u64 available;
	u64 log;
};

/* User addresses are those of the front end's process. */
struct vhost_region {
	u64 guest;
	u64 size;
	u64 user;
	u64 offset; /* in the file */
};

struct vhost_regions {
	u32 nr;
	u32 padding;
	struct vhost_region region[VHOST_MAX_REGIONS];
};

struct vhost_inflight_area {
	u64 size;
	u64 offset;
	u16 nr_queues;
	u16 queue_size;
	u32 padding;
};

struct vhost_config_area {
	u32 offset;
	u32 size;
	u32 flags;
	u8 bytes[VHOST_MAX_CONFIG];
};

/**
 * struct vhost_message - a message
 * @request: enum vhost_request, or any other number
 * @flags: VHOST_VERSION and others
 * @size: bytes of the payload
 * @nr_fds: elements of @fds, which belong to the message
 */
struct vhost_message {
	u32 request;
	u32 flags;
	u32 size;
	union {
		u64 number;
		struct vhost_vring_state state;
		struct vhost_vring_addr addr;
		struct vhost_regions regions;
		struct vhost_inflight_area inflight;
		struct vhost_config_area config;
		u8 bytes[512];
	};
	unsigned int nr_fds;
	int fds[VHOST_MAX_REGIONS];
};

/**
 * struct vhost_reader - a message that is being received
 * @message: all of it once vhost_receive() has returned 1
 * @have: bytes of header and payload so far
 */
struct vhost_reader {
	struct vhost_message message;
	size_t have;
};

/**
 * vhost_receive() - receive what is there of the next message
 * @socket: never waited for
 * @reader: all-zero before the first message
 *
 * Return: 1: the message is complete; the caller is done with it before the next
 * call, and owns its file descriptors; 0: more is to come; -errno: the connection is
 * of no use any more, -ECONNRESET at its end.
 */
int vhost_receive(int socket, struct vhost_reader *reader);

/* vhost_reader_end() - close the file descriptors of a part of a message */
void vhost_reader_end(struct vhost_reader *reader);

/* vhost_send() - send a message whole. Returns 0 or -errno. */
int vhost_send(int socket, const struct vhost_message *message);

/* vhost_close_fds() - close the file descriptors of a message */
void vhost_close_fds(struct vhost_message *message);

/* vhost_keep_fd() - remove a message's first file descriptor; -1: it has none */
int vhost_keep_fd(struct vhost_message *message);

#endif
