// SPDX-License-Identifier: GPL-2.0-only
#include "otlp_push.h"

#include <errno.h>

#include "diag.h"

int otlp_push_open(const char *url, struct otlp_push **out)
{
	(void)url;
	(void)out;
	diag_error("this scmi-perf was built without libcurl (meson option "
		   "curl)");
	return -ENOTSUP;
}

bool otlp_push_is_ready(const struct otlp_push *p)
{
	(void)p;
	return false;
}

uint64_t otlp_push_due(const struct otlp_push *p, uint64_t want_ns)
{
	(void)p;
	return want_ns;
}

void otlp_push_send(struct otlp_push *p, const struct protobuf *body)
{
	(void)p;
	(void)body;
}

int otlp_push_poll(struct otlp_push *p, struct pollfd *fds, unsigned int n,
		   int ms)
{
	(void)p;
	return poll(fds, n, ms);
}

void otlp_push_run(struct otlp_push *p)
{
	(void)p;
}

void otlp_push_finish(struct otlp_push *p)
{
	(void)p;
}

uint64_t otlp_push_sent(const struct otlp_push *p)
{
	(void)p;
	return 0;
}

uint64_t otlp_push_failed(const struct otlp_push *p)
{
	(void)p;
	return 0;
}

void otlp_push_close(struct otlp_push *p)
{
	(void)p;
}
