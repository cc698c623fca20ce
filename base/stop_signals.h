/* SPDX-License-Identifier: GPL-2.0-only */
/* Signals by which users ask a command to end, the same for every command. */
#ifndef SCMI_PERF_STOP_SIGNALS_H
#define SCMI_PERF_STOP_SIGNALS_H

#include <signal.h>

/*
 * Sets @set to them. nohup's SIGHUP stays ignored. SIGINT does not: shells
 * ignore it for every job they start in the background.
 */
void stop_signals(sigset_t *set);

/*
 * Blocks them, and returns a descriptor that is readable once one came; or
 * -errno, reported.
 */
int stop_signals_fd(void);

#endif
