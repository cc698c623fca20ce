/* SPDX-License-Identifier: GPL-2.0-only */
/* Recodes a log to ASCII lines: from UTF-16, or from lines that end with CR. */
#ifndef SCMI_PERF_LOG_RECODE_H
#define SCMI_PERF_LOG_RECODE_H

#include <stdbool.h>
#include <stddef.h>

enum log_code {
	LOG_CODE_PLAIN,
	LOG_CODE_UTF16_LE,
	LOG_CODE_UTF16_BE,
	LOG_CODE_CR, /* no line ends with LF */
};

struct log_recode {
	enum log_code code;
	bool half; /* the first byte of a UTF-16 unit came */
	char first;
};

/* Finds the code of a log by its first @len bytes. */
void log_recode_start(struct log_recode *r, const char *head, size_t len);

/* Recodes @len bytes at @text. Returns the new length, which is not greater. */
size_t log_recode_run(struct log_recode *r, char *text, size_t len);

#endif
