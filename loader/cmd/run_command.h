/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_RUN_COMMAND_H
#define SCMI_PERF_RUN_COMMAND_H

/*
 * Runs a program to its end, with its output on standard error. Returns 0 or
 * -errno, reported with @name: -ECHILD if its exit status is not 0, -EINTR after a
 * signal that stops this program, which is pending if stop signals are blocked.
 */
int run_program(const char *name, char *const argv[]);

/* The same for a command line of sh; @option is what gave it: "--confirm". */
int run_with_sh(const char *option, const char *command);

#endif
