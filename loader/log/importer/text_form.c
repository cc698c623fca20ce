// SPDX-License-Identifier: GPL-2.0-only
#include "text_form.h"

#include <stdbool.h>
#include <string.h>

#include "ftrace_span.h"

#define LINES	 3  /* one after the other, of base64 or a hex dump */
#define LINE_MIN 40 /* characters of base64; the last line is shorter */

static const char *const remedies[TEXT_FORMS] = {
	[TEXT_FORM_UUENCODE] = "the text is uuencoded: uudecode -o LOG FILE, "
			       "then import LOG",
	[TEXT_FORM_BASE64] = "the text is in base64: copy its lines to a FILE "
			     "of their own, and base64 -d FILE | scmi-perf "
			     "import -",
	[TEXT_FORM_HEX_DUMP] = "the text is a hex dump: xxd -r FILE | "
			       "scmi-perf import -",
	[TEXT_FORM_UPPER_CASE] = "the events' names are in upper case: import "
				 "the log as the tracer printed it",
	[TEXT_FORM_ONE_STRING] = "the lines of the log are in one string: sed "
				 "'s/\\\\n/\\n/g' FILE | scmi-perf import -",
	[TEXT_FORM_REVERSED] = "tac FILE | scmi-perf import -",
};

const char *text_form_remedy(enum text_form form)
{
	return remedies[form];
}

/* Returns true for "begin 644 trace.gz" or "begin-base64 644 trace.gz". */
static bool starts_uuencode(struct span line)
{
	uint64_t mode;

	return (SKIP(&line, "begin ") || SKIP(&line, "begin-base64 ")) &&
	       read_digits(&line, 8, &mode) && SKIP(&line, " ");
}

static bool is_base64(struct span line)
{
	while (line.end > line.p && is_blank(line.end[-1]))
		line.end--;
	if (line.end - line.p < LINE_MIN)
		return false;
	for (; line.p < line.end; line.p++)
		if (!is_name(*line.p) && !memchr("+/=-", *line.p, 4))
			return false;
	return true;
}

/* Returns true for "00000010: 7265 6e74 …" or, of hexdump -C, "00000010  72 65 …". */
static bool is_hex_dump(struct span line)
{
	const char *start = line.p;
	uint64_t v;

	if (!read_digits(&line, 16, &v) || line.p - start < 6)
		return false;
	SKIP(&line, ":");
	for (int i = 0; i < 4; i++) {
		skip_blanks(&line);
		start = line.p;
		if (!read_digits(&line, 16, &v) ||
		    (line.p - start != 2 && line.p - start != 4))
			return false;
	}
	return true;
}

/* Names the form of which the text has several lines, one after the other. */
static enum text_form form_of_lines(const char *head, const char *end)
{
	unsigned int base64 = 0, hex = 0;
	const char *newline;

	for (; (newline = memchr(head, '\n', (size_t)(end - head)));
	     head = newline + 1) {
		const struct span line = {head, newline};

		if (starts_uuencode(line))
			return TEXT_FORM_UUENCODE;
		base64 = is_base64(line) ? base64 + 1 : 0;
		hex = is_hex_dump(line) ? hex + 1 : 0;
		if (base64 == LINES)
			return TEXT_FORM_BASE64;
		if (hex == LINES)
			return TEXT_FORM_HEX_DUMP;
	}
	/* All of it in one line */
	return is_base64((struct span){head, end}) ? TEXT_FORM_BASE64
						   : TEXT_FORM_NONE;
}

/* Returns true if one line has several events, with "\n" between them. */
static bool is_one_string(const char *head, size_t len)
{
	const char *newline = memchr(head, '\n', len);
	const char *const end = newline ? newline : head + len;
	unsigned int n = 0;

	while (n < LINES &&
	       (head = memmem(head, (size_t)(end - head), "scmi_", 5)) &&
	       (head = memmem(head, (size_t)(end - head), "\\n", 2)))
		n++;
	return n == LINES;
}

enum text_form text_form_of(const char *head, size_t len)
{
	const enum text_form form = form_of_lines(head, head + len);

	if (is_one_string(head, len))
		return TEXT_FORM_ONE_STRING;
	if (form == TEXT_FORM_NONE && (memmem(head, len, "SCMI_XFER_", 10) ||
				       memmem(head, len, "SCMI_RX_DONE", 12) ||
				       memmem(head, len, "SCMI_MSG_DUMP", 13)))
		return TEXT_FORM_UPPER_CASE;
	return form;
}
