// SPDX-License-Identifier: GPL-2.0-only
#include "http_server.h"

#include <errno.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "alloc.h"
#include "clock.h"
#include "diag.h"

/* A connection; @fd is below 0 if the slot is free. */
struct connection {
	int fd;
	uint64_t start_ns; /* CLOCK_MONOTONIC; UINT64_MAX: it was ended */
};

struct http_server {
	struct MHD_Daemon *daemon;
	http_answer answer;
	void *ctx;
	struct connection connection[HTTP_CONNECTIONS];
	size_t answer_bytes; /* of answers that are not sent yet */
	uint64_t refused;
	bool drains;
};

/* An answer that is being sent. */
struct sending {
	struct http_server *server;
	size_t len;
	char *data;
};

static void end_sending(void *ctx)
{
	struct sending *s = ctx;

	s->server->answer_bytes -= s->len;
	free(s->data);
	free(s);
}

/* Each connection has one request, so that its time can be bounded. */
static enum MHD_Result queue(struct MHD_Connection *c, unsigned int status,
			     struct MHD_Response *r)
{
	enum MHD_Result result;

	MHD_add_response_header(r, MHD_HTTP_HEADER_CONNECTION, "close");
	result = MHD_queue_response(c, status, r);
	MHD_destroy_response(r);
	return result;
}

static enum MHD_Result refuse(struct http_server *s, struct MHD_Connection *c,
			      unsigned int status, const char *text)
{
	struct MHD_Response *r = MHD_create_response_from_buffer(
		strlen(text), (void *)(uintptr_t)text, MHD_RESPMEM_PERSISTENT);

	s->refused++;
	if (!r)
		return MHD_NO;
	MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE, "text/plain");
	if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
		MHD_add_response_header(r, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
	return queue(c, status, r);
}

static enum MHD_Result send_body(struct http_server *s,
				 struct MHD_Connection *c,
				 const struct http_body *body)
{
	struct sending *sending = xmalloc(sizeof(*sending));
	struct MHD_Response *r;

	*sending = (struct sending){s, body->len, body->data};
	s->answer_bytes += body->len;
	r = MHD_create_response_from_buffer_with_free_callback_cls(
		body->len, body->data, end_sending, sending);
	if (!r) {
		end_sending(sending);
		return MHD_NO;
	}
	MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE, body->type);
	return queue(c, MHD_HTTP_OK, r);
}

static bool has_body(struct MHD_Connection *c)
{
	const char *length = MHD_lookup_connection_value(
		c, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);

	return (length && strcmp(length, "0")) ||
	       MHD_lookup_connection_value(c, MHD_HEADER_KIND,
					   MHD_HTTP_HEADER_TRANSFER_ENCODING);
}

/* Called when the header of a request was read. */
static enum MHD_Result on_request(void *ctx, struct MHD_Connection *c,
				  const char *url, const char *method,
				  const char *version, const char *upload,
				  size_t *upload_len, void **request)
{
	struct http_server *s = ctx;
	struct http_body body;

	(void)version;
	(void)upload;
	(void)upload_len;
	(void)request;
	if (strcmp(method, MHD_HTTP_METHOD_GET) &&
	    strcmp(method, MHD_HTTP_METHOD_HEAD))
		return refuse(s, c, MHD_HTTP_METHOD_NOT_ALLOWED,
			      "only GET and HEAD\n");
	if (has_body(c))
		return refuse(s, c, MHD_HTTP_CONTENT_TOO_LARGE,
			      "a request has no body\n");
	if (s->answer_bytes > HTTP_ANSWER_BYTES)
		return refuse(s, c, MHD_HTTP_SERVICE_UNAVAILABLE,
			      "too many answers wait for their readers\n");
	if (!s->answer(s->ctx, url,
		       MHD_lookup_connection_value(c, MHD_HEADER_KIND,
						   MHD_HTTP_HEADER_ACCEPT),
		       &body))
		return refuse(s, c, MHD_HTTP_NOT_FOUND, "see /metrics\n");
	return send_body(s, c, &body);
}

static struct connection *find_connection(struct http_server *s, int fd)
{
	for (int i = 0; i < HTTP_CONNECTIONS; i++)
		if (s->connection[i].fd == fd)
			return &s->connection[i];
	return NULL;
}

