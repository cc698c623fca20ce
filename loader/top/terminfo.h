/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The terminfo entry of this terminal. It has a file to itself because <term.h>
 * defines macros with names such as "columns".
 */
#ifndef SCMI_PERF_TERMINFO_H
#define SCMI_PERF_TERMINFO_H

#include <stdbool.h>
#include <stddef.h>

/* Returns why the terminal at @fd cannot show a screen; NULL: it can. */
const char *terminfo_refuses(int fd);

/* Returns true if newterm()'s terminal has a mouse. */
bool terminfo_has_mouse(void);

/*
 * Copies to @text the bytes that make newterm()'s terminal leave the screen,
 * whose last line is @last_row, from 0. Returns their number, at most @len.
 */
size_t terminfo_leave(int last_row, char *text, size_t len);

#endif
