/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_NEAREST_WORD_H
#define SCMI_PERF_NEAREST_WORD_H

#include <stddef.h>

/*
 * Returns the one of the @n @words that @text was probably meant to be: at most a
 * quarter of its letters differ, in upper or lower case. NULL: none.
 */
const char *nearest_word(const char *text, const char *const *words, size_t n);

#endif
