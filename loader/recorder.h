/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The live source of profiles: loads the BPF programs, attaches them, and
 * turns what they counted into a profile. libbpf is used here and nowhere else.
 */
#ifndef SCMI_PERF_RECORDER_H
#define SCMI_PERF_RECORDER_H

#include <stdbool.h>
#include <stddef.h>

#include "profile.h"

struct recorder;

/* The events observed, in the order of a transfer's life. */
extern const char *const recorder_events[];
extern const size_t n_recorder_events;

/* Whether the kernel's BTF can be read at all. */
bool kernel_has_btf(void);

/*
 * How an event would be observed on this kernel: "tp_btf" where its BTF has
 * the event's type, else "raw_tp".
 */
const char *recorder_hook(const char *event);

/*
 * Opens and loads the programs, which has the kernel verify them; nothing is
 * attached yet. Returns 0 or -errno, reported. Free with recorder_close().
 */
int recorder_open(struct recorder **out);

/* Starts to measure. Returns 0 or -errno, reported. */
int recorder_attach(struct recorder *r);

/* Ends measuring; when it returns no program runs any more. */
void recorder_detach(struct recorder *r);

/*
 * Adds what was measured so far to @p: series, counters, losses. @p's first
 * run gets the hooks. Returns 0 or -errno, reported.
 */
int recorder_read(struct recorder *r, struct profile *p);

/* Frees all; NULL is fine. */
void recorder_close(struct recorder *r);

#endif
