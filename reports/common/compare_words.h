/* SPDX-License-Identifier: GPL-2.0-only */
/* A comparison in words, the same in every format; without anything to escape. */
#ifndef SCMI_PERF_COMPARE_WORDS_H
#define SCMI_PERF_COMPARE_WORDS_H

#include "compare.h"

/* All return new strings in ASCII, which the caller frees. */

/* The reason why no difference can be significant; NULL when some can be. */
char *compare_caveat(const struct comparison *c);

/* A sentence if the sides were measured in different ways; else NULL. */
char *compare_sources(const struct comparison *c);

/* The result: the caveat, or the number of significant differences. */
char *compare_verdict(const struct comparison *c);

/* How to read the table of differences, whose times are in @unit. */
char *compare_legend(const struct comparison *c, const char *unit);

/*
 * Names a side: the label that its runs have in common, else the kernel, if it is not
 * that of the @other side, else the file. The caller frees.
 */
char *compare_side_name(const struct run_set *side,
			const struct run_set *other);

/* Label, host and kernel that the runs of a side have in common, and their dates. */
char *compare_side_origin(const struct run_set *side);

/* How to read the table of totals. */
char *compare_totals_legend(const struct comparison *c);

/* The title of a message, with both transports if these are compared. The caller frees. */
char *compare_title(const struct comparison *c, const struct series_key *key,
		    enum transport a);

/* The title of a row of events, at most KEY_TITLE_LEN: its series, or all. */
const char *compare_count_title(const struct count_difference *d, char *buf);

/* How to read the table of events. */
char *compare_counts_legend(const struct comparison *c);

/* "slower", "faster", or "" without a certain difference. */
const char *compare_row_verdict(const struct difference *row);

/* The same of a total: "more", "less", or "". */
const char *compare_total_verdict(const struct difference *d);
const char *compare_count_verdict(const struct count_difference *d);

/* Returns true if B has more or less events than A. */
bool count_is_significant(const struct count_difference *d);

#endif
