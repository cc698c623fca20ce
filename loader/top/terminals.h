/* SPDX-License-Identifier: GPL-2.0-only */
/* Descriptions of usual terminals, for systems that have no terminfo database. */
#ifndef SCMI_PERF_TERMINALS_H
#define SCMI_PERF_TERMINALS_H

struct terminal_entry {
	const char *names; /* separated by |; NULL ends the list */
	const char *value; /* of the variable TERMINFO: ncurses parses it */
};

/* Made of terminals.ti. */
extern const struct terminal_entry terminal_entries[];

/* Returns the value of TERMINFO for the terminal type @name; NULL: unknown. */
const char *terminal_description(const char *name);

#endif
