/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sends metrics to an OTLP receiver over HTTP or HTTPS, one request at a time, without
 * blocking the caller. The metrics are sums since the start, so that a request that
 * fails loses nothing but its point in time: the next has all. While a receiver is
 * away, requests wait twice as long each time, up to a minute.
 */
#ifndef SCMI_PERF_OTLP_PUSH_H
#define SCMI_PERF_OTLP_PUSH_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "protobuf.h"

#define OTLP_PATH	    "/v1/metrics"
#define OTLP_TIMEOUT_S	    10		/* of a request */
#define OTLP_BACKOFF_NS	    1000000000u /* after the first failure */
#define OTLP_BACKOFF_MAX_NS UINT64_C(60000000000)

struct otlp_push;

/*
 * @url: one without a path gets OTLP_PATH. The headers in the environment's
 * OTEL_EXPORTER_OTLP_HEADERS, "name=value,name=value", are sent with each request.
 * Returns 0, or -errno, reported.
 */
int otlp_push_open(const char *url, struct otlp_push **out);

/* Returns true if a request may be sent now: none is on its way, and none has to wait. */
bool otlp_push_is_ready(const struct otlp_push *p);

/*
 * Returns the time (CLOCK_MONOTONIC) from which a request planned for @want_ns may be
 * sent; 0: not before the one on its way has ended.
 */
uint64_t otlp_push_due(const struct otlp_push *p, uint64_t want_ns);

/* Sends @body, which it copies. To be called when it is ready. */
void otlp_push_send(struct otlp_push *p, const struct protobuf *body);

/* poll(2) that also ends when there is work for a request. NULL is allowed. */
int otlp_push_poll(struct otlp_push *p, struct pollfd *fds, unsigned int n,
		   int ms);

/* Does all work that there is, without waiting. NULL is allowed. */
void otlp_push_run(struct otlp_push *p);

/* Waits for the end of the request that is on its way, at most OTLP_TIMEOUT_S. */
void otlp_push_finish(struct otlp_push *p);

/* Requests that succeeded, and that failed. NULL is allowed. */
uint64_t otlp_push_sent(const struct otlp_push *p);
uint64_t otlp_push_failed(const struct otlp_push *p);

/* NULL is allowed. */
void otlp_push_close(struct otlp_push *p);

#endif
