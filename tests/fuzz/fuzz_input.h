/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads values from the input of a fuzz target, and checks what it wrote. */
#ifndef SCMI_PERF_FUZZ_INPUT_H
#define SCMI_PERF_FUZZ_INPUT_H

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Not assert(): a build without it must not turn the target into a no-op. */
#define MUST(condition)                                                    \
	do {                                                               \
		if (!(condition)) {                                        \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, \
				#condition);                               \
			abort();                                           \
		}                                                          \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct fuzz_input {
	const uint8_t *data;
	size_t size;
};

/* Returns the next byte; 0 at the end. */
static inline uint8_t fuzz_byte(struct fuzz_input *in)
{
	return in->size ? (in->size--, *in->data++) : 0;
}

/* Returns a number of 0 to 7 bytes; the first byte has their number. */
static inline uint64_t fuzz_number(struct fuzz_input *in)
{
	uint64_t n = 0;

	for (int bytes = fuzz_byte(in) % 8; bytes; bytes--)
		n = n << 8 | fuzz_byte(in);
	return n;
}

/* Returns a string of up to 127 bytes, which the caller frees. */
static inline char *fuzz_string(struct fuzz_input *in)
{
	const size_t n = fuzz_byte(in) % 128;
	char *s = calloc(1, n + 1);

	MUST(s);
	for (size_t i = 0; i < n; i++)
		s[i] = (char)fuzz_byte(in);
	return s;
}

/* Checks that the text does not control a terminal. */
static inline void check_plain(const char *s)
{
	for (; *s; s++)
		MUST(*s == '\n' || ((unsigned char)*s >= ' ' && *s != 0x7f));
}

/* Checks that the text has no command of a CI runner. */
static inline void check_no_command(const char *s)
{
	bool starts = true;

	MUST(!strstr(s, "##["));
	for (; *s; s++) {
		MUST(!starts || s[0] != ':' || s[1] != ':');
		starts = *s == '\n' || (starts && *s == ' ');
	}
}

#define MARKUP_DEPTH 64

/* Returns the end of the tag that starts at @s, beyond quoted values. */
static inline const char *markup_tag_end(const char *s)
{
	for (char quote = 0; *s && (quote || *s != '>'); s++) {
		if (!quote && (*s == '"' || *s == '\''))
			quote = *s;
		else if (*s == quote)
			quote = 0;
	}
	MUST(*s == '>');
	return s;
}

static inline void check_entity(const char *s)
{
	size_t n = 1;

	while (isalnum((unsigned char)s[n]) || s[n] == '#')
		n++;
	MUST(n > 1 && s[n] == ';');
}

/* Every tag is closed, and every special character of the text is escaped. */
static inline void check_markup(const char *s)
{
	static const char *const empty[] = {"meta", "br", "hr", "!DOCTYPE",
					    "?xml"};
	const char *open[MARKUP_DEPTH];
	size_t length[MARKUP_DEPTH], depth = 0;

	check_plain(s);
	for (; *s; s++) {
		const bool closes = s[0] == '<' && s[1] == '/';
		const char *name = s + 1 + closes, *end;
		const size_t len = strcspn(name, " \n/>");
		bool alone = false;

		if (*s == '&')
			check_entity(s);
		MUST(*s != '>');
		if (*s != '<')
			continue;
		end = markup_tag_end(name);
		for (size_t i = 0; i < sizeof(empty) / sizeof(*empty); i++)
			alone |= len == strlen(empty[i]) &&
				 !memcmp(name, empty[i], len);
		s = end;
		if (closes) {
			MUST(depth--);
			MUST(len == length[depth] &&
			     !memcmp(name, open[depth], len));
		} else if (!alone && end[-1] != '/') {
			MUST(len && depth < MARKUP_DEPTH);
			open[depth] = name;
			length[depth++] = len;
			if (len == 5 && !memcmp(name, "style", 5)) {
				s = strstr(end, "</style>");
				MUST(s--);
			}
		}
	}
	MUST(!depth);
}

#endif
