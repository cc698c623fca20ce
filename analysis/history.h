/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A history: recordings in the order of time, their series, and the recordings at which
 * these changed. Each recording has one value of a series.
 */
#ifndef SCMI_PERF_HISTORY_H
#define SCMI_PERF_HISTORY_H

#include "change_points.h"
#include "quantile.h"
#include "rank_tests.h"
#include "run_set.h"

/* A value of a recording: a statistic of times, or a share of its messages. */
enum history_measure {
	/* enum statistic, in ns, before this */
	HISTORY_TIMEOUTS = STATISTICS, /* in percent of the messages begun */
	HISTORY_ERRORS,
	HISTORY_ANOMALIES,
	HISTORY_MEASURES
};

/* "p50" … "timeouts", "errors", "anomalies" */
const char *history_measure_name(enum history_measure measure);

static inline bool history_is_time(enum history_measure measure)
{
	return measure < HISTORY_TIMEOUTS;
}

struct history_series {
	struct series_key key;
	enum lc_phase phase; /* of times */
	enum history_measure measure;
};

/* A series at a change: medians of the recordings before and after it. */
struct history_row {
	size_t series;
	struct estimate before, after, shift; /* shift > 0 is worse */
	size_t n_before, n_after;
};

enum history_state {
	HISTORY_CERTAIN,   /* not accepted yet */
	HISTORY_SUSPECTED, /* may be chance */
	HISTORY_ACCEPTED,
	HISTORY_STATES
};

extern const char *const history_state_names[HISTORY_STATES];

struct history_change {
	size_t at; /* index of the first recording after it */
	enum history_state state;
	double p; /* 0 if accepted or deterministic */
	bool worse;
	struct history_row *rows;
	size_t n_rows;
};

/* The statistics that show most changes: of all transfers, and of slow ones alone. */
#define HISTORY_STATISTICS \
	(1u << STAT_P10 | 1u << STAT_P50 | 1u << STAT_P90 | 1u << STAT_MEAN)

struct history_options {
	uint32_t statistics; /* bits of enum statistic */
	uint32_t phases;     /* bits of enum lc_phase */
	char *const
		*accepted; /* labels of recordings at which a change is known */
	size_t n_accepted;
	size_t last; /* number of recordings with changes that matter; 0: all */
};

struct history {
	const struct run_set *runs;
	size_t *order; /* recording i is that of run order[i] */
	size_t n;
	size_t last;	    /* the last recordings, whose changes matter */
	bool timed;	    /* the order is that of their start times */
	bool deterministic; /* every difference is real */
	struct history_series *series;
	size_t n_series, cap_series;
	double *value;			/* n of each series; NAN: none */
	struct history_change *changes; /* in the order of time */
	size_t n_changes;
};

/*
 * Fills in @h, which the caller frees; @runs must live as long. The order is that of
 * the start times, of equal ones that of @runs; that of @runs if any has none.
 */
void history_init(struct history *h, const struct run_set *runs,
		  const struct history_options *o);
void history_free(struct history *h);

/* The label of a recording, or the name of its file without folder and ".scmi". */
char *history_name(const struct history *h, size_t recording);
const struct run *history_run(const struct history *h, size_t recording);
const char *history_path(const struct history *h, size_t recording);

/* Returns true if a recording has this label, or this name. */
bool history_has_name(const struct history *h, size_t recording,
		      const char *name);

/* The values of a series, h->n of them. */
static inline const double *history_values(const struct history *h,
					   size_t series)
{
	return h->value + series * h->n;
}

/* Returns the median of the values from @from to before @end; NAN: there are none. */
double history_median(const struct history *h, size_t series, size_t from,
		      size_t end);

/*
 * Sets the range of @n values without their wildest tenth, which would make all others
 * look equal. Returns false if there is none.
 */
bool history_scale(const double *value, size_t n, double *low, double *high);

/* Returns the first change for the worse that matters in this state; or NULL. */
const struct history_change *history_first_worse(const struct history *h,
						 enum history_state state);

/* Returns the number of them. */
size_t history_worse(const struct history *h, enum history_state state);

/* Returns true if no change can be certain, because there are too few recordings. */
bool history_too_short(const struct history *h);

/*
 * The recordings to compare new ones with: since the last accepted change, and before
 * the first one after that which is not accepted.
 */
void history_baseline(const struct history *h, size_t *from, size_t *end);

#endif
