/* SPDX-License-Identifier: GPL-2.0-only */
/* --on, --do, --every, --keep: the actions of the commands that see single transfers. */
#ifndef SCMI_PERF_OPTIONS_ACTIONS_H
#define SCMI_PERF_OPTIONS_ACTIONS_H

#include <argp.h>

#include "actions.h"
#include "recorder.h"

/* A child of a command's argp; its input is a struct actions. */
extern const struct argp actions_argp;

/* Makes a recorder pass all transfers and anomalies to user space. */
void actions_record_all(struct recorder_options *o);

#endif
