/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_UNITS_H
#define SCMI_PERF_UNITS_H

#include <stddef.h>
#include <stdint.h>

/*
 * Parses a duration, "30s", "1.5ms", "20us" or "2m", to ns. The units are ns, us,
 * ms, s, m and h. A number needs one, because any default would surprise somebody.
 * Returns 0, -EINVAL, or -ERANGE over 2^63 ns.
 */
int parse_duration(const char *text, uint64_t *ns);

/*
 * Returns @text; or, if it is a number, blanks and a unit, as "500 us", @buf with a copy
 * without the blanks.
 */
const char *unit_joined(const char *text, char *buf, size_t len);

/* Writes an exact duration, "1500ms", to @buf of 24 bytes or more. Returns @buf. */
const char *duration_text(uint64_t ns, char *buf, size_t len);

/* Writes a time, rounded to four digits, with a unit that fits: "5.125 ms". Returns @buf. */
#define ROUNDED_TIME_LEN 24
const char *rounded_time(double ns, char buf[ROUNDED_TIME_LEN]);

/*
 * Writes a time stamp as logs print it, "7614.373161", to @buf of 24 bytes or more:
 * with six decimals, or nine if it has ns. Returns @buf.
 */
const char *stamp_text(uint64_t ns, char *buf, size_t len);

/*
 * Parses a time stamp in seconds with up to nine decimals, "7614.373161", exactly.
 * Returns 0 or -EINVAL.
 */
int parse_stamp(const char *text, uint64_t *ns);

/*
 * Parses a size, "4096", "64K" or "4M", to bytes, from 1 to 1G. Returns 0, -EINVAL
 * or -ERANGE.
 */
int parse_size(const char *text, uint32_t *bytes);

/* The ending of a noun behind the number @n: "1 line", "2 lines". */
static inline const char *plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

/* Parses 0 to 255, decimal or hexadecimal with 0x. Returns as parse_size(). */
int parse_byte(const char *text, int *value);

#endif
