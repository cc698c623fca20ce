/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What scmi_platform.ko offers to front ends: transports, software devices and
 * controllers, whatever brings a request and takes a reply.
 *
 * A front end opens one server for each SCMI instance that it serves. A server
 * has its own platform state and its own sequence of service times, so what
 * one instance does changes nothing for another.
 */
#ifndef SCMI_SERVER_H
#define SCMI_SERVER_H

#include <linux/types.h>

struct scmi_server;

/* Longest reply: the status and what follows it, in bytes. */
#define SCMI_SERVER_REPLY_MAX 128

/**
 * typedef scmi_server_reply_t - takes a reply at its deadline
 * @context: as given to scmi_server_open()
 * @hdr: the request's header
 * @reply: payload, the status first; gone when the function returns
 * @len: bytes at @reply, at most SCMI_SERVER_REPLY_MAX
 *
 * Context: hard interrupt. Replies on different CPUs may overlap. May call
 * scmi_server_submit(), must not call scmi_server_close().
 */
typedef void (*scmi_server_reply_t)(void *context, u32 hdr, const void *reply,
				    size_t len);

/**
 * scmi_server_open() - start serving one SCMI instance
 * @depth: messages that can be in flight at a time, 1 to 1024 (as many as there
 *	are tokens)
 * @reply: called once for each message, unless the server is closed before
 * @context: for @reply
 *
 * Context: may sleep.
 *
 * Return: the server, to be closed by the caller, or ERR_PTR(-EINVAL) or
 * ERR_PTR(-ENOMEM).
 */
struct scmi_server *scmi_server_open(unsigned int depth,
				     scmi_server_reply_t reply, void *context);

/**
 * scmi_server_submit() - serve one message
 * @server: an open server
 * @hdr: message header
 * @req: payload; not needed any more when the function returns
 * @len: bytes at @req
 *
 * The request takes effect now; its reply comes when the service time, drawn
 * now, is over. Each message has a deadline of its own: a short one overtakes a
 * long one.
 *
 * Context: any.
 *
 * Return: 0; -EBUSY if @depth messages are in flight; -ESHUTDOWN if the server
 * is being closed. On an error there will be no reply.
 */
int scmi_server_submit(struct scmi_server *server, u32 hdr, const void *req,
		       size_t len);

/**
 * scmi_server_close() - stop serving and free the server
 * @server: from scmi_server_open(); not NULL
 *
 * When it returns no reply is being delivered and none will be. Messages still
 * in flight are dropped. Calls of scmi_server_submit() must have returned.
 *
 * Context: may sleep.
 *
 * Return: how many messages were dropped.
 */
unsigned int scmi_server_close(struct scmi_server *server);

#endif
