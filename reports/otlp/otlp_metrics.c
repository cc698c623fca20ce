// SPDX-License-Identifier: GPL-2.0-only
#include "otlp_reports.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "metric_families.h"
#include "native_buckets.h"
#include "text.h"

/*
 * Numbers of fields, from opentelemetry-proto 1.3: collector/metrics/v1/
 * metrics_service.proto, metrics/v1/metrics.proto, common/v1/common.proto.
 */
enum {
	REQUEST_RESOURCE_METRICS = 1,

	RESOURCE_METRICS_RESOURCE = 1,
	RESOURCE_METRICS_SCOPE_METRICS = 2,
	RESOURCE_ATTRIBUTES = 1,

	SCOPE_METRICS_SCOPE = 1,
	SCOPE_METRICS_METRICS = 2,
	SCOPE_NAME = 1,
	SCOPE_VERSION = 2,

	METRIC_NAME = 1,
	METRIC_DESCRIPTION = 2,
	METRIC_UNIT = 3,
	METRIC_HAS_GAUGE = 5,
	METRIC_HAS_SUM = 7,
	METRIC_HAS_EXPONENTIAL = 10,

	DATA_POINTS = 1, /* of all three */
	DATA_TEMPORALITY = 2,
	SUM_IS_MONOTONIC = 3,
	TEMPORALITY_CUMULATIVE = 2,

	NUMBER_START = 2,
	NUMBER_TIME = 3,
	NUMBER_AS_DOUBLE = 4,
	NUMBER_AS_INT = 6,
	NUMBER_ATTRIBUTES = 7,

	EXPONENTIAL_ATTRIBUTES = 1,
	EXPONENTIAL_START = 2,
	EXPONENTIAL_TIME = 3,
	EXPONENTIAL_COUNT = 4,
	EXPONENTIAL_SUM = 5,
	EXPONENTIAL_SCALE = 6,
	EXPONENTIAL_ZERO_COUNT = 7,
	EXPONENTIAL_POSITIVE = 8,
	EXPONENTIAL_MIN = 12,
	EXPONENTIAL_MAX = 13,
	EXPONENTIAL_ZERO_THRESHOLD = 14,
	BUCKETS_OFFSET = 1,
	BUCKETS_COUNTS = 2,

	PAIR_KEY = 1,
	PAIR_VALUE = 2,
	VALUE_STRING = 1,
};

struct otlp_sink {
	struct metric_sink sink; /* must be first */
	const struct otlp_request *request;
	const struct metric_family *open; /* that of the points in @data */
	struct protobuf scope_metrics, metric, data, point;
	struct protobuf buckets, counts, pair, value;
	struct native_buckets native;
};

static void add_pair(struct otlp_sink *o, struct protobuf *to, uint32_t field,
		     const char *key, const char *value)
{
	protobuf_clear(&o->value);
	protobuf_string(&o->value, VALUE_STRING, value);
	protobuf_clear(&o->pair);
	protobuf_string(&o->pair, PAIR_KEY, key);
	protobuf_message(&o->pair, PAIR_VALUE, &o->value);
	protobuf_message(to, field, &o->pair);
}

static bool ends_with(const char *text, size_t len, const char *end)
{
	const size_t n = strlen(end);

	return len > n && !memcmp(text + len - n, end, n);
}

/*
 * The name by OpenTelemetry's conventions, from which a Prometheus server makes the
 * one of the exposition again: "scmi_latency_seconds" is scmi.latency in s.
 */
static void add_name(struct otlp_sink *o, const struct metric_family *f)
{
	char name[96];
	size_t len = strlen(f->name);
	bool seconds;

	if (ends_with(f->name, len, "_total"))
		len -= strlen("_total");
	seconds = ends_with(f->name, len, "_seconds");
	if (seconds)
		len -= strlen("_seconds");
	snprintf(name, sizeof(name), "scmi.%.*s", (int)(len - strlen("scmi_")),
		 f->name + strlen("scmi_"));
	protobuf_string(&o->metric, METRIC_NAME, name);
	protobuf_string(&o->metric, METRIC_DESCRIPTION, f->help);
	if (seconds)
		protobuf_string(&o->metric, METRIC_UNIT, "s");
}

static void end_metric(struct otlp_sink *o)
{
	const struct metric_family *f = o->open;
	uint32_t kind = METRIC_HAS_GAUGE;

	if (!o->data.len)
		return;
	if (f->type != METRIC_GAUGE)
		protobuf_varint(&o->data, DATA_TEMPORALITY,
				TEMPORALITY_CUMULATIVE);
	if (f->type == METRIC_COUNTER) {
		protobuf_varint(&o->data, SUM_IS_MONOTONIC, 1);
		kind = METRIC_HAS_SUM;
	} else if (f->type == METRIC_HISTOGRAM) {
		kind = METRIC_HAS_EXPONENTIAL;
	}
	protobuf_clear(&o->metric);
	add_name(o, f);
	protobuf_message(&o->metric, kind, &o->data);
	protobuf_message(&o->scope_metrics, SCOPE_METRICS_METRICS, &o->metric);
	protobuf_clear(&o->data);
}

static void add_family(struct metric_sink *s, const struct metric_family *f)
{
	struct otlp_sink *o = (struct otlp_sink *)s;

	end_metric(o);
	o->open = f;
}

