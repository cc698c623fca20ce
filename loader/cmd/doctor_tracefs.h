/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_DOCTOR_TRACEFS_H
#define SCMI_PERF_DOCTOR_TRACEFS_H

#include <stdbool.h>

#include "doctor_report.h"

/*
 * Makes the checks of @r that fail notes if tracefs can be used instead, and sets its
 * hooks: prepares a recording for a moment, because no other check is as reliable.
 * Returns false, reported, if that fails. To be called once: @r keeps its strings.
 */
bool doctor_accept_tracefs(struct doctor_report *r);

#endif
