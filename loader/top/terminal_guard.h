/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Signals while a terminal is ours. Those that kill, a crash too, first give it
 * back as it was; those that ask for something are kept for the main loop.
 */
#ifndef SCMI_PERF_TERMINAL_GUARD_H
#define SCMI_PERF_TERMINAL_GUARD_H

#include <stddef.h>

/* What was asked for. */
enum {
	GUARD_END = 1 << 0, /* SIGINT, SIGTERM, SIGHUP: a second one kills */
	GUARD_RESIZED = 1 << 1, /* SIGWINCH */
	GUARD_STOP = 1 << 2,	/* SIGTSTP: Ctrl-Z */
	GUARD_RESUMED = 1 << 3, /* SIGCONT: the screen may show anything */
};

/* The longest string for guard_arm(). */
#define GUARD_LEAVE_LEN 256

/*
 * Takes over all signals. @fd is the terminal, as it is to be again. Returns 0
 * or -errno, not reported.
 */
int guard_open(int fd);
/* All signals are again what they were. */
void guard_close(void);

/*
 * From now on, a signal that kills sets the terminal's modes as they were in
 * guard_open() and writes @len bytes to it, which make it leave the screen.
 * guard_disarm(): it has been left in good order.
 */
void guard_arm(const char *leave, size_t len);
void guard_disarm(void);

/* Readable when something was asked for. */
int guard_fd(void);
/* What was, since the last call. */
unsigned int guard_requests(void);
/* Stops this process as SIGTSTP does, until SIGCONT; disarmed. */
void guard_stop(void);

#endif
