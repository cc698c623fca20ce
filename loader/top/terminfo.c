// SPDX-License-Identifier: GPL-2.0-only
#include "terminfo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mouse.h"
#include "terminals.h"

#include <curses.h>
/* After <curses.h>. */
#include <term.h>

/* Returns NULL if the terminal does not have it. */
static const char *capability(const char *name)
{
	const char *value = tigetstr(name);

	return value == (const char *)-1 ? NULL : value;
}

/* Makes ncurses use the program's own description. Returns false if it has none. */
static bool use_own_description(void)
{
	const char *name = getenv("TERM");
	const char *value = name ? terminal_description(name) : NULL;

	return value && !setenv("TERMINFO", value, 1);
}

const char *terminfo_refuses(int fd)
{
	const char *why = NULL;
	int found;

	if (setupterm(NULL, fd, &found) &&
	    (found == 1 || !use_own_description() ||
	     setupterm(NULL, fd, &found)))
		return found == 1 ? "its cursor cannot be moved"
				  : "unknown terminal type";
	if (!capability("cup"))
		why = "its cursor cannot be moved";
	del_curterm(cur_term);
	return why;
}

bool terminfo_has_mouse(void)
{
	return capability("kmous") != NULL;
}

static char *at, *end; /* free part of the text */

static int put(int c)
{
	if (at == end)
		return EOF;
	*at++ = (char)c;
	return c;
}

size_t terminfo_leave(int last_row, char *text, size_t len)
{
	/*
	 * The mouse, attributes and colours off, clear the last line, keypad off, leave the
	 * alternate screen, cursor on.
	 */
	static const char *const names[] = {"sgr0", "op",    "cup",  "el",
					    "rmkx", "rmcup", "cnorm"};

	at = text;
	end = text + len;
	if (terminfo_has_mouse())
		tputs(MOUSE_OFF, 1, put);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *value = capability(names[i]);

		if (value && !strcmp(names[i], "cup"))
			value = tparm(value, last_row, 0);
		if (value)
			tputs(value, 1, put);
	}
	return (size_t)(at - text);
}
