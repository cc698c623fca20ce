/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The terminal as a screen that a canvas is shown on, and where keys come from.
 * There is one. It is given back as it was on every way out: terminal_close(),
 * exit(), a signal that kills, a crash.
 */
#ifndef SCMI_PERF_TERMINAL_H
#define SCMI_PERF_TERMINAL_H

#include <stdbool.h>

#include "canvas.h"

/*
 * Whether standard output is a terminal that can be a screen. If not, @why is,
 * unless it is no terminal at all, what to tell the user, or NULL.
 */
bool terminal_can_show(const char **why);

/*
 * Takes over the terminal and all signals, and keeps standard error off it.
 * Keys come from it even when standard input is something else. Returns 0 or
 * -errno, reported.
 */
int terminal_open(void);
void terminal_close(void);

/* What it has; both are at least 1. */
void terminal_size(int *rows, int *columns);
bool terminal_is_utf8(void);
/* Shows all of @c, which should have the terminal's size. 0 or -ENOMEM. */
int terminal_show(const struct canvas *c);

/* Readable when there are keys, or none ever more. */
int terminal_key_fd(void);
/* The next: a character, or one of TOP_KEY_… (keys.h); -1: none now. */
int terminal_key(void);

/* Readable when a signal asked for something; terminal_handle_signals() then. */
int terminal_signal_fd(void);
/*
 * Does what signals asked for: stops this process, the terminal given back, and
 * goes on; takes the terminal's new size. Returns false when it is to end.
 */
bool terminal_handle_signals(void);

/* The next show is of everything, whatever the terminal shows now. */
void terminal_redraw(void);

#endif
