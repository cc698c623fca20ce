/* SPDX-License-Identifier: GPL-2.0-only */
/* What the dispatcher and the protocols share; nobody else includes it. */
#ifndef SCMI_REF_PROTOCOL_H
#define SCMI_REF_PROTOCOL_H

#include "platform.h"

#define NR_ELEMENTS(array) (sizeof(array) / sizeof((array)[0]))

/**
 * struct scmi_reply - a reply's payload as it grows
 * @buf: the whole payload; the first word is the status
 * @len: bytes used
 * @cap: bytes that may be used
 * @overflow: something did not fit and was left out
 */
struct scmi_reply {
	u8 *buf;
	size_t len;
	size_t cap;
	bool overflow;
};

/**
 * struct scmi_command - how one command is served
 * @handle: serves it; NULL where the protocol has no such command. The request
 *	has the right length and the reply has room for @reply_min bytes. May
 *	change the platform's state only if it returns SCMI_STATUS_SUCCESS.
 * @req_len: length of the request's payload in bytes
 * @reply_min: bytes after the status that the shortest reply takes
 * @needs_p2a: asks for notifications: there is no such command without a P2A
 *	channel
 * @complete: carries out what @handle accepted by scmi_defer() and adds to the
 *	delayed response; NULL if it never does
 */
struct scmi_command {
	enum scmi_status (*handle)(struct scmi_platform *platform,
				   const u8 *req, struct scmi_reply *reply);
	u8 req_len;
	u8 reply_min;
	bool needs_p2a;
	void (*complete)(struct scmi_platform *platform, const u32 *args,
			 struct scmi_reply *reply);
};

/**
 * struct scmi_protocol_desc - a protocol
 * @id: protocol identifier
 * @version: major version in the upper half, minor version in the lower
 * @commands: by message id, from SCMI_PROTOCOL_ATTRIBUTES on; version and
 *	message attributes are the dispatcher's
 * @nr_commands: elements of @commands
 */
struct scmi_protocol_desc {
	u8 id;
	u32 version;
	const struct scmi_command *commands;
	size_t nr_commands;
};

extern const struct scmi_protocol_desc scmi_base;
extern const struct scmi_protocol_desc scmi_power;
extern const struct scmi_protocol_desc scmi_performance;
extern const struct scmi_protocol_desc scmi_clock;
extern const struct scmi_protocol_desc scmi_sensor;
extern const struct scmi_protocol_desc scmi_reset;
extern const struct scmi_protocol_desc scmi_voltage;

void scmi_power_init(struct scmi_platform *platform);
void scmi_performance_init(struct scmi_platform *platform);
void scmi_clock_init(struct scmi_platform *platform);
void scmi_sensor_init(struct scmi_platform *platform);
void scmi_voltage_init(struct scmi_platform *platform);

/* Protocols besides Base, as Base lists them. */
extern const struct scmi_protocol_desc *const scmi_listed_protocols[];
extern const size_t scmi_nr_listed_protocols;

/* The wire is little-endian, section 4.1.2, and nothing on it is aligned. */
static inline u32 scmi_get_le32(const u8 *p)
{
	return p[0] | (u32)p[1] << 8 | (u32)p[2] << 16 | (u32)p[3] << 24;
}

/* Bytes that can still be added to a reply. */
static inline size_t scmi_reply_room(const struct scmi_reply *reply)
{
	return reply->cap - reply->len;
}

/* Who caused an event, section 4.2.2.8. */
enum scmi_agent_id {
	SCMI_AGENT_PLATFORM = 0,
	SCMI_AGENT_OSPM = 1,
};

/*
 * Leaves an asynchronous command for its completion. Not SUCCESS if there is no
 * P2A channel or if too many wait.
 */
enum scmi_status scmi_defer(struct scmi_platform *platform, u32 arg0, u32 arg1,
			    u32 arg2);

/*
 * Leaves a notification of @nr_words of payload, at most 6. Not scmi_notify(): a
 * kprobe on the kernel's own of that name needs it to be the only one.
 */
void scmi_leave_notification(struct scmi_platform *platform, u8 protocol,
			     u8 message, const u32 *words, size_t nr_words);

static inline void scmi_put_le32(u8 *p, u32 value)
{
	p[0] = value & 0xff;
	p[1] = value >> 8 & 0xff;
	p[2] = value >> 16 & 0xff;
	p[3] = value >> 24;
}

static inline void scmi_reply_u32(struct scmi_reply *reply, u32 value)
{
	if (scmi_reply_room(reply) < 4) {
		reply->overflow = true;
		return;
	}
	scmi_put_le32(reply->buf + reply->len, value);
	reply->len += 4;
}

/* Section 4.1.2: the lower word comes first. */
static inline void scmi_reply_u64(struct scmi_reply *reply, u64 value)
{
	scmi_reply_u32(reply, value & 0xffffffff);
	scmi_reply_u32(reply, value >> 32);
}

/* Adds SCMI_NAME_LEN bytes: @name, a decimal @number unless negative, NULs. */
void scmi_reply_name(struct scmi_reply *reply, const char *name, int number);

#endif
