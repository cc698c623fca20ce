/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The interface of scmi_platform.ko for front ends: transports, software devices
 * and controllers, which submit requests and receive replies.
 *
 * A front end opens one server for each SCMI instance that it serves. A server
 * has its own platform state and its own sequence of service times, so one
 * instance does not affect another.
 */
#ifndef SCMI_REF_SCMI_SERVER_H
#define SCMI_REF_SCMI_SERVER_H

#include "../platform/plan.h"

struct scmi_counts;
struct scmi_plan;
struct scmi_server;
struct scmi_service;

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
 * struct scmi_remote_ops - a platform outside this kernel, such as in firmware
 * @has_interrupt: its replies come with an interrupt
 * @start: resets the platform and its counts, and sets its service time
 * @set_plan: sets its fault plan
 * @read: reads its counts, and its plan with the faults that have fired
 *
 * Context: may sleep. Calls can overlap.
 */
struct scmi_remote_ops {
	bool has_interrupt;
	void (*start)(void *context, const struct scmi_service *service,
		      u64 doorbell_ns);
	void (*set_plan)(void *context, const struct scmi_plan *plan);
	void (*read)(void *context, struct scmi_counts *counts,
		     struct scmi_plan *plan);
};

/**
 * struct scmi_server_ops - what a front end does for its server
 * @by_call: the agent's call brings the reply, without an interrupt: a fault plan
 * that needs one is then refused
 * @reply: delivers the reply to the request that was submitted with @cookie.
 * Called at most once for each accepted request: never if @drop is called for
 * it or if the server is closed before.
 * @drop: the request that was submitted with @cookie will get no reply. The
 * 	front end handles the request's resources as its transport demands.
 * @event: delivers a delayed response or a notification. Returns false if it
 * has no room now. A delayed response is then kept and offered again after
 * scmi_server_room(); a notification is dropped and counted. NULL without a P2A
 * channel: the platform then has no notifications and no delayed responses
 * (virtio 1.2, 5.17.6.1 demands that).
 * @stray: delivers a reply without a request in flight, or a second reply to a
 * request. @cookie is that of the request before it. Returns false if that is not possible now. NULL if the transport can
 * never deliver one: a fault plan that needs it is then refused.
 * @interrupt: raises the interrupt of a channel without a message. @cookie is that
 * of the request that was answered last. NULL if the front end has no interrupt.
 * @misbehave: makes the device misbehave from the next call of @reply on, which
 * follows at once, as a fault from SCMI_FAULT_LATE_DOORBELL on demands, with its number
 * and its time in ns. NULL if the front end cannot: a fault plan that needs it is then
 * refused.
 * @remote: the platform, if it runs elsewhere; the server then only passes on
 * settings, plans and counts, and the functions above are not called. NULL if
 * the server serves the messages itself.
 *
 * A payload is valid until the function returns. Its first word is the status,
 * except in a notification. @context is the one given to scmi_server_open(),
 * @flags are of enum scmi_server_flags.
 *
 * Context: interrupt (on PREEMPT_RT: its thread), no lock of the server held.
 * Calls on different CPUs may overlap, for the same request too (@stray), but
 * not those of @event. They may call scmi_server_submit() and
 * scmi_server_room(), but not scmi_server_close().
 */
struct scmi_server_ops {
	bool by_call;
	void (*reply)(void *context, void *cookie, u32 hdr, const void *payload,
		      size_t len, unsigned int flags);
	void (*drop)(void *context, void *cookie);
	bool (*event)(void *context, u32 hdr, const void *payload, size_t len,
		      unsigned int flags);
	bool (*stray)(void *context, void *cookie, u32 hdr, const void *payload,
		      size_t len, unsigned int flags);
	void (*interrupt)(void *context, void *cookie,
			  enum scmi_server_channel channel);
	void (*misbehave)(void *context, enum scmi_fault_kind fault, s32 value,
			  u64 ns);
	const struct scmi_remote_ops *remote;
};

/**
 * scmi_server_open() - start serving one SCMI instance
 * @name: of the front end; names the server's folder in debugfs, where a second
 *	one of the same name gets a number
 * @depth: messages that can be in flight at a time, 1 to 1024 (the number of
 * 	tokens)
 * @ops: @reply and @drop, or @remote, are required; must live as long as the
 *	server
 * @context: for @ops
 *
 * Context: may sleep.
 *
 * Return: the server, to be closed by the caller, or ERR_PTR(): -EINVAL,
 * -ENOMEM, or -EOPNOTSUPP if @ops does not support the fault plan (the kernel
 * log has the reason).
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
 * now, is over. Each message has its own deadline, so messages can overtake
 * each other. No callback is called before the function returns on this CPU.
 *
 * Context: any.
 *
 * Return: 0; -EBUSY if @depth messages are in flight; -ESHUTDOWN if the server
 * is being closed. After an error no callback is called.
 */
int scmi_server_submit(struct scmi_server *server, void *cookie, u32 hdr,
		       const void *req, size_t len);

/**
 * scmi_server_submit_sized() - serve one message whose reply has less room
 * @room: bytes for the reply; more than SCMI_SERVER_REPLY_MAX have no effect
 *
 * As scmi_server_submit(). A reply that can have less in it, such as a part of a
 * list, is made to fit; another one becomes COMMS_ERROR. With less than 4 bytes
 * the reply is empty. A fault plan can still make it longer.
 */
int scmi_server_submit_sized(struct scmi_server *server, void *cookie, u32 hdr,
			     const void *req, size_t len, size_t room);

/**
 * scmi_server_room() - the P2A channel has room again
 * @server: an open server
 *
 * Delayed responses that @event refused are offered again, oldest first, from a
 * separate interrupt. Harmless if none waits.
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
 * Return: the number of requests that got no reply because of this.
 */
unsigned int scmi_server_close(struct scmi_server *server);

#endif
