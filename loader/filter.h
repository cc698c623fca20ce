/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * --protocol, --message, --transport and --instance, the same for every command
 * that looks at a live kernel.
 */
#ifndef SCMI_PERF_FILTER_OPTIONS_H
#define SCMI_PERF_FILTER_OPTIONS_H

#include <argp.h>
#include <stdbool.h>
#include <stdint.h>

#include "../bpf/filter.h"
#include "profile.h"

/* All-zero wants everything. */
struct filter {
	uint32_t n_messages;
	uint32_t message[FILTER_MESSAGES]; /* FILTER_MESSAGE(), … */
	bool one_transport, one_instance;
	enum transport transport;
	uint8_t instance;
};

/* A child for a command's argp; its input is a struct filter. */
extern const struct argp filter_argp;

/* Whether anything is left out. */
bool filter_is_set(const struct filter *f);

#endif
