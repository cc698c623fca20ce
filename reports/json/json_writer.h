/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parts that all JSON writers share. main() gives jansson allocators that do
 * not fail, so that no writer checks for NULL.
 */
#ifndef SCMI_PERF_JSON_WRITER_H
#define SCMI_PERF_JSON_WRITER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <jansson.h>

#include "report_view.h"
#include "run_set.h"

/* Both take ownership of @value. */
void json_put(json_t *object, const char *key, json_t *value);
void json_add(json_t *array, json_t *value);

/* Numbers above SUM_MAX become SUM_MAX. */
json_t *json_number(uint64_t n);

/* A sum, or null if the true one is SUM_MAX or more. */
json_t *json_sum(uint64_t sum);

/* A number if @is is true; else null. */
json_t *json_number_if(bool is, uint64_t n);
json_t *json_real_if(bool is, double value);

/* A string of any bytes from a profile or a user; NULL becomes null. */
json_t *json_text(const char *s);

/* A percentile of @h, @permille of 1000; null when it has too few samples. */
json_t *json_percentile(const struct hist *h, unsigned int permille);

/* Both add the key of a series, with numbers and names, to a new object. */
json_t *json_key(const struct series_key *key);
json_t *json_anomaly(enum lc_anomaly kind, const struct series_key *key);

/* A recorded anomaly as a new object. */
json_t *json_event(const struct anomaly_event *e);

/* The use of a fast channel in @duration_ns; if that is 0, the rate is null. */
json_t *json_fast_channel(const struct fast_channel *f, uint64_t duration_ns);

/* Adds @n counts by their names; the second makes a new object of them. */
void json_put_counts(json_t *object, const char *const *names,
		     const uint64_t *count, int n);
json_t *json_counts(const char *const *names, const uint64_t *count, int n);

/* The same without counts of 0. */
json_t *json_counts_if(const char *const *names, const uint64_t *count, int n);

/* The errors of all series by status, as a new object. */
json_t *json_statuses(const struct profile *p);

/* Adds the counters, anomalies and phases of delta @g to @object. */
void json_delta(json_t *object, const struct delta *g);

/* The answer of a report, as a new object. */
json_t *json_summary(const struct report_view *v);

/* The whole of which the filter selects a part; null without a filter. */
json_t *json_selection(const struct report_view *v);

/* The paths of the runs, as a new array. */
json_t *json_files(const struct run_set *set);

/*
 * Prints a value with jansson's @flags, as ASCII, so that no string in it can control
 * a terminal, and without a command of a CI runner.
 */
void json_print_value(const json_t *value, size_t flags, FILE *out);

/* Prints @root so and frees it. The caller checks @out for errors (ferror). */
void json_print(json_t *root, FILE *out);
/* Prints @root on a single line and frees it. */
void json_print_line(json_t *root, FILE *out);

#endif
