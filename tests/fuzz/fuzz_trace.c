// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prints arbitrary events of a trace as text and as JSON. Each of them is one
 * line of valid JSON, and text without control characters and without commands
 * of a runner.
 */
#include "fuzz_output.h"
#include "json_reports.h"
#include "text_reports.h"

static void read_event(struct trace_event *e, struct fuzz_input *in)
{
	__u64 *stamp = &e->t.begin_ns;

	for (int i = 0; i < 6; i++)
		stamp[i] = fuzz_number(in);
	e->t.seen = fuzz_number(in);
	e->type = fuzz_byte(in) % TRACE_LINES;
	e->anomalies = (__u32)fuzz_number(in) & ((1u << LA_KINDS) - 1);
	e->status = (__s32)fuzz_number(in);
	e->token = fuzz_byte(in);
	e->cpu = fuzz_byte(in);
	e->pid = fuzz_byte(in);
	e->tid = (__u32)fuzz_number(in);
	fuzz_bytes(in, e->comm, sizeof(e->comm) - 1);
	e->stack_len = (__s32)fuzz_number(in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char symbol[] = "abcdefghijklmnopqrstuvwxyz"
				     "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.$+";
	static struct trace_line line;
	struct fuzz_input in = {data, size};
	struct trace_event event = {0};

	memset(&line, 0, sizeof(line));
	line.event = &event;
	read_event(&event, &in);
	line.key = (struct series_key){.instance = fuzz_byte(&in),
				       .transport = fuzz_byte(&in) % TRANSPORTS,
				       .channel = fuzz_byte(&in),
				       .protocol = fuzz_byte(&in),
				       .message = fuzz_byte(&in),
				       .type = fuzz_byte(&in) % MESSAGE_TYPES};
	line.n_frames = fuzz_byte(&in) % (TRACE_FRAMES + 1);
	for (size_t i = 0; i < line.n_frames; i++)
		for (int n = fuzz_byte(&in) % (TRACE_PLACE - 1); n; n--)
			line.frames[i][n - 1] =
				symbol[fuzz_byte(&in) % (sizeof(symbol) - 1)];
	CHECK(TEXT, trace_text_line(&line, out));
	CHECK(TEXT, trace_narrow_line(&line, out));
	CHECK(CSV, (trace_csv_header(out), trace_csv_line(&line, out)));
	CHECK(JSON, trace_json_line(&line, out));
	return 0;
}
