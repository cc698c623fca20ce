// SPDX-License-Identifier: GPL-2.0-only
/*
 * Adds arbitrary traffic to the model of scmi-top. In each interval, the rows of
 * each grouping add up to the total, and a copy has the same rows.
 */
#include "fuzz_input.h"
#include "delta.h"
#include "model.h"

static struct series_key read_key(struct fuzz_input *in)
{
	return (struct series_key){.instance = fuzz_byte(in) % 3,
				   .transport = fuzz_byte(in) % TRANSPORTS,
				   .channel = fuzz_byte(in) % 3,
				   .protocol = 0x10 + fuzz_byte(in) % 4,
				   .message = fuzz_byte(in) % 4,
				   .type = fuzz_byte(in) % MESSAGE_TYPES,
				   .resource_plus = fuzz_byte(in) % 4};
}

static void add_delta(struct top_model *m, struct fuzz_input *in)
{
	const struct series_key key = read_key(in);
	struct delta g = {0};

	for (int n = fuzz_byte(in) % 4; n; n--)
		hist_add(&g.phase[fuzz_byte(in) % LC_PHASES], fuzz_number(in));
	g.counter[LC_BEGUN] = fuzz_byte(in);
	g.counter[fuzz_byte(in) % LC_COUNTERS] += fuzz_byte(in);
	g.anomaly[fuzz_byte(in) % LA_KINDS] = fuzz_byte(in) % 2;
	top_add_delta(m, key, &g);
	delta_free(&g);
}

static void add_event(struct top_model *m, struct fuzz_input *in)
{
	struct anomaly_event event = {.key = read_key(in),
				      .kind = fuzz_byte(in) % LA_KINDS,
				      .time_ns = fuzz_number(in)};

	top_add_event(m, &event);
}

static void check_model(const struct top_model *m)
{
	const struct top_row *total = top_total(m);

	for (int grouping = 0; grouping < TOP_GROUPINGS; grouping++) {
		uint64_t sum[LC_COUNTERS] = {0};

		if (m->lacks[grouping])
			continue;
		for (size_t i = 0; i < m->level[grouping].n; i++) {
			const struct top_row *row = m->level[grouping].row[i];

			MUST(top_idle(m, row) <= m->intervals);
			for (uint64_t age = 0; age <= TOP_HISTORY; age++)
				top_history(m, row, age);
			MUST(!i || series_key_compare(
					   &m->level[grouping].row[i - 1]->key,
					   &row->key) < 0);
			for (int k = 0; k < LC_COUNTERS; k++)
				sum[k] += row->all.delta.counter[k];
		}
		MUST(!memcmp(sum, total->all.delta.counter, sizeof(sum)));
	}
	MUST(!top_recent(m, m->n_events));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	struct top_model *m = top_model_new(), *copy;
	uint64_t now = 0;

	m->lacks[TOP_BY_RESOURCE] = fuzz_byte(&in) % 2;
	while (in.size) {
		struct top_status status = {0};

		now += 1 + (fuzz_number(&in) >> 16);
		top_begin_interval(m, now);
		for (int n = fuzz_byte(&in) % 4; n; n--)
			add_delta(m, &in);
		for (int n = fuzz_byte(&in) % 3; n; n--)
			add_event(m, &in);
		status.time_ns = now;
		top_end_interval(m, &status);
		check_model(m);
		if (fuzz_byte(&in) == 0xff)
			top_reset(m);
	}
	copy = top_model_copy(m);
	check_model(copy);
	top_model_free(copy);
	top_model_free(m);
	return 0;
}
