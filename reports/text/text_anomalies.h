/* SPDX-License-Identifier: GPL-2.0-only */
/* What a text report says of anomalies: each kind in words, and the last. */
#ifndef SCMI_PERF_TEXT_ANOMALIES_H
#define SCMI_PERF_TEXT_ANOMALIES_H

#include <stdio.h>

#include "profile.h"

/* One paragraph for the head of a report: how many of which kind, if any. */
void text_anomalies_total(const struct profile *p, FILE *out);

/* Kinds by series, and the last of them. Nothing, when there was none. */
void text_anomalies(const struct profile *p, FILE *out);

#endif
