/* SPDX-License-Identifier: GPL-2.0-only */
/* Options of the commands that read logs: the range of time, the buffer. */
#ifndef SCMI_PERF_OPTIONS_LOG_H
#define SCMI_PERF_OPTIONS_LOG_H

#include <argp.h>

/* A child of a command's argp; its input is a struct log_profile_options. */
extern const struct argp log_argp;

#endif
