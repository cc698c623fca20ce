/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Merges the traces of single processors that follow each other in one file, as
 * "cat per_cpu/cpu*" prints them. Each is in order, so one event of each is in
 * memory at a time.
 */
#ifndef SCMI_PERF_CPU_PARTS_H
#define SCMI_PERF_CPU_PARTS_H

#include "import.h"

/*
 * Returns true if the regular file @fd consists of such traces: their times
 * overlap, and none has a processor of another. Then all of it has been added to
 * @im, in the order of time. Those of two boots are two logs: by their transfer_ids,
 * see part_ids.h. Only the first and the last events of other files are read, as a
 * rule.
 */
bool cpu_parts_import(struct importer *im, int fd);

/* Returns true if a file that starts with @head can consist of such traces. */
bool cpu_parts_recognise(const char *head, size_t len);

#endif
