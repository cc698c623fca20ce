/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Serves the metrics of a source, writes them to a file or sends them at intervals, until
 * a stop signal. Counters are those since the source was opened: a scrape resets nothing.
 */
#ifndef SCMI_PERF_EXPORTER_H
#define SCMI_PERF_EXPORTER_H

#include "listen_address.h"
#include "series_limit.h"
#include "source.h"

/* How often a followed log is read, and transfers of a kernel expire. */
#define EXPORTER_STEP_NS UINT64_C(1000000000)

struct exporter_options {
	struct listen_address address;
	bool listens;
	const char *textfile; /* NULL: none */
	const char *otlp;     /* the URL of a receiver; NULL: none */
	uint64_t interval_ns; /* of the textfile, and of requests to @otlp */
	size_t max_series;
	uint32_t phases; /* as of struct exposition */
	bool by_resource;
	const bool *stopped; /* set when it is to end; NULL: by signals alone */
};

/*
 * Exactly one of @source and @profile is not NULL; a profile does not change. Returns
 * 0 or -errno, reported.
 */
int exporter_run(const struct exporter_options *o, struct top_source *source,
		 const struct profile *profile);

#endif
