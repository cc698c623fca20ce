/* SPDX-License-Identifier: GPL-2.0-only */
/* Options of the commands that read logs: the range of time. */
#ifndef SCMI_PERF_OPTIONS_LOG_H
#define SCMI_PERF_OPTIONS_LOG_H

#include <argp.h>
#include <stdint.h>

/* Two elements of a command's argp options. */
#define LOG_RANGE_OPTIONS(from, to)                                           \
	{"from",                                                              \
	 from,                                                                \
	 "TIME",                                                              \
	 0,                                                                   \
	 "Only events of a log from TIME on, as the log has it, in "          \
	 "seconds: 7614.373161",                                              \
	 0},                                                                  \
	{                                                                     \
		"to", to, "TIME", 0,                                          \
			"Only events of a log up to TIME, as the log has it", \
			0                                                     \
	}

/* Returns the time in ns that @arg gives for --@option, or ends the program. */
uint64_t log_time_parse(const char *arg, const char *option,
			struct argp_state *state);

/* Ends the program if no time is from @from_ns to @to_ns (0: no end). */
void log_range_check(uint64_t from_ns, uint64_t to_ns,
		     struct argp_state *state);

#endif
