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
 * Blocks these signals. Returns a descriptor that becomes readable when one
 * arrives, or -errno, reported.
 */
int stop_signals_fd(void);

#endif
