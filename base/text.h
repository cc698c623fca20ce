/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Untrusted text: host names, command lines, files. It can be any
 * NUL-terminated bytes, and must neither control a terminal or a CI runner, which
 * executes commands in a log, nor break JSON.
 */
#ifndef SCMI_PERF_TEXT_H
#define SCMI_PERF_TEXT_H

#include <stddef.h>
#include <stdint.h>

/*
 * Decodes the first code point of @s, which is not empty (Unicode 15, table 3-7:
 * no overlong forms, no surrogates). Returns its length in bytes, or 0 for
 * invalid UTF-8.
 */
size_t text_decode(const char *s, uint32_t *code);

/* Appends to the string in @text, of @size bytes; what does not fit is cut off. */
__attribute__((format(printf, 3, 4))) void text_append(char *text, size_t size,
						       const char *fmt, ...);

/* Removes blanks and CR at both ends of @s, which it changes. Returns its new start. */
char *text_trim(char *s);

/* Appends words to @text, behind a blank; frees @text, which may be NULL. */
__attribute__((format(printf, 2, 3))) char *words_append(char *text,
							 const char *fmt, ...);

/*
 * Copies @s for a terminal: each byte of control characters, of invisible and
 * direction-changing ones and of invalid UTF-8 becomes \xNN. So does the first
 * character of "::" at the start of a word, where a line may be wrapped, and the
 * second of "##", because CI runners execute such lines. The caller frees.
 */
char *text_escape(const char *s);

/*
 * Copies @s as valid UTF-8, which JSON requires: invalid bytes and DEL become
 * U+FFFD. The caller frees.
 */
char *text_utf8(const char *s);

#endif
