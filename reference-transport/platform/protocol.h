/* SPDX-License-Identifier: GPL-2.0-only */
/* Shared by the dispatcher and the protocols; private to them. */
#ifndef SCMI_REF_PROTOCOL_H
#define SCMI_REF_PROTOCOL_H

#include "platform.h"

#define NR_ELEMENTS(array) (sizeof(array) / sizeof((array)[0]))

/**
 * struct scmi_reply - a reply's payload as it grows
 * @buf: the whole payload; the first word is the status
 * @len: bytes used
 * @cap: bytes that may be used
 * @overflow: an element did not fit and is missing
 */
struct scmi_reply {
	u8 *buf;
	size_t len;
	size_t cap;
	bool overflow;
};

struct scmi_protocol_desc;

enum scmi_needs {
	SCMI_NEEDS_P2A = 1,  /* a P2A channel: it asks for notifications */
	SCMI_NEEDS_FAST = 2, /* memory for fast channels */
};

/**
 * struct scmi_call - a command while it is served
 * @platform: the platform that serves it
 * @req: the request's payload
 * @req_len: bytes at @req
 * @protocol: its protocol
 * @domain: index that the request names, below @nr_domains of the protocol; 0
 *	for a command without @domain_word
 * @reply: the reply so far
 */
struct scmi_call {
	struct scmi_platform *platform;
	const u8 *req;
	size_t req_len;
	const struct scmi_protocol_desc *protocol;
	u32 domain;
	struct scmi_reply reply;
};

/**
 * struct scmi_command - how to serve one command; rows of tables start with its
 *	first four members
 * @handle: serves it; NULL if the protocol does not have the command. The
 *	request has the right length and the reply has room for @reply_min bytes.
 *	May change the platform's state only if it returns SCMI_STATUS_SUCCESS.
 * @domain_word: word of the request that names a domain, from 1; 0 if none
 * @req_len: length of the request's payload in bytes
 * @reply_min: bytes after the status in the shortest reply
 * @req_min: if not 0, shorter requests are valid, too, from this length on, in
 *	whole words
 * @needs: of enum scmi_needs; the command is missing if the platform lacks one
 * @has_fast_channel: of the domain that has fast channels, if there is memory
 * @complete: carries out a command that @handle has deferred (scmi_defer()), and
 *	adds to the delayed response; NULL if the command is never deferred
 */
struct scmi_command {
	enum scmi_status (*handle)(struct scmi_call *call);
	u8 domain_word;
	u8 req_len;
	u8 reply_min;
	u8 req_min;
	u8 needs;
	bool has_fast_channel;
	void (*complete)(struct scmi_platform *platform, const u32 *args,
			 struct scmi_reply *reply);
};

/**
 * struct scmi_protocol_desc - a protocol
 * @id: protocol identifier
 * @version: major version in the upper half, minor version in the lower
 * @older: other versions that an agent can negotiate, then zeros
 * @commands: by message id, from SCMI_PROTOCOL_ATTRIBUTES on; the dispatcher
 *	answers version, message attributes and negotiation
 * @nr_commands: elements of @commands
 * @nr_domains: number of domains, clocks or sensors
 * @extended_name: of SCMI_EXTENDED_NAME_DOMAIN; NULL if the protocol has none
 * @names_since: the first version with extended names
 * @attributes: further bits of the protocol's attributes
 * @counts_async: the attributes have the number of asynchronous commands
 */
struct scmi_protocol_desc {
	u8 id;
	u32 version;
	u32 older[3];
	const struct scmi_command *commands;
	size_t nr_commands;
	u32 nr_domains;
	const char *extended_name;
	u32 names_since;
	u32 attributes;
	bool counts_async;
};

extern const struct scmi_protocol_desc scmi_base;
extern const struct scmi_protocol_desc scmi_power;
extern const struct scmi_protocol_desc scmi_system_power;
extern const struct scmi_protocol_desc scmi_performance;
extern const struct scmi_protocol_desc scmi_clock;
extern const struct scmi_protocol_desc scmi_sensor;
extern const struct scmi_protocol_desc scmi_reset;
extern const struct scmi_protocol_desc scmi_voltage;
extern const struct scmi_protocol_desc scmi_powercap;
extern const struct scmi_protocol_desc scmi_pinctrl;
extern const struct scmi_protocol_desc scmi_vendor;

void scmi_power_init(struct scmi_platform *platform);
void scmi_performance_init(struct scmi_platform *platform);
void scmi_clock_init(struct scmi_platform *platform);
void scmi_sensor_init(struct scmi_platform *platform);
void scmi_voltage_init(struct scmi_platform *platform);
void scmi_powercap_init(struct scmi_platform *platform);

/* Protocols besides Base, as Base lists them. */
extern const struct scmi_protocol_desc *const scmi_listed_protocols[];
extern const size_t scmi_nr_listed_protocols;

/* Messages are little-endian (section 4.1.2) and not aligned. */
static inline u32 scmi_get_le32(const u8 *p)
{
	return p[0] | (u32)p[1] << 8 | (u32)p[2] << 16 | (u32)p[3] << 24;
}

/* Section 4.1.2: the lower word comes first. */
static inline u64 scmi_get_le64(const u8 *p)
{
	return scmi_get_le32(p) | (u64)scmi_get_le32(p + 4) << 32;
}

/* Bytes that can still be added to a reply. */
static inline size_t scmi_reply_room(const struct scmi_reply *reply)
{
	return reply->cap - reply->len;
}

/* The agent that caused an event, section 4.2.2.8. */
enum scmi_agent_id {
	SCMI_AGENT_PLATFORM = 0,
	SCMI_AGENT_OSPM = 1,
};

