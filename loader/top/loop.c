// SPDX-License-Identifier: GPL-2.0-only
/*
 * A pause holds up what is shown, not what is measured: the source goes on, so
 * that no writer of a log has to wait and no interval is longer than the others,
 * and what is seen, with all its pages, is a copy of the model. Only a replay
 * stops, for it has nothing to miss.
 */
#include "loop.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "diag.h"
#include "draw.h"
#include "keys.h"
#include "own_cpu.h"
#include "profile_file.h"
#include "settings.h"
#include "stderr_capture.h"
#include "terminal.h"

/* A log that comes fast is not drawn more often than this. */
#define DRAW_NS 50000000u

struct screen {
	struct top_source *source;
	struct top_view *view;
	struct top_model *frozen; /* what a pause shows; NULL: there is none */
	struct top_keys keys;
	struct canvas canvas;
	uint64_t look_ns;  /* when an interval ends, CLOCK_MONOTONIC */
	uint64_t drawn_ns; /* when it was drawn last */
	bool is_old;	   /* there is more to see than what was drawn */
	struct own_cpu cpu;
	double own_cpu; /* as own_cpu_share() has it, of the last interval */
	uint64_t left;	/* intervals until it ends; UINT64_MAX: no limit */
	int err;	/* of the source, which has ended by it */
};

static const struct top_model *shown_model(const struct screen *s)
{
	return s->frozen ? s->frozen : s->source->model;
}

/* Rows that are shown may have moved in memory, or be no more. */
static void update(struct screen *s)
{
	if (top_view_update(s->view, shown_model(s)))
		s->err = -ENOMEM;
	s->is_old = true;
}

static void draw(struct screen *s)
{
	const struct draw_about about = {
		.run = s->source->run,
		.mode = top_source_mode(s->source),
		.own_cpu = s->own_cpu,
		.keys = true,
	};
	int rows, columns;

	/* What others wrote to standard error belongs where it is seen. */
	stderr_capture_line(s->view->message, sizeof(s->view->message));
	terminal_size(&rows, &columns);
	if (canvas_resize(&s->canvas, rows, columns)) {
		s->err = -ENOMEM;
		return;
	}
	draw_page(&s->canvas, shown_model(s), s->view, &about);
	if (terminal_show(&s->canvas))
		s->err = -ENOMEM;
	s->drawn_ns = monotonic_ns();
	s->is_old = false;
}

/* After a look or a feed, which said @more. */
static void take(struct screen *s, int more)
{
	if (more <= 0) {
		s->view->ended = true;
		s->err = more;
	}
	update(s);
}

static bool is_stopped(const struct screen *s)
{
	return s->view->ended || (s->view->paused && s->source->paced);
}

/* Ends an interval, and plans the next: at equal steps, as long as it keeps up. */
static void look(struct screen *s)
{
	const uint64_t now = monotonic_ns(), step = s->view->set.interval_ns;

	s->look_ns += step;
	if (s->look_ns <= now)
		s->look_ns = now + step;
	take(s, s->source->refresh(s->source));
}

/* What is typed in a pause must not change it, but what is shown of it may. */
static int follow_pause(struct screen *s)
{
	const bool is_frozen = s->view->paused && !s->source->paced;

	if (!is_frozen) {
		top_model_free(s->frozen);
		s->frozen = NULL;
	} else if (!s->frozen) {
		s->frozen = top_model_copy(s->source->model);
		if (!s->frozen)
			return -ENOMEM;
	}
	return 0;
}

static void reset(struct screen *s)
{
	/*
	 * What was until now is not to come with the next interval: the one
	 * that is open ends here, however short it is.
	 */
	if (s->source->flush && !s->view->ended)
		take(s, s->source->flush(s->source));
	top_reset(s->source->model);
	s->view->paused = false;
	snprintf(s->view->message, sizeof(s->view->message),
		 "all figures are from now on");
}

static void write_profile(struct screen *s)
{
	struct profile p;
	int err;

	if (!s->source->profile) {
		snprintf(s->view->message, sizeof(s->view->message),
			 "this is a replay of %s: there is nothing else to "
			 "write",
			 s->source->name);
		return;
	}
	profile_init(&p);
	err = s->source->profile(s->source, &p);
	if (!err)
		err = profile_write(&p, s->keys.text);
	if (!err)
		snprintf(s->view->message, sizeof(s->view->message),
			 "wrote %.140s", s->keys.text);
	profile_free(&p);
}

