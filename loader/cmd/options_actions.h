/* SPDX-License-Identifier: GPL-2.0-only */
/* --on, --do, --every, --keep: the actions of the commands that see single transfers. */
#ifndef SCMI_PERF_OPTIONS_ACTIONS_H
#define SCMI_PERF_OPTIONS_ACTIONS_H

#include <argp.h>

#include "actions.h"

/* A child of a command's argp; its input is a struct actions. */
extern const struct argp actions_argp;

#endif
