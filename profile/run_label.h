/* SPDX-License-Identifier: GPL-2.0-only */
/* The label of a recording: a commit, a build or a date that its user gave it. */
#ifndef SCMI_PERF_RUN_LABEL_H
#define SCMI_PERF_RUN_LABEL_H

/* Maximum length in bytes. */
#define RUN_LABEL_MAX 100

/* Returns the reason why @label is invalid, as "is …" or "has …"; or NULL. */
const char *run_label_error(const char *label);

#endif
