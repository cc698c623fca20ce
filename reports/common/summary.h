/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The answer of a report in a few lines: where the time of all transfers goes, by
 * phase and by message, and what is wrong.
 */
#ifndef SCMI_PERF_SUMMARY_H
#define SCMI_PERF_SUMMARY_H

#include "facts.h"
#include "report_view.h"
#include "worst_interval.h"

/* The phases that add up to the time of transfers, with that of timeouts. */
#define SUMMARY_PHASES 7
extern const enum lc_phase summary_phases[SUMMARY_PHASES];

/* The parts of the time: these, and the rest. */
#define SUMMARY_PARTS (SUMMARY_PHASES + 1)

struct summary_part {
	const char *name; /* of a phase; "unsplit": no phase covers it */
	uint64_t ns;
};

#define SUMMARY_MESSAGES 3

struct summary {
	const struct report_view *view;
	uint64_t time_ns, duration_ns;
	struct summary_part part[SUMMARY_PARTS]; /* the longest first */
	size_t n_parts;
	const struct series *message[SUMMARY_MESSAGES]; /* by time */
	size_t n_messages;
	const struct series *slowest; /* by its median; NULL: none */
	const struct series *longest; /* has the longest transfer; NULL: none */
	bool has_worst;
	struct worst_interval worst;
};

/* The caller frees with summary_free(). @v must outlive @s. */
void summary_init(struct summary *s, const struct report_view *v);
void summary_free(struct summary *s);

/* Returns the share of @ns in the time of all, in percent. */
double summary_percent(const struct summary *s, uint64_t ns);

/* The block ALL. */
struct facts facts_of_summary(const struct summary *s);

#endif
