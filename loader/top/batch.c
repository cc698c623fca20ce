// SPDX-License-Identifier: GPL-2.0-only
#include "loop.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "diag.h"
#include "draw.h"
#include "own_cpu.h"
#include "stop_signals.h"
#include "top_json.h"

#define COLUMNS_DEFAULT 80
#define COLUMNS_MAX	1000

struct batch {
	struct top_source *source;
	struct top_view *view;
	bool json;
	uint64_t iterations, printed;
	size_t events; /* anomalies up to the last interval */
	struct own_cpu cpu;
	struct canvas canvas;
	bool reader_gone; /* the output is a pipe that was closed */
	int err;
};

static bool is_over(const struct batch *b)
{
	return b->err || b->reader_gone ||
	       (b->iterations && b->printed == b->iterations);
}

static int columns(void)
{
	const char *text = getenv("COLUMNS");
	const int n = text ? atoi(text) : 0;

	return n > 0 && n <= COLUMNS_MAX ? n : COLUMNS_DEFAULT;
}

static void print_text(struct batch *b, const struct draw_about *about)
{
	const struct top_model *m = b->source->model;
	struct canvas *c = &b->canvas;

	canvas_resize(c, draw_table_rows(m, b->view), columns());
	draw_page(c, m, b->view, about);
	if (b->printed)
		putchar('\n');
	canvas_print(c, stdout);
}

static void print(struct batch *b)
{
	const struct top_model *m = b->source->model;
	const struct draw_about about = {
		.run = b->source->run,
		.mode = top_source_mode(b->source),
		/* A replay is printed at full speed: its share is about 1. */
		.own_cpu = b->source->paced ? -1 : own_cpu_share(&b->cpu),
	};
	const size_t anomalies = m->n_events - b->events;

	top_view_update(b->view, m);
	alerts_update(&b->view->alerts, m, b->view->set.grouping, b->view->row,
		      b->view->n_rows);
	b->events = m->n_events;
	if (b->json)
		top_json(m, b->view, &about, anomalies, stdout);
	else
		print_text(b, &about);
}

/* Called after each interval. */
static void print_interval(void *ctx)
{
	struct batch *b = ctx;

	if (is_over(b))
		return;
	print(b);
	b->printed++;
	if (!fflush(stdout) && !ferror(stdout))
		return;
	b->reader_gone = errno == EPIPE;
	if (!b->reader_gone) {
		b->err = -errno;
		diag_error("write: %s", strerror(errno));
	}
}

/* Waits for @until_ns, input or a signal. Returns true if a signal came. */
static bool wait_for(const struct batch *b, uint64_t until_ns, int signal_fd,
		     bool *input)
{
	struct pollfd on[] = {
		{.fd = signal_fd, .events = POLLIN},
		{.fd = b->source->fd, .events = POLLIN},
	};

	poll(on, 2, milliseconds_until(until_ns));
	*input = on[1].revents != 0;
	return on[0].revents != 0;
}

/* Returns the first of the times @next_ns + n * @step_ns after @now_ns. */
static uint64_t next_after(uint64_t next_ns, uint64_t step_ns, uint64_t now_ns)
{
	if (next_ns > now_ns)
		return next_ns;
	return next_ns + ((now_ns - next_ns) / step_ns + 1) * step_ns;
}

static int run(struct batch *b, int signal_fd)
{
	struct top_source *s = b->source;
	uint64_t next_ns = monotonic_ns() + s->step_ns;
	int more = 1;

	while (more > 0 && !is_over(b)) {
		const uint64_t until_ns = s->paced ? monotonic_ns() : next_ns;
		bool input;

		if (wait_for(b, until_ns, signal_fd, &input))
			return 0;
		if (input)
			more = s->read(s);
		if (more <= 0 || monotonic_ns() < until_ns)
			continue;
		next_ns = next_after(next_ns, s->step_ns, monotonic_ns());
		more = s->refresh(s);
	}
	return more < 0 ? more : b->err;
}

int top_run_batch(struct top_source *s, struct top_view *v, bool json,
		  uint64_t iterations)
{
	struct batch b = {
		.source = s, .view = v, .json = json, .iterations = iterations};
	const int signal_fd = stop_signals_fd();
	int err;

	if (signal_fd < 0)
		return signal_fd;
	signal(SIGPIPE, SIG_IGN);
	setlocale(LC_CTYPE, "");
	b.canvas.utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8");
	own_cpu_share(&b.cpu);
	s->on_interval = print_interval;
	s->ctx = &b;
	err = run(&b, signal_fd);
	canvas_free(&b.canvas);
	close(signal_fd);
	return err;
}
