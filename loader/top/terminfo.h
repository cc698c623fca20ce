/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the data base says of this terminal. A file of its own, as <term.h> makes
 * macros of ordinary words.
 */
#ifndef SCMI_PERF_TERMINFO_H
#define SCMI_PERF_TERMINFO_H

#include <stddef.h>

/* Why the terminal at @fd cannot be a screen; NULL: it can. */
const char *terminfo_refuses(int fd);

/*
 * What makes the terminal of newterm() leave the screen, its last line being
 * number @last_row from 0, into @text. Returns its length, at most @len.
 */
size_t terminfo_leave(int last_row, char *text, size_t len);

#endif