static void on_connection(void *ctx, struct MHD_Connection *c,
			  void **connection_ctx,
			  enum MHD_ConnectionNotificationCode what)
{
	struct http_server *s = ctx;
	const int fd =
		MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD)
			->connect_fd;
	struct connection *slot;

	(void)connection_ctx;
	if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
		slot = find_connection(s, fd);
		if (slot)
			slot->fd = -1;
		return;
	}
	slot = find_connection(s, -1);
	if (slot)
		*slot = (struct connection){fd, monotonic_ns()};
}

/* Ends connections that last too long: a byte now and then does not keep them. */
static void end_old_connections(struct http_server *s)
{
	const uint64_t limit_s = find_connection(s, -1) ? HTTP_WHOLE_S
							: HTTP_FULL_S;
	const uint64_t now = monotonic_ns();

	for (int i = 0; i < HTTP_CONNECTIONS; i++) {
		struct connection *c = &s->connection[i];

		if (c->fd < 0 || c->start_ns == UINT64_MAX ||
		    now - c->start_ns < limit_s * UINT64_C(1000000000))
			continue;
		shutdown(c->fd, SHUT_RDWR);
		c->start_ns = UINT64_MAX;
		s->refused++;
	}
}

__attribute__((format(printf, 2, 0))) static void
on_log(void *ctx, const char *format, va_list ap)
{
	(void)ctx;
	diag_verbose_lines(format, ap);
}

/* Returns a descriptor that listens, or -errno, reported. */
static int start_listening(struct listen_address *a)
{
	const socklen_t len = a->any.sa_family == AF_INET6 ? sizeof(a->v6)
							   : sizeof(a->v4);
	const int fd = socket(a->any.sa_family,
			      SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	socklen_t got = sizeof(*a);
	char text[LISTEN_TEXT];
	const int on = 1;
	int err;

	/* A server that was restarted gets its port again at once. */
	if (fd >= 0 &&
	    !setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) &&
	    !bind(fd, &a->any, len) && !listen(fd, HTTP_CONNECTIONS) &&
	    !getsockname(fd, &a->any, &got))
		return fd;
	err = -errno;
	diag_error("listen at %s: %s", listen_address_text(a, text),
		   strerror(-err));
	if (fd >= 0)
		close(fd);
	return err;
}

static struct MHD_Daemon *start_daemon(struct http_server *s, int fd)
{
	return MHD_start_daemon(
		MHD_USE_EPOLL | MHD_USE_ERROR_LOG, 0, NULL, NULL, on_request, s,
		MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL,
		MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT,
		(unsigned int)HTTP_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
		(unsigned int)HTTP_IDLE_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
		(size_t)HTTP_REQUEST_BYTES, MHD_OPTION_NOTIFY_CONNECTION,
		on_connection, s, MHD_OPTION_END);
}

int http_server_open(struct listen_address *address, http_answer answer,
		     void *ctx, struct http_server **out)
{
	const int fd = start_listening(address);
	struct http_server *s;

	if (fd < 0)
		return fd;
	s = xcalloc(1, sizeof(*s));
	s->answer = answer;
	s->ctx = ctx;
	for (int i = 0; i < HTTP_CONNECTIONS; i++)
		s->connection[i].fd = -1;
	s->daemon = start_daemon(s, fd);
	if (!s->daemon) {
		diag_error("start the HTTP server: libmicrohttpd failed");
		close(fd);
		free(s);
		return -EIO;
	}
	*out = s;
	return 0;
}

int http_server_fd(const struct http_server *s)
{
	return MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD)
		->epoll_fd;
}

/*
 * Each second at least: connections may have to be ended, and after its limit of
 * connections the library waits for new ones only from the next run on.
 */
int http_server_wait_ms(const struct http_server *s)
{
	MHD_UNSIGNED_LONG_LONG ms;

	if (MHD_get_timeout(s->daemon, &ms) != MHD_YES || ms > 1000)
		return 1000;
	return (int)ms;
}

void http_server_run(struct http_server *s)
{
	end_old_connections(s);
	MHD_run(s->daemon);
}

uint64_t http_server_refused(const struct http_server *s)
{
	return s->refused;
}

bool http_server_drain(struct http_server *s)
{
	if (!s->drains) {
		const int fd = MHD_quiesce_daemon(s->daemon);

		if (fd >= 0)
			close(fd);
		s->drains = true;
	}
	return MHD_get_daemon_info(s->daemon,
				   MHD_DAEMON_INFO_CURRENT_CONNECTIONS)
		->num_connections;
}

void http_server_close(struct http_server *s)
{
	if (!s)
		return;
	MHD_stop_daemon(s->daemon);
	free(s);
}
