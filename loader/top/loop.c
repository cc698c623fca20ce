// SPDX-License-Identifier: GPL-2.0-only
/*
 * A pause stops the screen, not the measurement: all pages show a copy of the
 * model while the source continues. So the writer of a log never waits, and no
 * interval is longer than the others. Only a replay stops, because it misses
 * nothing.
 */
#include "loop.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>

#include "clock.h"
#include "draw.h"
#include "keys.h"
#include "output_guard.h"
#include "own_cpu.h"
#include "profile_file.h"
#include "settings.h"
#include "stderr_capture.h"
#include "terminal.h"
#include "units.h"

/* The shortest time between two drawings, for logs that arrive fast. */
#define DRAW_NS 50000000u

struct screen {
	struct top_source *source;
	struct top_view *view;
	struct top_model *frozen; /* the copy that a pause shows, or NULL */
	struct top_keys keys;
	struct canvas canvas;
	uint64_t refresh_ns; /* end of the interval, CLOCK_MONOTONIC */
	uint64_t drawn_ns;   /* time of the last drawing */
	bool is_old;	     /* something changed since then */
	struct own_cpu cpu;
	struct profile now;  /* of callers and waits, if they are shown */
	uint64_t callers_ns; /* CLOCK_MONOTONIC, when it was read */
	double own_cpu;	     /* own_cpu_share() of the last interval */
	uint64_t left;	     /* remaining intervals; UINT64_MAX: no limit */
	int err;	     /* the error that ended the source */
};

static const struct top_model *shown_model(const struct screen *s)
{
	return s->frozen ? s->frozen : s->source->model;
}

/* To be called when the rows that the view points to may have changed. */
static void update(struct screen *s)
{
	top_view_update(s->view, shown_model(s));
	s->is_old = true;
}

static void draw(struct screen *s)
{
	const struct draw_about about = {
		.run = s->source->run,
		.mode = top_source_mode(s->source),
		.own_cpu = s->own_cpu,
		.whole = s->source->whole ? s->source->whole : &s->now,
		.keys = true,
	};
	int rows, columns;

	/* Show what any module reported to standard error. */
	stderr_capture_line(s->view->message, sizeof(s->view->message));
	terminal_size(&rows, &columns);
	canvas_resize(&s->canvas, rows, columns);
	draw_page(&s->canvas, shown_model(s), s->view, &about);
	terminal_show(&s->canvas);
	s->drawn_ns = monotonic_ns();
	s->is_old = false;
}

/* To read all senders costs as much as an interval; sums since the start change slowly. */
#define WAIT_STEP_NS UINT64_C(5000000000)

/* The table has the longest wait, if the source has those who send. */
static bool shows_callers(const struct screen *s)
{
	return s->view->page == TOP_CALLERS ||
	       (s->view->page == TOP_TABLE &&
		!s->source->model->lacks[TOP_BY_TASK]);
}

/* Reads what only callers and waits need, while they are shown. */
static void read_callers(struct screen *s)
{
	if (!shows_callers(s) || s->source->whole || s->view->paused)
		return;
	profile_free(&s->now);
	s->source->profile(s->source, &s->now);
	s->callers_ns = monotonic_ns();
}

/* Handles the result of the source's refresh(), flush() or read(). */
static void handle_result(struct screen *s, int more)
{
	if (more <= 0) {
		s->view->ended = true;
		s->err = more;
	}
	if (!more)
		read_callers(s);
	update(s);
}

static bool is_stopped(const struct screen *s)
{
	return s->view->ended || (s->view->paused && s->source->paced);
}

/* Ends an interval. The next one ends a step later, unless it is late already. */
static void refresh(struct screen *s)
{
	const uint64_t now = monotonic_ns(), step = s->view->set.interval_ns;

	s->refresh_ns += step;
	if (s->refresh_ns <= now)
		s->refresh_ns = now + step;
	handle_result(s, s->source->refresh(s->source));
	if (s->view->page == TOP_CALLERS ||
	    monotonic_ns() - s->callers_ns >= WAIT_STEP_NS)
		read_callers(s);
}

/* Makes or drops the copy of the model when a pause starts or ends. */
static void update_pause(struct screen *s)
{
	const bool is_frozen = s->view->paused && !s->source->paced;

	if (!is_frozen) {
		top_model_free(s->frozen);
		s->frozen = NULL;
	} else if (!s->frozen) {
		s->frozen = top_model_copy(s->source->model);
	}
}

static void update_window(struct screen *s)
{
	const uint64_t window_ns = s->view->set.window_ns;

	if (s->source->model->window_ns != window_ns)
		top_set_window(s->source->model, window_ns);
	if (s->frozen && s->frozen->window_ns != window_ns)
		top_set_window(s->frozen, window_ns);
}

static void reset(struct screen *s)
{
	/* The open interval must not bring traffic from before the reset. */
	if (s->source->flush && !s->view->ended)
		handle_result(s, s->source->flush(s->source));
	top_reset(s->source->model);
	s->view->paused = false;
	top_view_message(s->view, "all numbers start from now");
}

