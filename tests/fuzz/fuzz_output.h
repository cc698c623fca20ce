/* SPDX-License-Identifier: GPL-2.0-only */
/* Checks the output of a fuzz target. */
#ifndef SCMI_PERF_FUZZ_OUTPUT_H
#define SCMI_PERF_FUZZ_OUTPUT_H

#include <ctype.h>
#include <jansson.h>
#include <stdbool.h>

#include "fuzz_input.h"

/* Checks that the text is UTF-8 and does not control a terminal. */
static inline void check_plain(const char *s)
{
	json_t *text = json_string(s);

	/* It accepts valid UTF-8 only. */
	MUST(text);
	json_decref(text);
	for (; *s; s++) {
		const unsigned char c = (unsigned char)*s,
				    next = (unsigned char)s[1];

		MUST(c == '\n' || c == '\t' || (c >= ' ' && c != 0x7f));
		/* U+0080 to U+009F */
		MUST(c != 0xc2 || next >= 0xa0);
	}
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

/* Checks that all records have the same number of fields. */
static inline void check_csv(const char *s)
{
	size_t first = 0, fields = 1;
	bool quoted = false;

	for (; *s; s++) {
		if (*s == '"')
			quoted = !quoted;
		if (quoted)
			continue;
		fields += *s == ',';
		if (*s != '\n')
			continue;
		first = first ? first : fields;
		MUST(fields == first);
		fields = 1;
	}
	MUST(!quoted && fields == 1);
}

/* Returns the end of the labels of a sample, which are in braces. */
static inline const char *check_labels(const char *s)
{
	do {
		const size_t n = strspn(++s, "abcdefghijklmnopqrstuvwxyz_");

		MUST(n && s[n] == '=' && s[n + 1] == '"');
		for (s += n + 2; *s != '"'; s++) {
			MUST(*s && *s != '\n');
			if (*s == '\\')
				MUST(strchr("\\\"n", *++s) && *s);
		}
		s++;
	} while (*s == ',');
	MUST(*s == '}');
	return s + 1;
}

/*
 * Checks Prometheus' text format. Each time series has one sample. A sum that has
 * stopped is none (NaN).
 */
static inline void check_samples(const char *s)
{
	json_t *seen = json_object();
	const char *start;
	char *name, *end;

	for (; *s; s = end + 1) {
		end = strchr(s, '\n');
		MUST(end);
		if (!strncmp(s, "# HELP ", 7) || !strncmp(s, "# TYPE ", 7))
			continue;
		start = s;
		s += strspn(s, "abcdefghijklmnopqrstuvwxyz_");
		MUST(s > start);
		if (*s == '{')
			s = check_labels(s);
		name = strndup(start, (size_t)(s - start));
		MUST(name && *s == ' ' && !json_object_get(seen, name));
		MUST(!json_object_set_new(seen, name, json_true()));
		if (strstr(name, "_sum") && !strncmp(s, " NaN\n", 5))
			end = strchr(s, '\n');
		else
			MUST(strtod(s, &end) >= 0 && *end == '\n');
		free(name);
	}
	json_decref(seen);
}

enum form {
	TEXT,
	PLAIN, /* text with commands of a runner */
	CSV,
	PROMETHEUS,
	JSON,
	MARKUP
};

static inline void check_output(FILE *out, char **text, size_t *len,
				enum form form)
{
	MUST(!fclose(out) && strlen(*text) == *len);
	if (form != PLAIN && form != MARKUP)
		check_no_command(*text);
	if (form != JSON && form != MARKUP)
		check_plain(*text);
	if (form == CSV)
		check_csv(*text);
	if (form == PROMETHEUS)
		check_samples(*text);
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
