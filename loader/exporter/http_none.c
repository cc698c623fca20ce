// SPDX-License-Identifier: GPL-2.0-only
#include "http_server.h"

#include <errno.h>

#include "diag.h"

int http_server_open(struct listen_address *address, http_answer answer,
		     void *ctx, struct http_server **out)
{
	(void)address;
	(void)answer;
	(void)ctx;
	(void)out;
	diag_error("this scmi-perf was built without libmicrohttpd (meson "
		   "option microhttpd)");
	diag_hint("--textfile writes a file for node_exporter");
	return -ENOTSUP;
}

int http_server_fd(const struct http_server *s)
{
	(void)s;
	return -1;
}

int http_server_wait_ms(const struct http_server *s)
{
	(void)s;
	return -1;
}

void http_server_run(struct http_server *s)
{
	(void)s;
}

uint64_t http_server_refused(const struct http_server *s)
{
	(void)s;
	return 0;
}

bool http_server_drain(struct http_server *s)
{
	(void)s;
	return false;
}

void http_server_close(struct http_server *s)
{
	(void)s;
}
