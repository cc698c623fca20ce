/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The terminal: shows a canvas and reads keys. There is only one. It is
 * restored on every way out: terminal_close(), exit(), a signal, a crash.
 */
#ifndef SCMI_PERF_TERMINAL_H
#define SCMI_PERF_TERMINAL_H

#include <stdbool.h>

#include "canvas.h"
#include "mouse.h"

/*
 * Returns true if standard output is a terminal that can show a screen. If it is
 * a terminal that cannot, *@why is the reason, else NULL.
 */
bool terminal_can_show(const char **why);

/*
 * Opens the screen, handles all signals and captures standard error. Keys come
 * from the terminal even if standard input is a file. Returns 0 or -errno,
 * reported.
 */
int terminal_open(void);
/* Restores the terminal. Does nothing if it is not open. */
void terminal_close(void);

/* Both are at least 1. */
void terminal_size(int *rows, int *columns);
bool terminal_is_utf8(void);
/* Shows @c, which should have the terminal's size. */
void terminal_show(const struct canvas *c);

/* A descriptor that is readable when there are keys, and at the terminal's end. */
int terminal_key_fd(void);
/* Returns the next character or TOP_KEY_… (keys.h); -1: none now. */
int terminal_key(void);

/* The button of the last TOP_KEY_MOUSE. */
struct mouse_press terminal_mouse(void);
/*
 * Makes the terminal report its mouse, if it has one, or leave it to its user, as at
 * first. It is off while the terminal is restored.
 */
void terminal_use_mouse(bool on);

void terminal_bell(void);

/* A descriptor that is readable when terminal_handle_signals() is needed. */
int terminal_signal_fd(void);
/*
 * Handles signals that came: stops this process with the terminal restored until
 * SIGCONT, or adapts to a new size. Returns false if the program is to end.
 */
bool terminal_handle_signals(void);

/* Makes the next terminal_show() repaint everything. */
void terminal_redraw(void);

#endif
