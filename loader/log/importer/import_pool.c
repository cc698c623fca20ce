// SPDX-License-Identifier: GPL-2.0-only
#include "import_pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"

/*
 * A piece of the log. It belongs to the caller's thread until it is queued,
 * then to the thread that claims and parses it, then to the caller's thread
 * again. The lock of the pool protects each change of owner.
 */
struct log_piece {
	char *text;
	size_t len;
	size_t first, last; /* range of the complete lines */
	struct import_lines lines;
	bool parsed; /* protected by the lock */
};

/*
 * The queue is a ring of the pieces from done to fed, at most one per buffer.
 * Those before claimed are parsed or being parsed.
 */
struct import_pool {
	struct importer *im;
	struct log_piece piece[IMPORT_POOL_BUFFERS];
	size_t bytes;
	unsigned int done; /* used by the caller's thread only */
	bool started;

	pthread_t thread[IMPORT_POOL_THREADS];
	unsigned int n_threads;
	pthread_mutex_t lock;  /* protects the rest and piece.parsed */
	pthread_cond_t queued; /* fed or stop has changed */
	pthread_cond_t any_parsed;
	unsigned int fed, claimed;
	bool stop;
};

static struct log_piece *piece_at(struct import_pool *pool, unsigned int i)
{
	return &pool->piece[i % IMPORT_POOL_BUFFERS];
}

struct import_pool *import_pool_new(struct importer *im)
{
	struct import_pool *pool = xcalloc(1, sizeof(*pool));

	pool->im = im;
	pthread_mutex_init(&pool->lock, NULL);
	pthread_cond_init(&pool->queued, NULL);
	pthread_cond_init(&pool->any_parsed, NULL);
	for (int i = 0; i < IMPORT_POOL_BUFFERS; i++)
		pool->piece[i].text = xmalloc(IMPORT_POOL_BYTES);
	return pool;
}

void import_pool_free(struct import_pool *pool)
{
	pthread_mutex_lock(&pool->lock);
	pool->stop = true;
	pthread_cond_broadcast(&pool->queued);
	pthread_mutex_unlock(&pool->lock);
	for (unsigned int i = 0; i < pool->n_threads; i++)
		pthread_join(pool->thread[i], NULL);
	for (int i = 0; i < IMPORT_POOL_BUFFERS; i++) {
		import_lines_free(&pool->piece[i].lines);
		free(pool->piece[i].text);
	}
	pthread_cond_destroy(&pool->any_parsed);
	pthread_cond_destroy(&pool->queued);
	pthread_mutex_destroy(&pool->lock);
	free(pool);
}

/* Parses the oldest unclaimed piece. The caller has the lock. */
static void parse_piece(struct import_pool *pool)
{
	struct log_piece *piece = piece_at(pool, pool->claimed++);

	pthread_mutex_unlock(&pool->lock);
	import_lines_parse(&piece->lines, piece->text + piece->first,
			   piece->last - piece->first);
	pthread_mutex_lock(&pool->lock);
	piece->parsed = true;
	pthread_cond_signal(&pool->any_parsed);
}

static void *parse_pieces(void *arg)
{
	struct import_pool *pool = arg;

	pthread_mutex_lock(&pool->lock);
	while (!pool->stop) {
		if (pool->claimed == pool->fed)
			pthread_cond_wait(&pool->queued, &pool->lock);
		else
			parse_piece(pool);
	}
	pthread_mutex_unlock(&pool->lock);
	return NULL;
}

static void start_threads(struct import_pool *pool)
{
	cpu_set_t cpus;
	int n;

	pool->started = true;
	if (sched_getaffinity(0, sizeof(cpus), &cpus))
		return;
	n = CPU_COUNT(&cpus) - 1;
	if (n > IMPORT_POOL_THREADS)
		n = IMPORT_POOL_THREADS;
	for (int i = 0; i < n; i++) {
		if (pthread_create(&pool->thread[i], NULL, parse_pieces, pool))
			return;
		pool->n_threads++;
	}
}

/*
 * Feeds the oldest piece to the importer. Its first line may have started in
 * the previous piece, and its last line may end in the next one.
 */
static void feed_oldest(struct import_pool *pool)
{
	struct log_piece *piece = piece_at(pool, pool->done++);

	pthread_mutex_lock(&pool->lock);
	while (!piece->parsed) {
		if (pool->claimed == pool->fed)
			pthread_cond_wait(&pool->any_parsed, &pool->lock);
		else
			parse_piece(pool);
	}
	piece->parsed = false;
	pthread_mutex_unlock(&pool->lock);
	importer_feed(pool->im, piece->text, piece->first);
	importer_feed_lines(pool->im, &piece->lines);
	importer_feed(pool->im, piece->text + piece->last,
		      piece->len - piece->last);
}

char *import_pool_buffer(struct import_pool *pool)
{
	return piece_at(pool, pool->fed)->text;
}

/* Queues the next piece, which is @len bytes long. */
static void queue_piece(struct import_pool *pool, struct log_piece *piece,
			size_t len)
{
	const char *first = memchr(piece->text, '\n', len);
	const char *last = memrchr(piece->text, '\n', len);

	piece->len = len;
	piece->first = first ? (size_t)(first - piece->text) + 1 : len;
	piece->last = last ? (size_t)(last - piece->text) + 1 : len;
	pthread_mutex_lock(&pool->lock);
	pool->fed++;
	pthread_cond_signal(&pool->queued);
	pthread_mutex_unlock(&pool->lock);
}

void import_pool_feed(struct import_pool *pool, size_t len)
{
	struct log_piece *piece = piece_at(pool, pool->fed);

	pool->bytes += len;
	if (!pool->started && pool->bytes >= IMPORT_POOL_AFTER &&
	    !importer_is_serial(pool->im))
		start_threads(pool);
	if (!pool->n_threads || len < IMPORT_POOL_PIECE) {
		import_pool_drain(pool);
		importer_feed(pool->im, piece->text, len);
		return;
	}
	queue_piece(pool, piece, len);
	/* The caller needs a free buffer. */
	if (pool->fed - pool->done == IMPORT_POOL_BUFFERS)
		feed_oldest(pool);
}

void import_pool_drain(struct import_pool *pool)
{
	while (pool->done != pool->fed)
		feed_oldest(pool);
}
