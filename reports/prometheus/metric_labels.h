/* SPDX-License-Identifier: GPL-2.0-only */
/* The labels of a sample. Values are valid UTF-8 of any characters. */
#ifndef SCMI_PERF_METRIC_LABELS_H
#define SCMI_PERF_METRIC_LABELS_H

#include "names.h"
#include "profile.h"

#define METRIC_LABELS 8

struct metric_label {
	const char *name, *value;
};

struct metric_labels {
	struct metric_label label[METRIC_LABELS];
	size_t n;
	/* Values that are neither constants nor the caller's. */
	char instance[4], channel[4], protocol[8], message[8];
	char *resource; /* allocated, or NULL */
};

/* Without a series: no labels. */
void metric_labels_init(struct metric_labels *l, const struct series_key *key);
void metric_labels_free(struct metric_labels *l);

/* Appends a label with a constant value; the caller removes it by reducing n. */
void metric_labels_add(struct metric_labels *l, const char *name,
		       const char *value);

#endif
