// SPDX-License-Identifier: GPL-2.0-only
#include "mouse.h"

#define NUMBERS	   3
#define NUMBER_MAX 100000

/* Bits of the button's number: keys that were held, and movement. */
#define HELD_KEYS (4 | 8 | 16)
#define MOVEMENT  32

enum mouse_state mouse_add(struct mouse_report *r, int character,
			   struct mouse_press *press)
{
	int *number = &r->number[r->n];

	if (character >= '0' && character <= '9' && *number < NUMBER_MAX) {
		*number = *number * 10 + character - '0';
		return MOUSE_MORE;
	}
	if (character == ';' && r->n < NUMBERS - 1) {
		r->n++;
		return MOUSE_MORE;
	}
	/* 'm' is a button's release. */
	if (character != 'M' || r->n != NUMBERS - 1 ||
	    r->number[0] & MOVEMENT || !r->number[1] || !r->number[2])
		return MOUSE_NOTHING;
	*press = (struct mouse_press){.button = r->number[0] & ~HELD_KEYS,
				      .column = r->number[1] - 1,
				      .row = r->number[2] - 1};
	return MOUSE_PRESS;
}
