// SPDX-License-Identifier: GPL-2.0-only
/* The text format as Prometheus parses it is in tests/cli/prometheus.bats. */
#include <math.h>
#include <stdio.h>

#include "unit_test.h"
#include "latency_bounds.h"
#include "native_buckets.h"
#include "prometheus_reports.h"
#include "sample_profile.h"

static struct profile p;
static struct exposition e;
static char *text;
static struct protobuf bytes;

static int set_up(void **state)
{
	sample_profile(&p);
	profile_sort(&p);
	e = (struct exposition){.profile = &p};
	return 0;
}

static int tear_down(void **state)
{
	free(text);
	text = NULL;
	protobuf_free(&bytes);
	profile_free(&p);
	return 0;
}

static void write_metrics(void)
{
	size_t len;
	FILE *out = open_memstream(&text, &len);

	prometheus_text(&e, out);
	fclose(out);
}

static void check_has(const char *part)
{
	if (!strstr(text, part))
		fail_msg("no '%s' in:\n%s", part, text);
}

static void check_lacks(const char *part)
{
	if (strstr(text, part))
		fail_msg("'%s' in:\n%s", part, text);
}

#define SENSOR                                                      \
	"{scmi_instance=\"0\",channel=\"0\",transport=\"unknown\"," \
	"protocol=\"SENSOR\",message=\"SENSOR_READING_GET\""

static void counters(void **state)
{
	write_metrics();
	check_has("# TYPE scmi_transfers_total counter\n");
	check_has("scmi_transfers_total" SENSOR "} 7\n");
	check_has("scmi_replies_total" SENSOR "} 5\n");
	check_has("scmi_timeouts_total" SENSOR "} 1\n");
	check_has("scmi_errors_by_status_total" SENSOR ",status=\"BUSY\"} 1\n");
	check_has("scmi_message_anomalies_total" SENSOR ",type=\"command\","
		  "anomaly=\"timeout\"} 1\n");
	/* Alerts need the 0 before the first anomaly. */
	check_has("scmi_anomalies_total{anomaly=\"spurious_interrupt\"} 0\n");
	check_has("scmi_lost_total{cause=\"missed_run\"} ");
	check_lacks("scmi_exporter_");
	check_lacks("scmi_out_of_order_total" SENSOR);
}

static void classic_histogram(void **state)
{
	write_metrics();
	/* Samples of 25136, 26136 … 29136 ns: 0 below 24576, all below 32768. */
	check_has("scmi_latency_seconds_bucket" SENSOR
		  ",phase=\"total\",le=\"2.4575e-05\"} 0\n");
	check_has("scmi_latency_seconds_bucket" SENSOR
		  ",phase=\"total\",le=\"3.2767e-05\"} 5\n");
	check_has("scmi_latency_seconds_bucket" SENSOR
		  ",phase=\"total\",le=\"+Inf\"} 5\n");
	check_has("scmi_latency_seconds_sum" SENSOR
		  ",phase=\"total\"} 0.000135680\n");
	check_has("scmi_latency_seconds_count" SENSOR ",phase=\"total\"} 5\n");
	check_has(",phase=\"timeout\"");
	check_lacks(SENSOR ",phase=\"submit\"");
}

static void phases_can_be_chosen(void **state)
{
	e.phases = 1u << LC_TOTAL;
	write_metrics();
	check_has(",phase=\"total\"");
	check_lacks(",phase=\"wakeup\"");
}

/* Labels of a file may have any bytes, and a terminal may show them. */
static void labels_are_escaped(void **state)
{
	free(p.runs[0].kernel);
	p.runs[0].kernel = strdup("a\"b\\c\nd\xff\x1b[2J");
	write_metrics();
	check_has("kernel=\"a\\\"b\\\\c\\\\x0ad\\\\xff\\\\x1b[2J\"");
}

static void exporter_metrics(void **state)
{
	const struct exporter_counts c = {
		.scrapes = 3, .refused = 2, .scrape_ns = 1234567890123};

	e.exporter = &c;
	write_metrics();
	check_has("scmi_source_up 1\n");
	check_has("scmi_exporter_scrapes_total 3\n");
	check_has("scmi_exporter_refused_requests_total 2\n");
	check_has("scmi_exporter_scrape_seconds_total 1234.567890123\n");
}

