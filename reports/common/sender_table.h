/* SPDX-License-Identifier: GPL-2.0-only */
/* The senders of a profile by their summed time, the longest first. */
#ifndef SCMI_PERF_SENDER_TABLE_H
#define SCMI_PERF_SENDER_TABLE_H

#include "facts.h"
#include "callers.h"

/* The property by which transfers of a message are added up. */
enum sender_by {
	SENDER_TASK,
	SENDER_DRIVER,
	SENDER_STACK,
	SENDER_HOLDER, /* waits, by those who waited and those who held */
	SENDER_BYS
};

extern const char *const sender_headings[SENDER_BYS];

enum sender_column {
	SENDER_COUNT,
	SENDER_FAILED,
	SENDER_SUM,
	SENDER_SHARE,
	SENDER_MEAN,
	SENDER_P50,
	SENDER_P99,
	SENDER_MAX,
	SENDER_COLUMNS
};

extern const char *const sender_titles[SENDER_COLUMNS]; /* "count" … */

struct sender_row {
	char *name; /* of the sender */
	const struct series_key *key;
	const struct message_holder *holder; /* NULL unless SENDER_HOLDER */
	uint64_t count, timed_out, sum_ns, max_ns;
	struct hist latency; /* empty if SENDER_HOLDER, or unknown */
};

struct sender_table {
	struct sender_row *row;
	size_t n;
	uint64_t all_ns; /* of all rows: 100 % */
	double unit_ns;
	/*
	 * For outputs without room for all columns, characters; 0: do not show it. Not
	 * shown are columns without a value, and the mean if there is a p99.
	 */
	int width[SENDER_COLUMNS];
};

/* Free the table, which refers to @p, with sender_table_free(). */
void sender_table_init(struct sender_table *t, const struct profile *p,
		       enum sender_by by);
void sender_table_free(struct sender_table *t);

/* Fills the cells of row @i: one for each title, "-" if it is unknown. */
void sender_cells(const struct sender_table *t, size_t i,
		  char cell[SENDER_COLUMNS][32]);

/* "cat: SENSOR SENSOR_READING_GET", or who waited for whom. The caller frees. */
char *sender_words(const struct sender_row *row);

/*
 * The name of a message, short because rows are: with its resource, if it has one, and
 * with its instance from 1 on. The caller frees.
 */
char *sender_message(const struct series_key *key);

/* How to read the table, below its heading. The caller frees. */
char *sender_legend(const struct sender_table *t, enum sender_by by,
		    size_t shown);

/*
 * The senders that took most of the time @all_ns of all transfers, the one that sends
 * most, and the longest wait for a channel. None if they are not known.
 */
struct facts facts_of_senders(const struct profile *p, uint64_t all_ns);

/*
 * The longest wait for a channel, "17.0 % cpufreq: … behind hwmon: …, 100 times", by its
 * share of @all_ns. NULL: none. The caller frees.
 */
char *longest_wait(const struct profile *p, uint64_t all_ns);

/*
 * The numbers of transfers in flight, a fact for each channel that had more than one;
 * losses.
 */
struct facts facts_of_channels(const struct profile *p);
struct facts facts_of_lost_senders(const struct profile *p);

/* A slow transfer: its task, phases and status. The caller frees. */
char *slow_words(const struct slow_transfer *t);

#endif
