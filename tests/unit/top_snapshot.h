/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Maps in the format of the BPF programs, with many series, and a live view of
 * them. Shared by a test and a benchmark.
 */
#ifndef SCMI_PERF_TOP_SNAPSHOT_H
#define SCMI_PERF_TOP_SNAPSHOT_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "delta.h"
#include "draw.h"
#include "snapshot.h"

#define LOAD_STEP_NS 1000000000u

/* Histogram pages of a series: a multiple of the OS page size. */
#define LOAD_PAGES	 8
#define LOAD_PAGES_BYTES (REC_PAGES * sizeof(struct rec_page))

struct load {
	struct rec_series *series; /* REC_SERIES */
	struct rec_page *pages;	   /* REC_PAGES, mapped */
	struct rec_instance instances[REC_INSTANCES];
	struct rec_global global;
	struct snapshot memory;
	unsigned int n_buckets; /* changed by traffic, per series and phase */

	struct timeline timeline;
	struct top_model *model;
	struct top_view view;
	struct canvas canvas;
	uint64_t now_ns;
};

static inline int load_init(struct load *l)
{
	*l = (struct load){.canvas.utf8 = true};
	l->series = calloc(REC_SERIES, sizeof(*l->series));
	l->pages = mmap(NULL, LOAD_PAGES_BYTES, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	l->model = top_model_new();
	if (!l->series || l->pages == MAP_FAILED || !l->model)
		return -ENOMEM;
	l->memory = (struct snapshot){.series = l->series,
				      .pages = l->pages,
				      .instances = l->instances,
				      .global = &l->global,
				      .known = UINT32_MAX};
	for (int i = 0; i < REC_INSTANCES; i++)
		l->memory.transport[i] = i % TRANSPORTS;
	timeline_init(&l->timeline, LOAD_STEP_NS, REC_SERIES);
	return 0;
}

static inline void load_free(struct load *l)
{
	timeline_free(&l->timeline);
	canvas_free(&l->canvas);
	top_view_free(&l->view);
	top_model_free(l->model);
	munmap(l->pages, LOAD_PAGES_BYTES);
	free(l->series);
}

/* Adds 100 transfers of a series per changed bucket. */
static inline void load_traffic(struct load *l, unsigned int number)
{
	static const enum lc_phase phases[] = {LC_TOTAL,    LC_SUBMIT,
					       LC_DOORBELL, LC_SERVICE,
					       LC_DISPATCH, LC_WAKEUP};
	const uint32_t first = hist_index(16384) + number % 32;
	struct rec_series *s = &l->series[number];

	s->key = rec_key(1 + number % 4, 0x10 + number % 10, number / 10);
	s->counter[LC_BEGUN] += 100 * l->n_buckets;
	s->counter[LC_COMPLETED] += 100 * l->n_buckets;
	for (size_t n = 0; n < sizeof(phases) / sizeof(phases[0]); n++) {
		const uint32_t page = (1 + number) * LOAD_PAGES + n;
		struct rec_hist *h = &s->phase[phases[n]];

		h->page[first >> HIST_M] = page;
		for (unsigned int i = 0; i < l->n_buckets; i++) {
			const uint32_t index = (first + i) % HIST_PAGE_BUCKETS;

			l->pages[page].bucket[index] += 100;
			h->sum += 100 * hist_lower(hist_index(16384) + index);
		}
	}
}

static inline int load_read(struct load *l)
{
	const struct top_status status = {.time_ns = l->now_ns};
	struct interval in;
	int err = snapshot_update(&l->memory, &l->timeline);

	if (err)
		return err;
	timeline_pop_interval(&l->timeline, l->now_ns, &in);
	top_begin_interval(l->model, l->now_ns);
	for (size_t i = 0; i < in.n_deltas; i++) {
		const uint64_t key = l->series[in.delta[i].series].key;

		top_add_delta(l->model, snapshot_key(&l->memory, key),
			      &in.delta[i]);
		delta_free(&in.delta[i]); /* for reuse of its memory */
	}
	interval_free(&in);
	top_end_interval(l->model, &status);
	return 0;
}

/* The work of an interval, without output to the terminal. */
static inline int load_refresh(struct load *l)
{
	static const struct run run = {.kernel = (char *)"6.12.95-arm64",
				       .arch = (char *)"aarch64"};
	const struct draw_about about = {
		.run = &run, .mode = "live", .own_cpu = 0.01, .keys = true};
	int err;

	l->now_ns += LOAD_STEP_NS;
	err = load_read(l);
	if (err)
		return err;
	top_view_update(&l->view, l->model);
	canvas_resize(&l->canvas, 24, 80);
	draw_page(&l->canvas, l->model, &l->view, &about);
	return 0;
}

#endif
