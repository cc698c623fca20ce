/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text from elsewhere: host names, command lines, files. It may hold anything
 * that ends with a NUL, and must not take over a terminal or break JSON.
 */
#ifndef SCMI_PERF_TEXT_H
#define SCMI_PERF_TEXT_H

#include <stddef.h>
#include <stdint.h>

/*
 * The code point that @s, which is not empty, begins with (Unicode 15, table
 * 3-7: no overlong forms, no surrogates). Returns its length in bytes, or 0:
 * that is no UTF-8.
 */
size_t text_decode(const char *s, uint32_t *code);

/*
 * @s for a terminal: control characters, invisible and direction-changing ones
 * and bytes that are not UTF-8 become \xNN, a byte each. The caller frees;
 * NULL when out of memory.
 */
char *text_escape(const char *s);

/*
 * @s as valid UTF-8, which JSON asks for: bytes that are not, and DEL, become
 * U+FFFD. The caller frees; NULL when out of memory.
 */
char *text_utf8(const char *s);

#endif
