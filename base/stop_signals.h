/* SPDX-License-Identifier: GPL-2.0-only */
/* Signals that stop a command, the same for every command. */
#ifndef SCMI_PERF_STOP_SIGNALS_H
#define SCMI_PERF_STOP_SIGNALS_H

#include <signal.h>

/*
 * Sets @set to these signals. It excludes a SIGHUP that nohup ignores. It includes
 * an ignored SIGINT, because shells ignore it for all background jobs.
 */
void stop_signals(sigset_t *set);

/*
 * Between these two, stop signals that are not ignored, and SIGCHLD, are blocked,
 * so that temporary files can be removed before one ends the program. @old is
 * the mask before.
 */
void stop_signals_block(sigset_t *old);
void stop_signals_unblock(const sigset_t *old);

/* Sets @set to the signals that stop_signals_block() blocks. */
void stop_signals_blocked(sigset_t *set);

/*
 * Blocks these signals. Returns a descriptor that becomes readable when one
 * arrives, or -errno, reported.
 */
int stop_signals_fd(void);

/* Discards the signals in @fd, which it closes. Later ones stay blocked. */
void stop_signals_discard(int fd);

/* The same, and unblocks later ones. */
void stop_signals_close(int fd);

#endif
