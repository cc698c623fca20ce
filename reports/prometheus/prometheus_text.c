// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text format of Prometheus, version 0.0.4. Times are exact: a count of ns
 * becomes a decimal number of seconds.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "alloc.h"
#include "latency_bounds.h"
#include "metric_families.h"

struct text_sink {
	struct metric_sink sink; /* must be first */
	FILE *out;
	uint64_t bound[LATENCY_BOUNDS];
};

static void write_family(struct metric_sink *s, const struct metric_family *f)
{
	static const char *const types[] = {
		[METRIC_COUNTER] = "counter",
		[METRIC_GAUGE] = "gauge",
		[METRIC_HISTOGRAM] = "histogram",
	};
	FILE *out = ((struct text_sink *)s)->out;

	fprintf(out, "# HELP %s %s\n# TYPE %s %s\n", f->name, f->help, f->name,
		types[f->type]);
}

static void write_value(const char *value, FILE *out)
{
	for (const char *c = value; *c; c++) {
		if (*c == '\n') {
			fputs("\\n", out);
			continue;
		}
		if (*c == '"' || *c == '\\')
			putc('\\', out);
		putc(*c, out);
	}
}

/* Without braces. */
static void write_labels(const struct metric_labels *l, FILE *out)
{
	for (size_t i = 0; i < l->n; i++) {
		fprintf(out, "%s%s=\"", i ? "," : "", l->label[i].name);
		write_value(l->label[i].value, out);
		putc('"', out);
	}
}

static void write_number(struct metric_value v, FILE *out)
{
	if (v.per == 1)
		fprintf(out, " %" PRIu64 "\n", v.n);
	else
		fprintf(out, " %" PRIu64 ".%09" PRIu64 "\n", v.n / v.per,
			v.n % v.per);
}

static void write_sample(struct metric_sink *s, const struct metric_labels *l,
			 struct metric_value value)
{
	FILE *out = ((struct text_sink *)s)->out;

	fputs(s->current->name, out);
	if (l->n) {
		putc('{', out);
		write_labels(l, out);
		putc('}', out);
	}
	write_number(value, out);
}

static void write_histogram(struct metric_sink *s,
			    const struct metric_labels *l, const struct hist *h)
{
	struct text_sink *t = (struct text_sink *)s;
	const char *name = s->current->name;
	uint64_t n[LATENCY_BOUNDS];
	char *labels;
	size_t len;
	FILE *out = xopen_memstream(&labels, &len);

	write_labels(l, out);
	if (fclose(out))
		out_of_memory();
	latency_counts(h, t->bound, n);
	for (size_t i = 0; i < LATENCY_BOUNDS; i++)
		fprintf(t->out, "%s_bucket{%s,le=\"%.12g\"} %" PRIu64 "\n",
			name, labels, (double)t->bound[i] / 1e9, n[i]);
	fprintf(t->out, "%s_bucket{%s,le=\"+Inf\"} %" PRIu64 "\n", name, labels,
		h->count);
	fprintf(t->out, "%s_sum{%s}", name, labels);
	if (sum_is_known(h->sum))
		write_number((struct metric_value){h->sum, 1000000000}, t->out);
	else
		fputs(" NaN\n", t->out);
	fprintf(t->out, "%s_count{%s} %" PRIu64 "\n", name, labels, h->count);
	free(labels);
}

void prometheus_text(const struct exposition *e, FILE *out)
{
	struct text_sink s = {.sink = {.family = write_family,
				       .sample = write_sample,
				       .histogram = write_histogram},
			      .out = out};

	latency_bounds(s.bound);
	metric_families(e, &s.sink);
}
