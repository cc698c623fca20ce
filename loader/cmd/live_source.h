/* SPDX-License-Identifier: GPL-2.0-only */
/* How the commands that measure a running kernel get its events. */
#ifndef SCMI_PERF_LIVE_SOURCE_H
#define SCMI_PERF_LIVE_SOURCE_H

#include <stdbool.h>

#include "recorder.h"
#include "tracefs_source.h"

enum live_source {
	/* BPF, or tracefs where BPF is not available or cannot hook functions */
	LIVE_AUTO,
	LIVE_BPF,
	LIVE_TRACEFS,
	LIVE_SOURCES
};

extern const char *const live_source_names[LIVE_SOURCES];

struct live_options {
	struct recorder_options recorder;
	enum live_source source;
};

/*
 * Sets *@source to LIVE_BPF or LIVE_TRACEFS for @command ("record"); reports why it
 * is not BPF. Returns 0, or -errno, reported, if this machine or the options allow
 * neither.
 */
int live_source_choose(const struct live_options *o, const char *command,
		       enum live_source *source);

/* Returns true if tracefs can hook functions here, and BPF cannot: 32-bit Arm. */
bool live_tracefs_is_better(void);

/* Returns why this user cannot record through tracefs, or NULL. */
const char *live_lacks_tracefs(void);

/*
 * The programs that the kernel should have run could not be started, which was
 * reported. Returns true, after a message, if tracefs is to be tried instead.
 */
bool live_source_falls_back(const struct live_options *o);

/* The options of the source tracefs. */
struct tracefs_options live_tracefs_options(const struct live_options *o);

#endif