/* Shows another interval of a replay, and pauses. */
static void seek(struct screen *s, enum top_seek to, uint64_t time_ns)
{
	int more;

	if (!s->source->seek) {
		top_view_message(s->view, "only a replay has other intervals");
		return;
	}
	more = s->source->seek(s->source, to, time_ns);
	if (!more) {
		top_view_message(s->view, "this is the %s interval",
				 to == TOP_SEEK_BACK ? "first" : "last");
		return;
	}
	s->view->paused = true;
	s->view->ended = false;
	if (more < 0)
		handle_result(s, more);
}

/* Shows the interval at a time, as the header shows it, or as a duration. */
static void go(struct screen *s)
{
	const uint64_t start_ns = s->source->run->log_start_ns;
	uint64_t ns;

	if (parse_stamp(s->keys.text, &ns) &&
	    parse_duration(s->keys.text, &ns)) {
		top_view_message(s->view, "invalid time '%.40s' (such as %s)",
				 s->keys.text, start_ns ? "7614.37" : "90s");
		return;
	}
	seek(s, TOP_SEEK_TIME, ns > start_ns ? ns - start_ns : 0);
}

static void write_profile(struct screen *s)
{
	char *log = (char *)(uintptr_t)s->source->name;
	struct profile p = {0};
	int err;

	if (!s->source->profile) {
		top_view_message(s->view,
				 "nothing to write: this is a replay of %s",
				 s->source->name);
		return;
	}
	err = s->source->profile(s->source, &p);
	if (!err)
		err = output_refuse_input(s->keys.text, &log, log != NULL);
	if (!err)
		err = profile_write(&p, s->keys.text);
	if (!err)
		top_view_message(s->view, "wrote %.140s", s->keys.text);
	profile_free(&p);
}

static void save_settings(struct screen *s)
{
	char *path = settings_write(&s->view->set);

	if (path)
		top_view_message(s->view, "wrote %.140s", path);
	free(path);
}

static enum top_request press_or_click(struct screen *s, int key)
{
	struct mouse_press button;

	if (key != TOP_KEY_MOUSE)
		return top_press(&s->keys, s->view, key);
	button = terminal_mouse();
	top_click(&s->keys, s->view, &button);
	return TOP_NOTHING;
}

/* Returns false if the program is to end. */
static bool press(struct screen *s, int key)
{
	const uint64_t step = s->view->set.interval_ns;
	const enum top_page page = s->view->page;

	switch (press_or_click(s, key)) {
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
	case TOP_BACK:
		seek(s, TOP_SEEK_BACK, 0);
		break;
	case TOP_ON:
		seek(s, TOP_SEEK_ON, 0);
		break;
	case TOP_WORST:
		seek(s, TOP_SEEK_WORST, 0);
		break;
	case TOP_GO:
		go(s);
		break;
	}
	if (s->view->set.interval_ns != step) {
		if (!s->source->paced)
			s->source->step_ns = s->view->set.interval_ns;
		s->refresh_ns = monotonic_ns() + s->view->set.interval_ns;
	}
	update_pause(s);
	update_window(s);
	if (s->view->page != page)
		read_callers(s);
	terminal_use_mouse(!s->view->set.no_mouse);
	update(s);
	return true;
}

/* Returns when the next refresh or drawing is due; 0: none. */
static uint64_t wait_until(const struct screen *s)
{
	const uint64_t draw_ns = s->drawn_ns + DRAW_NS;

	if (is_stopped(s))
		return s->is_old ? draw_ns : 0;
	return s->is_old && draw_ns < s->refresh_ns ? draw_ns : s->refresh_ns;
}

static bool handle_keys(struct screen *s)
{
	int key;

	while ((key = terminal_key()) >= 0)
		if (!press(s, key))
			return false;
	draw(s);
	return true;
}

/* Called after each interval. */
static void count_interval(void *ctx)
{
	struct screen *s = ctx;

	s->own_cpu = own_cpu_share(&s->cpu);
	top_view_update(s->view, shown_model(s));
	alerts_update(&s->view->alerts, shown_model(s), s->view->set.grouping,
		      s->view->row, s->view->n_rows);
	if (s->view->alerts.is_new && !s->frozen)
		terminal_bell();
	if (s->left && s->left != UINT64_MAX)
		s->left--;
}

/* Waits for events and handles them. Returns false if the program is to end. */
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
	/* A terminal that went away stays readable. */
	if (on[1].revents & (POLLERR | POLLHUP | POLLNVAL))
		return false;
	if (on[1].revents && !handle_keys(s))
		return false;
	if (on[2].revents && s->source->fd >= 0)
		handle_result(s, s->source->read(s->source));
	if (!is_stopped(s) && monotonic_ns() >= s->refresh_ns)
		refresh(s);
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
	terminal_use_mouse(!v->set.no_mouse);
	source->on_interval = count_interval;
	source->ctx = &s;
	own_cpu_share(&s.cpu);
	s.refresh_ns = monotonic_ns();
	if (source->paced)
		refresh(&s);
	else
		s.refresh_ns += v->set.interval_ns;
	update(&s);
	draw(&s);
	while (s.left && step(&s))
		;
	terminal_close();
	top_model_free(s.frozen);
	profile_free(&s.now);
	canvas_free(&s.canvas);
	return s.err;
}