static void save_settings(struct screen *s)
{
	char *path = settings_write(&s->view->set);

	if (path)
		snprintf(s->view->message, sizeof(s->view->message),
			 "wrote %.140s", path);
	free(path);
}

/* Returns false when it is to end. */
static bool press(struct screen *s, int key)
{
	const uint64_t step = s->view->set.interval_ns;

	switch (top_press(&s->keys, s->view, key)) {
	case TOP_NOTHING:
		break;
	case TOP_QUIT:
		return false;
	case TOP_RESET:
		reset(s);
		break;
	case TOP_WRITE:
		write_profile(s);
		break;
	case TOP_SAVE:
		save_settings(s);
		break;
	case TOP_REDRAW:
		terminal_redraw();
		break;
	}
	if (s->view->set.interval_ns != step) {
		if (!s->source->paced)
			s->source->step_ns = s->view->set.interval_ns;
		s->look_ns = monotonic_ns() + s->view->set.interval_ns;
	}
	s->err = follow_pause(s) ?: s->err;
	update(s);
	return true;
}

/* Until when poll() may wait: an interval ends, or it is drawn. 0: no limit. */
static uint64_t wait_until(const struct screen *s)
{
	const uint64_t draw_ns = s->drawn_ns + DRAW_NS;

	if (is_stopped(s))
		return s->is_old ? draw_ns : 0;
	return s->is_old && draw_ns < s->look_ns ? draw_ns : s->look_ns;
}

static bool take_keys(struct screen *s)
{
	int key;

	while ((key = terminal_key()) >= 0)
		if (!press(s, key))
			return false;
	draw(s);
	return true;
}

/* After each interval. */
static void count(void *ctx)
{
	struct screen *s = ctx;

	s->own_cpu = own_cpu_share(&s->cpu);
	if (s->left && s->left != UINT64_MAX)
		s->left--;
}

/* Waits for what comes first, and does it. Returns false when it is to end. */
static bool step(struct screen *s)
{
	struct pollfd on[] = {
		{.fd = terminal_signal_fd(), .events = POLLIN},
		{.fd = terminal_key_fd(), .events = POLLIN},
		{.fd = is_stopped(s) ? -1 : s->source->fd, .events = POLLIN},
	};

	if (poll(on, sizeof(on) / sizeof(*on),
		 milliseconds_until(wait_until(s))) < 0 &&
	    errno != EINTR)
		return false;
	if (on[0].revents) {
		if (!terminal_handle_signals())
			return false;
		draw(s);
	}
	/* A terminal that has gone away is readable for ever. */
	if (on[1].revents & (POLLERR | POLLHUP | POLLNVAL))
		return false;
	if (on[1].revents && !take_keys(s))
		return false;
	if (on[2].revents && s->source->fd >= 0)
		take(s, s->source->read(s->source));
	if (!is_stopped(s) && monotonic_ns() >= s->look_ns)
		look(s);
	if (s->is_old && monotonic_ns() >= s->drawn_ns + DRAW_NS)
		draw(s);
	return true;
}

int top_run_screen(struct top_source *source, struct top_view *v,
		   uint64_t iterations)
{
	struct screen s = {.source = source,
			   .view = v,
			   .own_cpu = -1,
			   .left = iterations ? iterations : UINT64_MAX};
	int err = terminal_open();

	if (err)
		return err;
	s.canvas.utf8 = terminal_is_utf8();
	source->on_interval = count;
	source->ctx = &s;
	own_cpu_share(&s.cpu);
	s.look_ns = monotonic_ns();
	if (source->paced)
		look(&s);
	else
		s.look_ns += v->set.interval_ns;
	update(&s);
	draw(&s);
	while (s.left && s.err != -ENOMEM && step(&s))
		;
	terminal_close();
	if (s.err == -ENOMEM)
		diag_error("out of memory");
	top_model_free(s.frozen);
	canvas_free(&s.canvas);
	return s.err;
}
