/* SPDX-License-Identifier: GPL-2.0-only */
/* Writes a profile in all formats of other programs, and checks them. */
#ifndef SCMI_PERF_CHECK_EXPORTS_H
#define SCMI_PERF_CHECK_EXPORTS_H

#include "fuzz_output.h"
#include "fuzz_protobuf.h"
#include "otlp_reports.h"
#include "text_reports.h"

/* A field of a message that is a message, or a STRING. */
struct message_field {
	char message;
	uint32_t field;
	char inner;
};

#define STRING 's'

/* MetricFamily (F) of Prometheus; ExportMetricsServiceRequest (R) of OTLP. */
static const struct message_field message_fields[] = {
	{'F', 1, STRING}, {'F', 2, STRING}, {'F', 4, 'M'},    {'M', 1, 'L'},
	{'M', 2, 'G'},	  {'M', 3, 'G'},    {'M', 7, 'H'},    {'L', 1, STRING},
	{'L', 2, STRING}, {'H', 3, 'B'},    {'H', 12, 'S'},   {'R', 1, 'r'},
	{'r', 1, 'a'},	  {'r', 2, 'e'},    {'a', 1, 'k'},    {'k', 1, STRING},
	{'k', 2, 'v'},	  {'v', 1, STRING}, {'e', 1, 'o'},    {'e', 2, 'm'},
	{'o', 1, STRING}, {'o', 2, STRING}, {'m', 1, STRING}, {'m', 2, STRING},
	{'m', 3, STRING}, {'m', 5, 'd'},    {'m', 7, 'd'},    {'m', 10, 'x'},
	{'d', 1, 'p'},	  {'p', 7, 'k'},    {'x', 1, 'h'},    {'h', 1, 'k'},
	{'h', 8, 'b'},
};

static inline void check_message(char message, const uint8_t *data, size_t len)
{
	const size_t n = sizeof(message_fields) / sizeof(message_fields[0]);
	const uint8_t *p = data;
	struct proto_field f;

	while (decode_field(&p, data + len, &f)) {
		char inner = 0;

		for (size_t i = 0; i < n; i++)
			if (message_fields[i].message == message &&
			    message_fields[i].field == f.number)
				inner = message_fields[i].inner;
		MUST(!inner || f.wire == 2);
		if (inner == STRING) {
			json_t *text =
				json_stringn((const char *)f.data, f.len);

			MUST(text);
			json_decref(text);
		} else if (inner) {
			check_message(inner, f.data, f.len);
		}
	}
}

/* Families are behind their lengths. */
static inline void check_families(const struct protobuf *b)
{
	const uint8_t *p = (const uint8_t *)b->data, *end = p + b->len;

	MUST(b->len);
	while (p < end) {
		const uint64_t len = decode_varint(&p, end);

		MUST(len && len <= (uint64_t)(end - p));
		check_message('F', p, len);
		p += len;
	}
}

static inline void check_metrics(const struct exposition *e)
{
	const struct otlp_request request = {.exposition = e,
					     .host = e->profile->runs[0].host};
	struct protobuf b = {0};

	CHECK(PROMETHEUS, prometheus_text(e, out));
	prometheus_protobuf(e, &b);
	check_families(&b);
	protobuf_clear(&b);
	otlp_metrics(&request, &b);
	MUST(b.len);
	check_message('R', (const uint8_t *)b.data, b.len);
	protobuf_free(&b);
}

/* Adds up the series of @p beyond @limit. */
static inline void check_exports(struct profile *p, size_t limit)
{
	static const struct exporter_counts counts = {.scrapes = 1};
	struct series_limit l = {.limit = limit};
	struct exposition e = {.profile = p};

	CHECK(CSV, series_csv(p, out));
	if (p->senders) {
		CHECK(TEXT, folded_text(p->senders, false, out));
		CHECK(TEXT, folded_text(p->senders, true, out));
	}
	e.folded = series_limit_apply(&l, p);
	check_metrics(&e);
	e.exporter = &counts;
	e.phases = 1u << LC_TOTAL;
	check_metrics(&e);
	series_limit_free(&l);
}

#endif