static void start_point(struct otlp_sink *o, const struct metric_labels *l,
			uint32_t attributes)
{
	const struct otlp_request *r = o->request;

	protobuf_clear(&o->point);
	for (size_t i = 0; i < l->n; i++)
		add_pair(o, &o->point, attributes, l->label[i].name,
			 l->label[i].value);
	/* Numbers and histograms have the same fields for these. */
	protobuf_fixed64(&o->point, NUMBER_START, r->start_unix_ns);
	protobuf_fixed64(&o->point, NUMBER_TIME, r->now_unix_ns);
}

static void add_sample(struct metric_sink *s, const struct metric_labels *l,
		       struct metric_value value)
{
	struct otlp_sink *o = (struct otlp_sink *)s;

	start_point(o, l, NUMBER_ATTRIBUTES);
	if (value.per == 1)
		protobuf_fixed64(&o->point, NUMBER_AS_INT, value.n);
	else
		protobuf_double(&o->point, NUMBER_AS_DOUBLE,
				(double)value.n / (double)value.per);
	protobuf_message(&o->data, DATA_POINTS, &o->point);
}

/* The index of a bucket at a scale: OTLP's are one lower than Prometheus'. */
static int32_t index_at(const struct native_bucket *b, int scale)
{
	const int32_t index = b->index - 1;
	const int32_t width = 1 << (NATIVE_SCHEMA - scale);

	return index >= 0 ? index / width : -((-index + width - 1) / width);
}

static void add_buckets(struct otlp_sink *o)
{
	const struct native_buckets *b = &o->native;
	int scale = NATIVE_SCHEMA;
	int32_t first, next;
	uint64_t n = 0;

	if (!b->n)
		return;
	while (index_at(&b->bucket[b->n - 1], scale) -
		       index_at(&b->bucket[0], scale) >=
	       OTLP_BUCKETS)
		scale--;
	first = next = index_at(&b->bucket[0], scale);
	protobuf_clear(&o->counts);
	for (size_t i = 0; i < b->n; i++) {
		const int32_t index = index_at(&b->bucket[i], scale);

		for (; next < index; next++) {
			protobuf_append_varint(&o->counts, n);
			n = 0;
		}
		n += b->bucket[i].n;
	}
	protobuf_append_varint(&o->counts, n);
	protobuf_clear(&o->buckets);
	protobuf_sint(&o->buckets, BUCKETS_OFFSET, first);
	protobuf_message(&o->buckets, BUCKETS_COUNTS, &o->counts);
	protobuf_sint(&o->point, EXPONENTIAL_SCALE, scale);
	protobuf_message(&o->point, EXPONENTIAL_POSITIVE, &o->buckets);
}

static void add_histogram(struct metric_sink *s, const struct metric_labels *l,
			  const struct hist *h)
{
	struct otlp_sink *o = (struct otlp_sink *)s;

	native_buckets_of(h, &o->native);
	start_point(o, l, EXPONENTIAL_ATTRIBUTES);
	protobuf_fixed64(&o->point, EXPONENTIAL_COUNT, h->count);
	if (sum_is_known(h->sum))
		protobuf_double(&o->point, EXPONENTIAL_SUM,
				(double)h->sum / 1e9);
	protobuf_fixed64(&o->point, EXPONENTIAL_ZERO_COUNT, o->native.zeros);
	add_buckets(o);
	protobuf_double(&o->point, EXPONENTIAL_MIN, (double)h->min / 1e9);
	protobuf_double(&o->point, EXPONENTIAL_MAX, (double)h->max / 1e9);
	protobuf_double(&o->point, EXPONENTIAL_ZERO_THRESHOLD,
			NATIVE_ZERO_SECONDS);
	protobuf_message(&o->data, DATA_POINTS, &o->point);
}

static void free_sink(struct otlp_sink *o)
{
	protobuf_free(&o->scope_metrics);
	protobuf_free(&o->metric);
	protobuf_free(&o->data);
	protobuf_free(&o->point);
	protobuf_free(&o->buckets);
	protobuf_free(&o->counts);
	protobuf_free(&o->pair);
	protobuf_free(&o->value);
	native_buckets_free(&o->native);
}

/* Writes who measures, and where, to o->point. */
static void make_resource(struct otlp_sink *o)
{
	char *host = o->request->host ? text_utf8(o->request->host) : NULL;

	protobuf_clear(&o->point);
	add_pair(o, &o->point, RESOURCE_ATTRIBUTES, "service.name",
		 "scmi-perf");
	add_pair(o, &o->point, RESOURCE_ATTRIBUTES, "service.version",
		 SCMI_PERF_VERSION);
	if (host) {
		add_pair(o, &o->point, RESOURCE_ATTRIBUTES,
			 "service.instance.id", host);
		add_pair(o, &o->point, RESOURCE_ATTRIBUTES, "host.name", host);
	}
	free(host);
}

void otlp_metrics(const struct otlp_request *r, struct protobuf *out)
{
	struct otlp_sink o = {.sink = {.family = add_family,
				       .sample = add_sample,
				       .histogram = add_histogram},
			      .request = r};

	protobuf_string(&o.point, SCOPE_NAME, "scmi-perf");
	protobuf_string(&o.point, SCOPE_VERSION, SCMI_PERF_VERSION);
	protobuf_message(&o.scope_metrics, SCOPE_METRICS_SCOPE, &o.point);
	metric_families(r->exposition, &o.sink);
	end_metric(&o);
	make_resource(&o);
	protobuf_message(&o.data, RESOURCE_METRICS_RESOURCE, &o.point);
	protobuf_message(&o.data, RESOURCE_METRICS_SCOPE_METRICS,
			 &o.scope_metrics);
	protobuf_message(out, REQUEST_RESOURCE_METRICS, &o.data);
	free_sink(&o);
}