/*
 * Defers an asynchronous command to its completion. Fails with NOT_SUPPORTED
 * without a P2A channel, with BUSY if too many commands wait.
 */
enum scmi_status scmi_defer(struct scmi_platform *platform, u32 arg0, u32 arg1,
			    u32 arg2);

/*
 * Queues a notification with @nr_words words of payload, at most 6. It is not
 * called scmi_notify(), because a kprobe on the kernel's function of that name
 * needs the name to be unique.
 */
void scmi_queue_notification(struct scmi_platform *platform, u8 protocol,
			     u8 message, const u32 *words, size_t nr_words);

static inline void scmi_put_le32(u8 *p, u32 value)
{
	p[0] = value & 0xff;
	p[1] = value >> 8 & 0xff;
	p[2] = value >> 16 & 0xff;
	p[3] = value >> 24;
}

static inline void scmi_put_le64(u8 *p, u64 value)
{
	scmi_put_le32(p, value & 0xffffffff);
	scmi_put_le32(p + 4, value >> 32);
}

/* Returns true if @len more bytes fit, else sets @overflow. */
static inline bool scmi_reply_fits(struct scmi_reply *reply, size_t len)
{
	if (scmi_reply_room(reply) >= len)
		return true;
	reply->overflow = true;
	return false;
}

static inline void scmi_reply_u32(struct scmi_reply *reply, u32 value)
{
	if (!scmi_reply_fits(reply, 4))
		return;
	scmi_put_le32(reply->buf + reply->len, value);
	reply->len += 4;
}

static inline void scmi_reply_u64(struct scmi_reply *reply, u64 value)
{
	if (!scmi_reply_fits(reply, 8))
		return;
	scmi_put_le64(reply->buf + reply->len, value);
	reply->len += 8;
}

/* Adds SCMI_NAME_LEN bytes: @name, a decimal @number unless negative, NULs. */
void scmi_reply_name(struct scmi_reply *reply, const char *name, int number);

/* The domains with fast channels: of performance, and of power capping. */
#define SCMI_FAST_DOMAIN     1
#define SCMI_FAST_CAP_DOMAIN 0

/*
 * Fast channels, see fast_channel.c. Before a command that reads or
 * sets levels: carry out what the agent has written. After it: show its effect.
 */
void scmi_fast_pull(struct scmi_platform *platform);
void scmi_fast_push(struct scmi_platform *platform);
enum scmi_status scmi_fast_describe(struct scmi_call *call);
enum scmi_status scmi_fast_describe_cap(struct scmi_call *call);

/* Set a cap or an averaging interval, and notify it, if the value is valid. */
enum scmi_status scmi_powercap_set_cap(struct scmi_platform *platform,
				       u32 domain, u32 cap);
enum scmi_status scmi_powercap_set_pai(struct scmi_platform *platform,
				       u32 domain, u32 pai);

/*
 * Set what an agent has asked for, in the agent's units, and notify it. Return
 * an error if the value is not valid; then nothing has changed.
 */
enum scmi_status scmi_performance_set_level(struct scmi_platform *platform,
					    u32 domain, u32 value);
enum scmi_status scmi_performance_set_limits(struct scmi_platform *platform,
					     u32 domain, u32 max, u32 min);

/* Returns a level in the agent's units: levels, or indices of levels. */
u32 scmi_performance_value(const struct scmi_platform *platform, u32 domain,
			   u32 level);

/*
 * scmi_reply_part() - start a reply with a part of a list
 * @total: elements of the list
 * @index: the first element of the part, below @total
 * @size: bytes of an element
 *
 * Adds the word with the number of elements in this reply and of those that
 * remain.
 *
 * Return: the number of elements in this reply, to be added by the caller.
 */
u32 scmi_reply_part(struct scmi_reply *reply, u32 total, u32 index,
		    size_t size);

/* Index of a protocol in @version of the platform; the vendor's is the last. */
static inline u32 scmi_version_index(u8 protocol)
{
	return protocol == SCMI_ID_VENDOR ? SCMI_NR_PROTOCOLS
					  : (u32)protocol - SCMI_ID_BASE;
}

/* Returns the version of the call's protocol that the agent uses. */
static inline u32 scmi_version(const struct scmi_call *call)
{
	u32 negotiated =
		call->platform->version[scmi_version_index(call->protocol->id)];

	return negotiated ? negotiated : call->protocol->version;
}

/* NEGOTIATE_PROTOCOL_VERSION of every protocol. */
enum scmi_status scmi_negotiate_version(struct scmi_call *call);

/* Returns @bit if the call's domain has an extended name, else 0. */
static inline u32 scmi_has_extended_name(const struct scmi_call *call, u32 bit)
{
	return call->domain == SCMI_EXTENDED_NAME_DOMAIN &&
			       scmi_version(call) >= call->protocol->names_since
		       ? bit
		       : 0;
}

/* The command for the extended name, which most protocols have. */
enum scmi_status scmi_extended_name(struct scmi_call *call);

/* The row of that command in a protocol's table. */
#define SCMI_EXTENDED_NAME_COMMAND                                   \
	{                                                            \
		scmi_extended_name, 1, 4, 4 + SCMI_EXTENDED_NAME_LEN \
	}

/* The row of a command about notifications, whose handler sets a flag. */
#define SCMI_NOTIFY_COMMAND(handle)                   \
	{                                             \
		handle, 1, 8, .needs = SCMI_NEEDS_P2A \
	}

/* PROTOCOL_ATTRIBUTES of every protocol but Base. */
enum scmi_status scmi_protocol_attributes(struct scmi_call *call);

/* Sets @notify, on or off, to the request's last word. */
enum scmi_status scmi_set_notify(const struct scmi_call *call, bool *notify);

#endif
