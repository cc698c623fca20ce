/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_ACCEPT_HEADER_H
#define SCMI_PERF_ACCEPT_HEADER_H

#include <stdbool.h>

/*
 * Returns true if the HTTP header Accept prefers the protobuf format of Prometheus to
 * its text format. NULL: the request has none.
 */
bool accept_prefers_protobuf(const char *accept);

#endif
