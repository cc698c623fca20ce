/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Recognises text that programs have made of a log, and in which no event can be
 * found: only used to explain that.
 */
#ifndef SCMI_PERF_TEXT_FORM_H
#define SCMI_PERF_TEXT_FORM_H

#include <stddef.h>

enum text_form {
	TEXT_FORM_NONE,
	TEXT_FORM_UUENCODE,
	TEXT_FORM_BASE64,
	TEXT_FORM_HEX_DUMP,
	TEXT_FORM_UPPER_CASE,
	TEXT_FORM_ONE_STRING, /* with "\n" between the lines */
	TEXT_FORM_REVERSED,   /* the latest line is the first one */
	TEXT_FORMS
};

/* Returns the form of the first @len bytes of a text. */
enum text_form text_form_of(const char *head, size_t len);

/* Returns how to get the log, or NULL. */
const char *text_form_remedy(enum text_form form);

#endif
