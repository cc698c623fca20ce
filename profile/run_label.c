// SPDX-License-Identifier: GPL-2.0-only
#include "run_label.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "text.h"

/* A label stands in tables, lists and files with one entry a line. */
static bool is_control(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

const char *run_label_error(const char *label)
{
	const size_t len = strlen(label);

	if (!len)
		return "is empty";
	if (len > RUN_LABEL_MAX)
		return "is longer than 100 bytes";
	if (*label == ' ' || label[len - 1] == ' ')
		return "has a blank at an end";
	for (const char *s = label; *s;) {
		uint32_t code;
		const size_t n = text_decode(s, &code);

		if (!n)
			return "is not UTF-8";
		if (is_control(code))
			return "has a control character";
		s += n;
	}
	return NULL;
}
