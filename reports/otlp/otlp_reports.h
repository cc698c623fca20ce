/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The counters and histograms of a profile as a request of OTLP, the protocol of
 * OpenTelemetry: cumulative sums, gauges and exponential histograms.
 */
#ifndef SCMI_PERF_OTLP_REPORTS_H
#define SCMI_PERF_OTLP_REPORTS_H

#include "prometheus_reports.h"
#include "protobuf.h"

#define OTLP_TYPE "application/x-protobuf"

/* A histogram of more buckets is written at a lower scale: half as many an octave. */
#define OTLP_BUCKETS 320

struct otlp_request {
	const struct exposition *exposition;
	const char *host; /* of the measured machine; NULL: unknown */
	/* When the counters were 0, and now, since 1970. */
	uint64_t start_unix_ns, now_unix_ns;
};

/* An ExportMetricsServiceRequest. */
void otlp_metrics(const struct otlp_request *r, struct protobuf *out);

#endif
