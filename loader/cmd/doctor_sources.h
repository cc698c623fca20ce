/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts of doctor that are about sources of a recording and the configuration. */
#ifndef SCMI_PERF_DOCTOR_SOURCES_H
#define SCMI_PERF_DOCTOR_SOURCES_H

#include "doctor_report.h"
#include "hooks.h"

/* Returns the finding of the first check that fails, or NULL. */
const char *doctor_failure(const struct doctor_report *r);

/*
 * Fills in the configuration and the sources, after the checks. @choice: how the
 * hooks are attached; NULL if they are not. Free with doctor_free().
 */
void doctor_sources(struct doctor_report *r, const struct hook_choice *choice);
void doctor_free(struct doctor_report *r);

/*
 * Prints the lines that the configuration in @path, or the kernel's, lacks. Returns
 * the exit status of the program.
 */
int doctor_print_fragment(const char *path);

#endif
