/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The counters and histograms of a profile as Prometheus reads them: its text format,
 * and its protobuf format, which has native histograms, too.
 */
#ifndef SCMI_PERF_PROMETHEUS_REPORTS_H
#define SCMI_PERF_PROMETHEUS_REPORTS_H

#include <stdbool.h>
#include <stdio.h>

#include "profile.h"
#include "protobuf.h"
#include "series_limit.h"

/* Counts of an exporter, beside those of the profile. */
struct exporter_counts {
	uint64_t scrapes;		/* answered, before this one */
	uint64_t refused;		/* requests that were refused */
	uint64_t pushes, failed_pushes; /* to a receiver of OTLP */
	uint64_t scrape_ns; /* time of all scrapes that were answered */
	bool source_ended;  /* no more events will come */
};

struct exposition {
	const struct profile
		*profile; /* series sorted, as series_limit_apply() */
	const struct exporter_counts *exporter; /* NULL: not an exporter */
	size_t folded;	 /* series that were added up as "other" */
	uint32_t phases; /* bits of enum lc_phase; 0: all */
};

/* Media types of the two, for HTTP. */
#define PROMETHEUS_TEXT_TYPE "text/plain; version=0.0.4; charset=utf-8"
#define PROMETHEUS_PROTOBUF_TYPE                                       \
	"application/vnd.google.protobuf; proto=io.prometheus.client." \
	"MetricFamily; encoding=delimited"

/* The caller checks @out for errors (ferror). */
void prometheus_text(const struct exposition *e, FILE *out);
void prometheus_protobuf(const struct exposition *e, struct protobuf *out);

#endif
