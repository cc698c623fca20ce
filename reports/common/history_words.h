/* SPDX-License-Identifier: GPL-2.0-only */
/* Sentences and labels of a history, the same in every format. The caller frees. */
#ifndef SCMI_PERF_HISTORY_WORDS_H
#define SCMI_PERF_HISTORY_WORDS_H

#include "history.h"

/* "2 changes for the worse, the first at v6.12-rc3." */
char *history_verdict(const struct history *h);

/* "80 recordings from 2026-01-02 to 2026-03-22, in the order of their start" */
char *history_span(const struct history *h);

/* "SENSOR SENSOR_READING_GET, virtio: total p50" */
char *history_series_name(const struct history_series *s);

/* "2026-01-02 03:04 UTC"; "-": unknown */
char *history_date(const struct history *h, size_t recording);

/* "slower", "faster", "slower, suspected", "accepted" */
char *history_change_words(const struct history_change *c);

/* A value and its unit: 12.34 us or 0.25 %. Deterministic ones have all ns. */
char *history_value_text(const struct history *h, size_t series, double value);

/* "110.2 -> 125.3 us: +15.1 (+12.1 to +17.7), +13.7 %" */
char *history_row_text(const struct history *h, const struct history_row *row);

/* How to read points, intervals and p. */
char *history_legend(const struct history *h);

#endif
