// SPDX-License-Identifier: GPL-2.0-only
/*
 * Presses arbitrary keys in scmi-top, between intervals of arbitrary traffic, on
 * screens of arbitrary size. The cursor stays on a row, every cell is printable,
 * and the JSON of each interval is valid.
 */
#include <locale.h>
#include <wchar.h>

#include "columns.h"
#include "delta.h"
#include "fuzz_output.h"
#include "keys.h"
#include "settings.h"
#include "top_json.h"

struct fuzz_top {
	struct top_model *model;
	struct top_view view;
	struct top_keys keys;
	struct canvas canvas;
	uint64_t now_ns;
};

static void add_interval(struct fuzz_top *t, struct fuzz_input *in)
{
	struct top_status status = {.self_runs = fuzz_byte(in)};

	t->now_ns += 1 + (fuzz_number(in) >> 16);
	top_begin_interval(t->model, t->now_ns);
	for (int n = fuzz_byte(in) % 4; n; n--) {
		const struct series_key key = {
			.instance = fuzz_byte(in) % 3,
			.transport = fuzz_byte(in) % TRANSPORTS,
			.protocol = fuzz_byte(in),
			.message = fuzz_byte(in) % 16,
			.type = fuzz_byte(in) % MESSAGE_TYPES,
			.resource_plus = fuzz_byte(in) % 4};
		struct anomaly_event event = {.key = key,
					      .kind = fuzz_byte(in) % LA_KINDS,
					      .time_ns = t->now_ns};
		struct delta delta = {0};

		hist_add(&delta.phase[fuzz_byte(in) % LC_PHASES],
			 fuzz_number(in));
		delta.counter[LC_BEGUN] = fuzz_byte(in);
		delta.anomaly[event.kind] = 1;
		top_add_delta(t->model, key, &delta);
		top_add_event(t->model, &event);
		delta_free(&delta);
	}
	status.time_ns = t->now_ns;
	status.lost[fuzz_byte(in) % LOST_CAUSES] = fuzz_byte(in) % 2;
	top_end_interval(t->model, &status);
}

static void press(struct fuzz_top *t, struct fuzz_input *in)
{
	const uint8_t byte = fuzz_byte(in);
	const struct mouse_press mouse = {.button = byte & 67,
					  .row = fuzz_byte(in) % 64,
					  .column = fuzz_byte(in)};
	const int key = byte < 128 ? byte : TOP_KEY_UP + byte % 8;

	if (byte >= 192)
		top_click(&t->keys, &t->view, &mouse);
	else if (top_press(&t->keys, &t->view, key) == TOP_RESET)
		top_reset(t->model);
	if (t->model->window_ns != t->view.set.window_ns)
		top_set_window(t->model, t->view.set.window_ns);
	MUST(memchr(t->keys.text, '\0', sizeof(t->keys.text)));
	MUST(t->view.set.sort < TOP_SORTS &&
	     t->view.set.grouping < TOP_GROUPINGS);
	MUST(t->view.set.interval_ns >= TOP_INTERVAL_MIN &&
	     t->view.set.interval_ns <= TOP_INTERVAL_MAX);
	MUST(t->view.set.columns < 1u << TOP_COLUMNS);
}

/* Limits the time of an input, as each step draws a whole screen. */
#define STEPS 12

static void draw(struct fuzz_top *t, struct fuzz_input *in)
{
	static const struct run run = {.kernel = (char *)"6.12\x1b[31m",
				       .start_unix_s = 1700000000};
	const struct draw_about about = {
		.run = &run, .mode = "live", .own_cpu = 0.5, .keys = true};
	const int rows = fuzz_byte(in) % 64, columns = fuzz_byte(in);
	top_view_update(&t->view, t->model);
	alerts_update(&t->view.alerts, t->model, t->view.set.grouping,
		      t->view.row, t->view.n_rows);
	/* A detail page waits for its row, which may be beyond those that are left. */
	MUST(!t->view.n_rows || t->view.cursor < t->view.n_rows ||
	     t->view.page == TOP_DETAIL);
	canvas_resize(&t->canvas, rows, columns);
	draw_page(&t->canvas, t->model, &t->view, &about);
	for (int i = 0; i < rows * columns; i++) {
		const struct canvas_cell *cell = &t->canvas.cell[i];

		MUST(wcwidth((wchar_t)cell->rune) == 1 && cell->ink < INKS);
		MUST(t->canvas.utf8 || cell->rune < 0x7f);
	}
	CHECK(JSON, top_json(t->model, &t->view, &about, 3, out));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	struct fuzz_top t = {.model = top_model_new()};

	setlocale(LC_CTYPE, "C.UTF-8"); /* for wcwidth() */
	t.view.set.interval_ns = TOP_INTERVAL_MIN;
	MUST(!alerts_add(&t.view.alerts, "p99>1ms"));
	MUST(!alerts_add(&t.view.alerts, "rate<100"));
	t.canvas.utf8 = fuzz_byte(&in) & 1;
	t.view.lacks[TOP_BY_RESOURCE] = t.model->lacks[TOP_BY_RESOURCE] =
		fuzz_byte(&in) & 1;
	for (int steps = 0; in.size && steps < STEPS; steps++) {
		if (fuzz_byte(&in) % 4 == 0)
			add_interval(&t, &in);
		else
			press(&t, &in);
		draw(&t, &in);
	}
	canvas_free(&t.canvas);
	top_view_free(&t.view);
	top_model_free(t.model);
	return 0;
}
