/* SPDX-License-Identifier: GPL-2.0-only */
/* Recognises what import and the other commands can read, for output_guard.h. */
#ifndef SCMI_PERF_LOG_RECOGNISE_H
#define SCMI_PERF_LOG_RECOGNISE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Describes a file that starts with these @len bytes: a recording, something that is
 * compressed or archived, or a text with events that import would read, for which it
 * sets *@is_text. Returns NULL if it is none of them.
 */
const char *log_recognise(const char *head, size_t len, bool *is_text);

#endif
