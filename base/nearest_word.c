// SPDX-License-Identifier: GPL-2.0-only
#include "nearest_word.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#define WORD_MAX 64 /* longer texts have no nearest word */

static size_t smallest(size_t a, size_t b, size_t c)
{
	const size_t d = a < b ? a : b;

	return d < c ? d : c;
}

static bool same_letter(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Levenshtein's distance: letters to insert, remove or replace. */
static size_t distance(const char *a, const char *b)
{
	const size_t n = strlen(b);
	size_t row[WORD_MAX + 1];

	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 0; a[i]; i++) {
		size_t diagonal = i;

		row[0] = i + 1;
		for (size_t j = 0; j < n; j++) {
			const size_t replaced =
				diagonal + !same_letter(a[i], b[j]);

			diagonal = row[j + 1];
			row[j + 1] =
				smallest(replaced, row[j] + 1, row[j + 1] + 1);
		}
	}
	return row[n];
}

const char *nearest_word(const char *text, const char *const *words, size_t n)
{
	const size_t len = strlen(text);
	const char *nearest = NULL;
	size_t least = len / 4 + 1;

	for (size_t i = 0; i < n && len <= WORD_MAX; i++) {
		size_t d;

		if (strlen(words[i]) > WORD_MAX)
			continue;
		d = distance(text, words[i]);
		if (d < least) {
			least = d;
			nearest = words[i];
		}
	}
	return nearest;
}
