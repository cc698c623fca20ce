/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Feeds a long log to an importer while other processors parse its lines. The
 * result is that of importer_feed() for any number of threads, because only the
 * caller's thread processes the events, in order.
 *
 * Only one thread may call the functions. The other threads start when the log
 * exceeds IMPORT_POOL_AFTER bytes: one for each processor besides the caller's,
 * at most IMPORT_POOL_THREADS. If none can start, the caller does all the work,
 * as it does for pieces below IMPORT_POOL_PIECE, such as those of a slow pipe.
 */
#ifndef SCMI_PERF_IMPORT_POOL_H
#define SCMI_PERF_IMPORT_POOL_H

#include <stddef.h>

#include "import.h"

#define IMPORT_POOL_BYTES   (128 * 1024) /* size of a buffer */
#define IMPORT_POOL_AFTER   (4 * 1024 * 1024)
#define IMPORT_POOL_PIECE   (32 * 1024)
#define IMPORT_POOL_THREADS 3
#define IMPORT_POOL_BUFFERS 4

struct import_pool;

/* Feeds @im, which must outlive the pool. */
struct import_pool *import_pool_new(struct importer *im);

/* Discards all text that was not drained. */
void import_pool_free(struct import_pool *pool);

/*
 * Returns the buffer for the next IMPORT_POOL_BYTES of the log. It belongs to
 * the pool and is valid until import_pool_feed().
 */
char *import_pool_buffer(struct import_pool *pool);

/*
 * Reads @len bytes in import_pool_buffer(). Some of the text may stay in the
 * pool.
 */
void import_pool_feed(struct import_pool *pool, size_t len);

/* Feeds all text in the pool to the importer. */
void import_pool_drain(struct import_pool *pool);

#endif
