/* SPDX-License-Identifier: GPL-2.0-only */
/* Series of resources: their index, by instance, type, message and resource. */
#ifndef SCMI_PERF_IMPORT_RESOURCES_H
#define SCMI_PERF_IMPORT_RESOURCES_H

#include "import_events.h"

/*
 * Returns where the index + 1 of the series of an event's message is, or is to be; 0:
 * it is new. @resource_plus: 0 for that of no resource.
 */
uint16_t *import_series_of(struct import_events *ie, uint16_t instance,
			   enum message_type type,
			   const struct ftrace_event *ev,
			   uint32_t resource_plus);

/* The series of unknown instances so far are those of @instance. */
void import_resources_move(struct import_events *ie, uint16_t instance);

/*
 * Returns the index of the series of a message that the core rejected: that of the
 * transfer with its token for which it can be, or that without a resource; below 0:
 * none.
 */
int32_t import_series_of_rejected(const struct import_events *ie,
				  uint16_t instance, enum message_type type,
				  const struct ftrace_event *ev);

/*
 * Returns the resource of an event + 1, and counts transfers of which it is unknown
 * because their dump is not near their start.
 */
uint32_t import_resource_of(struct import_events *ie,
			    const struct ftrace_event *ev);

#endif
