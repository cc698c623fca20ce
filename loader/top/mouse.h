/* SPDX-License-Identifier: GPL-2.0-only */
/* The reports of a terminal's mouse in SGR coordinates (xterm's mode 1006). */
#ifndef SCMI_PERF_MOUSE_H
#define SCMI_PERF_MOUSE_H

#include <stdbool.h>

/* The start of a report; the strings that switch the mouse on and off. */
#define MOUSE_START "\033[<"
#define MOUSE_ON    "\033[?1000h\033[?1006h"
#define MOUSE_OFF   "\033[?1006l\033[?1000l"

enum mouse_button {
	MOUSE_LEFT,
	MOUSE_MIDDLE,
	MOUSE_RIGHT,
	MOUSE_WHEEL_UP = 64,
	MOUSE_WHEEL_DOWN
};

/* A button that was pressed, whatever keys were held. */
struct mouse_press {
	int button;	 /* enum mouse_button, or another */
	int row, column; /* from 0 */
};

enum mouse_state {
	MOUSE_MORE,    /* the report is not complete */
	MOUSE_PRESS,   /* it was of a button that was pressed */
	MOUSE_NOTHING, /* it was of something else, or invalid */
};

/* A report that is being read. All-zero: after MOUSE_START. */
struct mouse_report {
	int number[3]; /* button, column and row, from 1 */
	int n;
};

/* Adds a character. Sets @press after MOUSE_PRESS. */
enum mouse_state mouse_add(struct mouse_report *r, int character,
			   struct mouse_press *press);

#endif
