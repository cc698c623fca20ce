/* SPDX-License-Identifier: GPL-2.0-only */
/* A model and a view, drawn on a canvas and checked as text. */
#ifndef SCMI_PERF_TOP_SCREEN_H
#define SCMI_PERF_TOP_SCREEN_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit_test.h"
#include "draw.h"
#include "top_fixture.h"

static struct run run = {.kernel = (char *)"6.12.95-arm64",
			 .arch = (char *)"aarch64"};

static struct {
	struct top_model *m;
	struct top_view v;
	struct canvas c;
	struct draw_about about;
	uint64_t now_ns;
	struct top_status status;
	char *text; /* the canvas as text */
} f;

static inline int set_up(void **state)
{
	memset(&f, 0, sizeof(f));
	f.m = top_model_new();
	assert_non_null(f.m);
	f.c.utf8 = true;
	f.about = (struct draw_about){
		.run = &run, .mode = "live", .own_cpu = 0.004, .keys = true};
	return 0;
}

static inline int tear_down(void **state)
{
	top_view_free(&f.v);
	top_model_free(f.m);
	canvas_free(&f.c);
	free(f.text);
	return 0;
}

static const struct series_key reading = {
	.transport = TRANSPORT_VIRTIO, .protocol = 0x15, .message = 6};
static const struct series_key level_set = {
	.transport = TRANSPORT_MAILBOX, .protocol = 0x13, .message = 7};

static inline void begin(void)
{
	f.now_ns += SECOND_NS;
	top_begin_interval(f.m, f.now_ns);
}

static inline void traffic(struct series_key key, uint64_t ns, uint64_t n)
{
	struct series s = {.key = key};

	transfers(&s, ns, n);
	give(f.m, &s);
}

static inline void end(void)
{
	f.status.time_ns = f.now_ns;
	top_end_interval(f.m, &f.status);
}

/* Draws the view and reads the canvas as text. */
static inline void draw(int rows, int columns)
{
	size_t len;
	FILE *out;

	top_view_update(&f.v, f.m);
	canvas_resize(&f.c, rows, columns);
	draw_page(&f.c, f.m, &f.v, &f.about);
	free(f.text);
	out = open_memstream(&f.text, &len);
	assert_non_null(out);
	canvas_print(&f.c, out);
	fclose(out);
}

/* Returns the start of line @n, from 0. */
static inline const char *line(int n)
{
	const char *at = f.text;

	while (n--) {
		at = strchr(at, '\n');
		assert_non_null(at);
		at++;
	}
	return at;
}

static inline void assert_line(int n, const char *expected)
{
	const char *at = line(n);
	char *there = strndup(at, strcspn(at, "\n"));

	assert_string_equal(there, expected);
	free(there);
}

static inline bool line_has(int n, const char *part)
{
	const char *at = line(n);
	const char *there = strstr(at, part);

	return there && there < at + strcspn(at, "\n");
}

static inline void assert_shows(const char *part)
{
	if (!strstr(f.text, part))
		fail_msg("no '%s' in:\n%s", part, f.text);
}

static inline void assert_hides(const char *part)
{
	if (strstr(f.text, part))
		fail_msg("'%s' in:\n%s", part, f.text);
}

static inline enum top_ink ink_at(int row, const char *part)
{
	const char *at = line(row), *there = strstr(at, part);

	assert_true(there && there < at + strcspn(at, "\n"));
	return canvas_at(&f.c, row, (int)(there - at))->ink;
}

/* Adds intervals with 500 series, with all kinds of traffic. */
static inline void much_traffic(unsigned int intervals)
{
	for (unsigned int n = 0; n < intervals; n++) {
		begin();
		for (unsigned int i = 0; i < 500; i++) {
			struct series s = {.key = {.instance = i % 5 == 4,
						   .transport = i % TRANSPORTS,
						   .protocol = 0x10 + i % 11,
						   .message = (uint8_t)(i / 11),
						   .type = i % 13 == 12}};

			if (i % 17 == 16 && n)
				continue; /* idle */
			transfers(&s, 500 + 977 * i, 1 + i % 200);
			if (i % 13 == 12)
				time_phase(&s, LC_HANDLING, 2400, 3);
			if (i % 50 == 7)
				timeout(&s, 100000000, LA_LOST_DOORBELL);
			s.anomaly[i % LA_KINDS] += i % 29 == 0;
			give(f.m, &s);
		}
		end();
	}
}

#endif
