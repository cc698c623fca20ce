/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads the events of a range of a text file, one after the other. */
#ifndef SCMI_PERF_LOG_PART_H
#define SCMI_PERF_LOG_PART_H

#include <sys/types.h>

#include "import.h"
#include "line_joiner.h"

/* The end of a line, and its number. */
struct log_position {
	off_t at;
	uint64_t line;
};

struct log_range {
	struct log_position start;
	off_t end;
};

/* An event, or a remark of lost ones, which has the time of the event before. */
struct part_event {
	struct ftrace_event event;
	uint64_t time_ns;
	uint64_t number; /* of its line */
	size_t len;
	char text[IMPORT_SAMPLE_LEN];
};

struct log_part {
	struct importer *im; /* or NULL */
	int fd;
	off_t at, end; /* of the text that is not in @buf yet */
	char *buf;
	size_t start, len;
	uint64_t number; /* of the last line */
	/* Ends of the last line with an event, and of the one before it. */
	struct log_position after, before;

	struct line_joiner joiner;
	bool ended;
	uint64_t time_ns; /* of the last event */
	struct part_event *queue;
	size_t first, n, capacity;
	uint64_t lines, other_events;
};

/*
 * If @im is not NULL, lines that are not read are added to it, and at the end the
 * numbers of lines.
 */
struct log_part *log_part_open(int fd, struct log_range range,
			       struct importer *im);
void log_part_close(struct log_part *p);

/* Returns the next event, or NULL at the end. */
const struct part_event *log_part_head(struct log_part *p);
void log_part_next(struct log_part *p);

#endif
