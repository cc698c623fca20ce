/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * --protocol, --message, --transport and --instance, the same for every command
 * that measures a live kernel.
 */
#ifndef SCMI_PERF_OPTIONS_FILTER_H
#define SCMI_PERF_OPTIONS_FILTER_H

#include <argp.h>

#include "filter.h"

/* A child for a command's argp; its input is a struct filter. */
extern const struct argp filter_argp;

#endif
