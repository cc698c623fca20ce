// SPDX-License-Identifier: GPL-2.0-only
/*
 * The protobuf format: a stream of io.prometheus.client.MetricFamily. A histogram has
 * the buckets of the text format and, for servers that store those, native ones.
 */
#include <math.h>

#include "latency_bounds.h"
#include "metric_families.h"
#include "native_buckets.h"

/* Numbers of fields in io/prometheus/client/metrics.proto. */
enum {
	FAMILY_NAME = 1,
	FAMILY_HELP = 2,
	FAMILY_TYPE = 3,
	FAMILY_METRIC = 4,

	PAIR_NAME = 1,
	PAIR_VALUE = 2,

	METRIC_LABEL = 1,
	METRIC_HAS_GAUGE = 2,
	METRIC_HAS_COUNTER = 3,
	METRIC_HAS_HISTOGRAM = 7,

	NUMBER_VALUE = 1, /* of a counter and of a gauge */

	HISTOGRAM_COUNT = 1,
	HISTOGRAM_SUM = 2,
	HISTOGRAM_BUCKET = 3,
	HISTOGRAM_SCHEMA = 5,
	HISTOGRAM_ZERO_THRESHOLD = 6,
	HISTOGRAM_ZERO_COUNT = 7,
	HISTOGRAM_SPAN = 12,
	HISTOGRAM_DELTA = 13,

	BUCKET_COUNT = 1,
	BUCKET_BOUND = 2,

	SPAN_OFFSET = 1,
	SPAN_LENGTH = 2,
};

/* This number of empty buckets is not worth a new span. */
#define EMPTY_IN_SPAN 2

struct protobuf_sink {
	struct metric_sink sink; /* must be first */
	struct protobuf *out;
	struct protobuf family, metric, histogram, part, deltas;
	struct native_buckets native;
	uint64_t bound[LATENCY_BOUNDS];
};

static void end_family(struct protobuf_sink *p)
{
	if (p->family.len)
		protobuf_append_delimited(p->out, &p->family);
	protobuf_clear(&p->family);
}

static void add_family(struct metric_sink *s, const struct metric_family *f)
{
	static const uint64_t types[] = {
		[METRIC_COUNTER] = 0,
		[METRIC_GAUGE] = 1,
		[METRIC_HISTOGRAM] = 4,
	};
	struct protobuf_sink *p = (struct protobuf_sink *)s;

	end_family(p);
	protobuf_string(&p->family, FAMILY_NAME, f->name);
	protobuf_string(&p->family, FAMILY_HELP, f->help);
	protobuf_varint(&p->family, FAMILY_TYPE, types[f->type]);
}

static void start_metric(struct protobuf_sink *p, const struct metric_labels *l)
{
	protobuf_clear(&p->metric);
	for (size_t i = 0; i < l->n; i++) {
		protobuf_clear(&p->part);
		protobuf_string(&p->part, PAIR_NAME, l->label[i].name);
		protobuf_string(&p->part, PAIR_VALUE, l->label[i].value);
		protobuf_message(&p->metric, METRIC_LABEL, &p->part);
	}
}

static void add_sample(struct metric_sink *s, const struct metric_labels *l,
		       struct metric_value value)
{
	struct protobuf_sink *p = (struct protobuf_sink *)s;

	start_metric(p, l);
	protobuf_clear(&p->part);
	protobuf_double(&p->part, NUMBER_VALUE,
			(double)value.n / (double)value.per);
	protobuf_message(&p->metric,
			 s->current->type == METRIC_GAUGE ? METRIC_HAS_GAUGE
							  : METRIC_HAS_COUNTER,
			 &p->part);
	protobuf_message(&p->family, FAMILY_METRIC, &p->metric);
}

static void add_classic(struct protobuf_sink *p, const struct hist *h)
{
	uint64_t n[LATENCY_BOUNDS];

	latency_counts(h, p->bound, n);
	for (size_t i = 0; i < LATENCY_BOUNDS; i++) {
		protobuf_clear(&p->part);
		protobuf_varint(&p->part, BUCKET_COUNT, n[i]);
		protobuf_double(&p->part, BUCKET_BOUND,
				(double)p->bound[i] / 1e9);
		protobuf_message(&p->histogram, HISTOGRAM_BUCKET, &p->part);
	}
}

/* Appends the difference to the count of the bucket before, @last. */
static uint64_t add_delta(struct protobuf_sink *p, uint64_t last, uint64_t n)
{
	protobuf_append_varint(&p->deltas,
			       protobuf_zigzag((int64_t)(n - last)));
	return n;
}

/* @length buckets, @offset after the end of the span before, or from index 0 on. */
static void add_span(struct protobuf_sink *p, int32_t offset, uint32_t length)
{
	protobuf_clear(&p->part);
	protobuf_sint(&p->part, SPAN_OFFSET, offset);
	protobuf_varint(&p->part, SPAN_LENGTH, length);
	protobuf_message(&p->histogram, HISTOGRAM_SPAN, &p->part);
}

static void add_spans(struct protobuf_sink *p)
{
	const struct native_buckets *b = &p->native;
	int32_t end = 0, offset = 0; /* end: index after the last bucket */
	uint32_t length = 0;
	uint64_t last = 0;

	protobuf_clear(&p->deltas);
	for (size_t i = 0; i < b->n; i++) {
		int32_t empty = b->bucket[i].index - end;

		if (length && empty <= EMPTY_IN_SPAN) {
			length += (uint32_t)empty;
			for (; empty > 0; empty--)
				last = add_delta(p, last, 0);
		} else {
			if (length)
				add_span(p, offset, length);
			offset = empty;
			length = 0;
		}
		last = add_delta(p, last, b->bucket[i].n);
		length++;
		end = b->bucket[i].index + 1;
	}
	if (length)
		add_span(p, offset, length);
	protobuf_message(&p->histogram, HISTOGRAM_DELTA, &p->deltas);
}

static void add_histogram(struct metric_sink *s, const struct metric_labels *l,
			  const struct hist *h)
{
	struct protobuf_sink *p = (struct protobuf_sink *)s;

	native_buckets_of(h, &p->native);
	protobuf_clear(&p->histogram);
	protobuf_varint(&p->histogram, HISTOGRAM_COUNT, h->count);
	protobuf_double(&p->histogram, HISTOGRAM_SUM,
			sum_is_known(h->sum) ? (double)h->sum / 1e9 : NAN);
	add_classic(p, h);
	protobuf_sint(&p->histogram, HISTOGRAM_SCHEMA, NATIVE_SCHEMA);
	protobuf_double(&p->histogram, HISTOGRAM_ZERO_THRESHOLD,
			NATIVE_ZERO_SECONDS);
	protobuf_varint(&p->histogram, HISTOGRAM_ZERO_COUNT, p->native.zeros);
	add_spans(p);
	start_metric(p, l);
	protobuf_message(&p->metric, METRIC_HAS_HISTOGRAM, &p->histogram);
	protobuf_message(&p->family, FAMILY_METRIC, &p->metric);
}

void prometheus_protobuf(const struct exposition *e, struct protobuf *out)
{
	struct protobuf_sink s = {.sink = {.family = add_family,
					   .sample = add_sample,
					   .histogram = add_histogram},
				  .out = out};

	latency_bounds(s.bound);
	metric_families(e, &s.sink);
	end_family(&s);
	protobuf_free(&s.family);
	protobuf_free(&s.metric);
	protobuf_free(&s.histogram);
	protobuf_free(&s.part);
	protobuf_free(&s.deltas);
	native_buckets_free(&s.native);
}
