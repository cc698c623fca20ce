/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Signals while the terminal shows a screen. Those that kill, including
 * crashes, first restore the terminal; the others become requests to the main
 * loop.
 */
#ifndef SCMI_PERF_TERMINAL_GUARD_H
#define SCMI_PERF_TERMINAL_GUARD_H

#include <stddef.h>

/* Requests, as bits. */
enum {
	GUARD_END = 1 << 0, /* SIGINT, SIGTERM, SIGHUP; a second one kills */
	GUARD_RESIZED = 1 << 1, /* SIGWINCH */
	GUARD_STOP = 1 << 2,	/* SIGTSTP: Ctrl-Z */
	GUARD_RESUMED = 1 << 3, /* SIGCONT: the screen is to be redrawn */
};

/* The longest string for guard_arm(). */
#define GUARD_LEAVE_LEN 256

/*
 * Saves the modes of the terminal at @fd and handles all signals. Returns 0 or
 * -errno, not reported.
 */
int guard_open(int fd);
/* Restores the handlers of all signals. */
void guard_close(void);

/*
 * From now on, a signal that kills first restores the modes that guard_open()
 * saved and writes the @len bytes of @leave, which make the terminal leave the
 * screen. guard_disarm() ends that, after the caller has left the screen.
 */
void guard_arm(const char *leave, size_t len);
void guard_disarm(void);

/* A descriptor that is readable when there are requests. */
int guard_fd(void);
/* Returns and clears the requests. */
unsigned int guard_requests(void);
/* Stops this process as SIGTSTP does, until SIGCONT. To be called disarmed. */
void guard_stop(void);

#endif
