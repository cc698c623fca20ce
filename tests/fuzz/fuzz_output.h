/* SPDX-License-Identifier: GPL-2.0-only */
/* Checks the output of a fuzz target. */
#ifndef SCMI_PERF_FUZZ_OUTPUT_H
#define SCMI_PERF_FUZZ_OUTPUT_H

#include <ctype.h>
#include <jansson.h>
#include <stdbool.h>

#include "fuzz_input.h"

/* Checks that the text does not control a terminal. */
static inline void check_plain(const char *s)
{
	for (; *s; s++)
		MUST(*s == '\n' || *s == '\t' ||
		     ((unsigned char)*s >= ' ' && *s != 0x7f));
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

enum form {
	TEXT,
	PLAIN, /* text with commands of a runner */
	JSON,  /* without them */
	MARKUP
};

static inline void check_output(FILE *out, char **text, size_t *len,
				enum form form)
{
	MUST(!fclose(out) && strlen(*text) == *len);
	if (form == TEXT || form == JSON)
		check_no_command(*text);
	if (form == TEXT || form == PLAIN)
		check_plain(*text);
	if (form == MARKUP)
		check_markup(*text);
	if (form == JSON) {
		json_t *json = json_loadb(*text, *len, 0, NULL);

		MUST(json);
		json_decref(json);
	}
	free(*text);
}

#define CHECK(form, call)                                \
	do {                                             \
		char *text;                              \
		size_t len;                              \
		FILE *out = open_memstream(&text, &len); \
		MUST(out);                               \
		call;                                    \
		check_output(out, &text, &len, form);    \
	} while (0)

#endif
