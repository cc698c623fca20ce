/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The interface of scmi_platform.ko for front ends: transports, software devices
 * and controllers, which submit requests and receive replies.
 *
 * A front end opens one server for each SCMI instance that it serves. A server
 * has its own platform state and its own sequence of service times, so what
 * one instance does changes nothing for another.
 */
#ifndef SCMI_REF_SCMI_SERVER_H
#define SCMI_REF_SCMI_SERVER_H

#include <linux/types.h>

struct scmi_server;

/*
 * Longest reply or event: the whole payload, in bytes. Only a fault plan makes
 * one longer, see docs/fault-plan.md.
 */
#define SCMI_SERVER_REPLY_MAX 128

/* The two directions. */
enum scmi_server_channel {
	SCMI_SERVER_A2P, /* requests and their replies */
	SCMI_SERVER_P2A, /* delayed responses and notifications */
};

/* How a message is delivered. */
enum scmi_server_flags {
	SCMI_SERVER_SILENT = 1, /* raise no interrupt: a lost doorbell */
};

/**
 * struct scmi_server_ops - what a front end does for its server
 * @reply: takes the reply to the request that was submitted with @cookie.
 *	Called at most once for each request that scmi_server_submit() took:
 *	never if @drop is called for it or if the server is closed before.
 * @drop: the request that was submitted with @cookie gets no reply any more.
 *	The front end does with its resources what its transport asks for.
 * @event: takes a delayed response or a notification. Returns false if there is
 *	no room now. A delayed response is then kept and offered again after
 *	scmi_server_room(); a notification is dropped and counted. NULL without
 *	a P2A channel: the platform then has no notifications and no delayed
 *	responses (virtio SCMI device, cmdq operation, wants it so).
 * @stray: takes a reply that belongs to no request in flight, or one more for
 *	one that has had its reply. Returns false if that cannot be carried now.
 *	NULL where the transport cannot carry such a thing ever: a fault plan
 *	that needs it is then refused.
 * @interrupt: raises the interrupt of a channel with nothing behind it. NULL
 *	where there is none.
 *
 * A payload is gone when the function returns; its first word is the status,
 * except in a notification. @context is as given to scmi_server_open(), @flags
 * are of enum scmi_server_flags.
 *
 * Context: interrupt (on PREEMPT_RT: its thread), no lock of the server held.
 * Calls on different CPUs may overlap, for the same request too (@stray), but
 * not those of @event. May
 * call scmi_server_submit() and scmi_server_room(), must not call
 * scmi_server_close().
 */
struct scmi_server_ops {
	void (*reply)(void *context, void *cookie, u32 hdr, const void *payload,
		      size_t len, unsigned int flags);
	void (*drop)(void *context, void *cookie);
	bool (*event)(void *context, u32 hdr, const void *payload, size_t len,
		      unsigned int flags);
	bool (*stray)(void *context, u32 hdr, const void *payload, size_t len,
		      unsigned int flags);
	void (*interrupt)(void *context, enum scmi_server_channel channel);
};

/**
 * scmi_server_open() - start serving one SCMI instance
 * @name: of the front end; names the server's folder in debugfs, where a second
 *	one of the same name gets a number
 * @depth: messages that can be in flight at a time, 1 to 1024 (as many as there
 *	are tokens)
 * @ops: @reply and @drop are required; must live as long as the server
 * @context: for @ops
 *
 * Context: may sleep.
 *
 * Return: the server, to be closed by the caller, or ERR_PTR(): -EINVAL,
 * -ENOMEM, or -EOPNOTSUPP if the fault plan asks for what @ops cannot do (the
 * kernel log has the reason).
 */
struct scmi_server *scmi_server_open(const char *name, unsigned int depth,
				     const struct scmi_server_ops *ops,
				     void *context);

/**
 * scmi_server_submit() - serve one message
 * @server: an open server
 * @cookie: for @reply or @drop; the server does not look at it
 * @hdr: message header
 * @req: payload; not needed any more when the function returns
 * @len: bytes at @req
 *
 * The request takes effect now; its reply comes when the service time, drawn
 * now, is over. Each message has a deadline of its own: a short one overtakes a
 * long one. No callback is called before the function returns on this CPU.
 *
 * Context: any.
 *
 * Return: 0; -EBUSY if @depth messages are in flight; -ESHUTDOWN if the server
 * is being closed. On an error there will be no callback.
 */
int scmi_server_submit(struct scmi_server *server, void *cookie, u32 hdr,
		       const void *req, size_t len);

/**
 * scmi_server_room() - the P2A channel has room again
 * @server: an open server
 *
 * The delayed responses that @event had no room for are offered again, oldest
 * first, from an interrupt of their own. Harmless if there are none.
 *
 * Context: any, also from within @event.
 */
void scmi_server_room(struct scmi_server *server);

/**
 * scmi_server_close() - stop serving and free the server
 * @server: from scmi_server_open(); not NULL
 *
 * When it returns no callback is running and none will be called. Messages still
 * in flight are dropped, without @drop. Calls of scmi_server_submit() and
 * scmi_server_room() must have returned.
 *
 * Context: may sleep.
 *
 * Return: how many requests got no reply because of this.
 */
unsigned int scmi_server_close(struct scmi_server *server);

#endif
