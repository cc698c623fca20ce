/* SPDX-License-Identifier: GPL-2.0-only */
/* A recording of the running kernel, which several commands make. */
#ifndef SCMI_PERF_RECORD_RUN_H
#define SCMI_PERF_RECORD_RUN_H

#include <argp.h>

#include "actions.h"
#include "caller.h"
#include "live_source.h"
#include "profile.h"

struct record_run {
	uint64_t duration_ns; /* 0: no limit */
	uint64_t interval_ns; /* 0: no time series */
	bool exit_status, deterministic, as_caller;
	bool boot;	      /* what the kernel's own trace buffer holds */
	struct caller caller; /* valid with as_caller */
	struct live_options live;
	char **command;		 /* NULL: none */
	struct actions *actions; /* NULL: none */
};

/*
 * --duration, --interval, --deterministic, --exit-status, --as-caller, those of
 * recorder_argp and COMMAND; its input is a struct record_run. Parse with
 * ARGP_IN_ORDER.
 */
extern const struct argp record_run_argp;

/* With --as-caller: finds the caller, who will own new files. Returns as below. */
int record_run_find_caller(struct record_run *o);

/*
 * Records into @p, which is empty. Returns 0 or -errno, reported. Sets @status to
 * that of the command, as waitpid() does.
 */
int record_run(const struct record_run *o, struct profile *p, int *status);

/*
 * Returns the exit status of a recording that succeeded. Warns if @status, that of
 * its command, is an error.
 */
int record_run_result(const struct record_run *o, int status);

void record_run_free(struct record_run *o);

#endif
