/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_UNITS_H
#define SCMI_PERF_UNITS_H

#include <stddef.h>
#include <stdint.h>

/*
 * A duration as the user writes it, "30s", "1.5ms", "20us", "2m", to ns. The
 * units are ns, us, ms, s, m and h; a number without one is refused, because
 * it would be guessed wrong. Returns 0, -EINVAL, or -ERANGE over 2^63 ns.
 */
int parse_duration(const char *text, uint64_t *ns);

/* The same the other way, exact: "1500ms". Returns @buf; 24 bytes hold any. */
const char *duration_text(uint64_t ns, char *buf, size_t len);

/*
 * A size as the user writes it, "4096", "64K", "4M", to bytes: 1 to 1G. Returns
 * 0, -EINVAL or -ERANGE.
 */
int parse_size(const char *text, uint32_t *bytes);

/* Parses 0 to 255, decimal or hexadecimal with 0x. Returns as parse_size(). */
int parse_byte(const char *text, int *value);

#endif
