// SPDX-License-Identifier: GPL-2.0-only
#include "ini.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"

static int refuse(struct ini *ini, const char *why)
{
	ini->why = why;
	return -EINVAL;
}

/* Cuts a comment that stands behind blanks, and the blanks. */
static void cut_comment(char *line)
{
	size_t blanks;

	for (char *at = line; (at = strpbrk(at, " \t")); at += blanks) {
		blanks = strspn(at, " \t");

		if (at[blanks] == '#' || at[blanks] == ';') {
			*at = '\0';
			return;
		}
	}
}

/* "[name]" without blanks around it. */
static int parse_section(struct ini *ini, char *line)
{
	char *end = line;
	size_t len;

	/* A name may have a # in it, so the comment is behind a "] ". */
	while ((end = strchr(end, ']')) && !isblank((unsigned char)end[1]))
		end++;
	if (end)
		cut_comment(end);
	len = strlen(line);
	if (line[len - 1] != ']')
		return refuse(ini, "a section must end with ]");
	line[len - 1] = '\0';
	ini->name = line + 1;
	ini->value = NULL;
	return 1;
}

/* "key = value" without blanks around it. */
static int parse_key(struct ini *ini, char *line)
{
	char *equals = strchr(line, '='), *end, *value;

	if (!equals)
		return refuse(ini, "neither [section] nor key = value");
	for (end = equals; end > line && isblank((unsigned char)end[-1]);)
		end--;
	*end = '\0';
	cut_comment(equals + 1);
	for (value = equals + 1; isblank((unsigned char)*value);)
		value++;
	ini->name = line;
	ini->value = value;
	return 1;
}

/* Copies the next line. Returns as ini_next(). */
static int read_line(struct ini *ini)
{
	const char *newline;
	size_t n;

	if (!ini->len)
		return 0;
	newline = memchr(ini->text, '\n', ini->len);
	n = newline ? (size_t)(newline - ini->text) : ini->len;
	free(ini->copy);
	ini->copy = xmalloc(n + 1);
	memcpy(ini->copy, ini->text, n);
	ini->copy[n] = '\0';
	ini->line++;
	ini->text += n + !!newline;
	ini->len -= n + !!newline;
	if (strlen(ini->copy) != n)
		return refuse(ini, "a NUL byte: this is not a text file");
	return 1;
}

int ini_next(struct ini *ini)
{
	int err;

	while ((err = read_line(ini)) > 0) {
		char *line = ini->copy, *end = line + strlen(line);

		while (end > line && isspace((unsigned char)end[-1]))
			*--end = '\0';
		while (isblank((unsigned char)*line))
			line++;
		if (*line == '[')
			return parse_section(ini, line);
		if (*line && *line != '#' && *line != ';')
			return parse_key(ini, line);
	}
	return err;
}

void ini_free(struct ini *ini)
{
	free(ini->copy);
	*ini = (struct ini){0};
}
