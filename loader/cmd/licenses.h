/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The text of the licences of this program and, in a static build, of the libraries that
 * are part of it.
 */
#ifndef SCMI_PERF_LICENSES_H
#define SCMI_PERF_LICENSES_H

#include <stddef.h>

/* Compressed by zlib. */
extern const struct licenses {
	size_t text_len, len; /* bytes, before and after compression */
	unsigned char packed[];
} licenses;

/* Prints the text on standard output. Returns the exit status. */
int print_licenses(void);

#endif
