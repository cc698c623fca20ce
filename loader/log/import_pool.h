/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Feeds a long log to an importer, its lines parsed by other processors. The
 * result is that of importer_feed(), whatever the number of threads: pieces
 * are taken in order, by the caller's thread alone.
 *
 * All functions belong to the one thread that feeds the importer. The threads
 * are started when IMPORT_POOL_AFTER bytes show that the log is long enough,
 * one for each processor besides the caller's, at most IMPORT_POOL_THREADS.
 * Without any (one processor, or no more threads to be had) the caller does
 * all the work, and the same holds for pieces under IMPORT_POOL_PIECE, such as
 * a pipe's that trickles.
 */
#ifndef SCMI_PERF_IMPORT_POOL_H
#define SCMI_PERF_IMPORT_POOL_H

#include <stddef.h>

#include "import.h"

#define IMPORT_POOL_BYTES   (256 * 1024) /* of a buffer */
#define IMPORT_POOL_AFTER   (4 * 1024 * 1024)
#define IMPORT_POOL_PIECE   (32 * 1024)
#define IMPORT_POOL_THREADS 3
#define IMPORT_POOL_BUFFERS 8

struct import_pool;

/* Feeds @im, which must outlive the pool. Returns NULL when out of memory. */
struct import_pool *import_pool_new(struct importer *im);

/* Drops what was not drained. */
void import_pool_free(struct import_pool *pool);

/*
 * Where the next IMPORT_POOL_BYTES of the log may be put; the pool's, valid up
 * to import_pool_feed().
 */
char *import_pool_buffer(struct import_pool *pool);

/*
 * Takes the @len bytes that were put into import_pool_buffer(); some of what
 * was taken may stay in the pool. Returns 0 or -ENOMEM.
 */
int import_pool_feed(struct import_pool *pool, size_t len);

/* Feeds the importer all that is in the pool. Returns 0 or -ENOMEM. */
int import_pool_drain(struct import_pool *pool);

#endif
