/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A small HTTP server for GET and HEAD, without threads: the caller waits for its
 * descriptor and calls http_server_run(). What a client can use of this program is
 * bounded: the size of a request, the number and duration of connections, and the
 * memory of answers that slow clients have not read.
 */
#ifndef SCMI_PERF_HTTP_SERVER_H
#define SCMI_PERF_HTTP_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "listen_address.h"

#define HTTP_CONNECTIONS   32
#define HTTP_REQUEST_BYTES 8192 /* of the request's line and header */
#define HTTP_IDLE_S	   5	/* without a byte from or to the client */
#define HTTP_WHOLE_S	   10	/* from connect to close … */
#define HTTP_FULL_S	   1	/* … and while others have to wait */
#define HTTP_ANSWER_BYTES  (64u << 20) /* of all connections together */

struct http_server;

/* The body of an answer, which the server frees. */
struct http_body {
	const char *type; /* media type, a constant */
	char *data;
	size_t len;
};

/*
 * Fills in the answer to a GET of @path; @accept is the header of that name, or NULL.
 * Returns false if there is no such path.
 */
typedef bool (*http_answer)(void *ctx, const char *path, const char *accept,
			    struct http_body *body);

/*
 * Starts to listen at @address, whose port becomes the one in use. Returns 0 or
 * -errno, reported.
 */
int http_server_open(struct listen_address *address, http_answer answer,
		     void *ctx, struct http_server **out);

/* The descriptor, which is readable when there is work. */
int http_server_fd(const struct http_server *s);

/* The time until there may be work without it, in ms. */
int http_server_wait_ms(const struct http_server *s);

/* Does all work that there is, without waiting. */
void http_server_run(struct http_server *s);

/* The number of requests that were refused. */
uint64_t http_server_refused(const struct http_server *s);

/* Accepts no more connections. Returns false when none is left. */
bool http_server_drain(struct http_server *s);

/* NULL is allowed. */
void http_server_close(struct http_server *s);

#endif