/* A sample at a bound counts, the next ns does not. */
static void bounds_are_exact(void **state)
{
	uint64_t bound[LATENCY_BOUNDS], n[LATENCY_BOUNDS];

	latency_bounds(bound);
	assert_int_equal(bound[0], 1023);
	assert_int_equal(bound[LATENCY_BOUNDS - 1], 4294967295);
	for (size_t i = 0; i < LATENCY_BOUNDS; i++) {
		struct hist h = {0};

		assert_int_equal(hist_upper(hist_index(bound[i])), bound[i]);
		hist_add(&h, bound[i]);
		hist_add(&h, bound[i] + 1);
		latency_counts(&h, bound, n);
		assert_int_equal(n[i], 1);
		if (i)
			assert_int_equal(n[i - 1], 0);
		if (i + 1 < LATENCY_BOUNDS) {
			assert_true(bound[i] < bound[i + 1]);
			assert_int_equal(n[i + 1], 2);
		}
		hist_free(&h);
	}
}

/* From 1 us to an hour, read back by the geometric middle of the native bucket. */
static void native_error_is_bounded(void **state)
{
	int32_t last = INT32_MIN;

	for (uint32_t i = hist_index(1000); i < hist_index(3600000000000);
	     i++) {
		const int32_t index = native_index(i);
		const double back = exp2((index - 0.5) / 128) * 1e9;

		assert_true(index >= last);
		last = index;
		assert_true(fabs(back / (double)hist_lower(i) - 1) < 0.0079);
		assert_true(fabs(back / (double)hist_upper(i) - 1) < 0.0079);
		assert_true(
			fabs(back / (double)(hist_lower(i) + hist_upper(i)) *
				     2 -
			     1) < 0.0064);
	}
}

static void native_buckets_have_all_samples(void **state)
{
	struct native_buckets b = {0};
	struct hist h = {0};
	uint64_t n = 0;

	for (uint64_t ns = 0; ns < 3000000000; ns = ns * 9 / 8 + 1)
		hist_add(&h, ns);
	hist_add(&h, 0);
	native_buckets_of(&h, &b);
	assert_int_equal(b.zeros, 2);
	for (size_t i = 0; i < b.n; i++) {
		n += b.bucket[i].n;
		if (i)
			assert_true(b.bucket[i].index > b.bucket[i - 1].index);
	}
	assert_int_equal(n + b.zeros, h.count);
	native_buckets_free(&b);
	hist_free(&h);
}

static struct series *add(uint8_t message, uint64_t begun)
{
	struct series_key key = {.protocol = 0x80, .message = message};
	struct series *s = profile_series(&p, key);

	s->counter[LC_BEGUN] = begun;
	hist_add(&s->phase[LC_TOTAL], 1000);
	return s;
}

/* A series that had its own keeps it, although a new one is sorted before it. */
static void series_beyond_the_limit_are_added_up(void **state)
{
	struct series_limit limit = {.limit = 2};
	struct series_key other;

	profile_free(&p);
	p = (struct profile){0};
	add(5, 50);
	add(6, 60);
	assert_int_equal(series_limit_apply(&limit, &p), 0);
	add(1, 10);
	add(9, 90);
	assert_int_equal(series_limit_apply(&limit, &p), 2);
	assert_int_equal(p.n_series, 3);
	assert_int_equal(p.series[0].counter[LC_BEGUN], 50);
	assert_int_equal(p.series[1].counter[LC_BEGUN], 60);
	other = p.series[2].key;
	assert_true(series_is_other(&other));
	assert_int_equal(p.series[2].counter[LC_BEGUN], 100);
	assert_int_equal(p.series[2].phase[LC_TOTAL].count, 2);
	e.folded = 2;
	write_metrics();
	check_has("message=\"other\"} 100\n");
	check_has("scmi_folded_series 2\n");
	series_limit_free(&limit);
}

/* Reads a number at @at, and moves it on. */
static uint64_t varint(const unsigned char **at)
{
	uint64_t value = 0;

	for (int shift = 0;; shift += 7) {
		value |= (uint64_t)(**at & 0x7f) << shift;
		if (!(*(*at)++ & 0x80))
			return value;
	}
}

/* The stream is whole: each length leads to the next family, and to the end. */
static void protobuf_is_delimited(void **state)
{
	const unsigned char *at, *end;
	int families = 0;

	prometheus_protobuf(&e, &bytes);
	at = (const unsigned char *)bytes.data;
	end = at + bytes.len;
	for (; at < end; families++) {
		const uint64_t len = varint(&at);

		assert_true(len <= (uint64_t)(end - at));
		assert_int_equal(at[0], 1 << 3 | 2);
		assert_memory_equal(at + 2, "scmi_", 5);
		at += len;
	}
	assert_ptr_equal(at, end);
	assert_true(families > 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(counters),
		TEST(classic_histogram),
		TEST(phases_can_be_chosen),
		TEST(labels_are_escaped),
		TEST(exporter_metrics),
		TEST(bounds_are_exact),
		TEST(native_error_is_bounded),
		TEST(native_buckets_have_all_samples),
		TEST(series_beyond_the_limit_are_added_up),
		TEST(protobuf_is_delimited),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
