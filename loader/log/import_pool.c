// SPDX-License-Identifier: GPL-2.0-only
#include "import_pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/*
 * A piece of the log. The caller's thread fills it while it is not in the
 * queue, the thread that claimed it parses it, and when it is parsed it is the
 * caller's again. The pool's lock hands it over.
 */
struct piece {
	char *text;
	size_t len;
	size_t first, last; /* the lines that are complete in it */
	struct import_lines lines;
	int err;
	bool parsed; /* under the lock */
};

/*
 * The queue is a ring of the pieces from taken to fed, never more than there
 * are buffers; those before claimed are parsed, or about to be.
 */
struct import_pool {
	struct importer *im;
	struct piece piece[IMPORT_POOL_BUFFERS];
	size_t bytes;
	unsigned int taken; /* the caller's own */
	bool started;

	pthread_t thread[IMPORT_POOL_THREADS];
	unsigned int n_threads;
	pthread_mutex_t lock;  /* of what follows, and piece.parsed */
	pthread_cond_t queued; /* fed or stop has changed */
	pthread_cond_t any_parsed;
	unsigned int fed, claimed;
	bool stop;
};

static struct piece *piece_at(struct import_pool *pool, unsigned int i)
{
	return &pool->piece[i % IMPORT_POOL_BUFFERS];
}

struct import_pool *import_pool_new(struct importer *im)
{
	struct import_pool *pool = calloc(1, sizeof(*pool));

	if (!pool)
		return NULL;
	pool->im = im;
	pthread_mutex_init(&pool->lock, NULL);
	pthread_cond_init(&pool->queued, NULL);
	pthread_cond_init(&pool->any_parsed, NULL);
	for (int i = 0; i < IMPORT_POOL_BUFFERS; i++) {
		pool->piece[i].text = malloc(IMPORT_POOL_BYTES);
		if (!pool->piece[i].text) {
			import_pool_free(pool);
			return NULL;
		}
	}
	return pool;
}

void import_pool_free(struct import_pool *pool)
{
	if (!pool)
		return;
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

/* Parses the oldest piece that nobody has claimed. Called with the lock held. */
static void parse_piece(struct import_pool *pool)
{
	struct piece *piece = piece_at(pool, pool->claimed++);

	pthread_mutex_unlock(&pool->lock);
	piece->err = import_lines_parse(&piece->lines,
					piece->text + piece->first,
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
 * Feeds the importer the oldest piece. Its first line may have begun in the
 * piece before, and its last one may not end in it.
 */
static int take_oldest(struct import_pool *pool)
{
	struct piece *piece = piece_at(pool, pool->taken++);
	int err;

	pthread_mutex_lock(&pool->lock);
	while (!piece->parsed) {
		if (pool->claimed == pool->fed)
			pthread_cond_wait(&pool->any_parsed, &pool->lock);
		else
			parse_piece(pool);
	}
	piece->parsed = false;
	pthread_mutex_unlock(&pool->lock);
	err = piece->err;
	if (!err)
		err = importer_feed(pool->im, piece->text, piece->first);
	if (!err)
		err = importer_take_lines(pool->im, &piece->lines);
	if (!err)
		err = importer_feed(pool->im, piece->text + piece->last,
				    piece->len - piece->last);
	return err;
}

char *import_pool_buffer(struct import_pool *pool)
{
	return piece_at(pool, pool->fed)->text;
}

/* Hands over the next piece, @len bytes long and with lines that end in it. */
static void queue(struct import_pool *pool, struct piece *piece, size_t len)
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

int import_pool_feed(struct import_pool *pool, size_t len)
{
	struct piece *piece = piece_at(pool, pool->fed);
	int err;

	pool->bytes += len;
	if (!pool->started && pool->bytes >= IMPORT_POOL_AFTER)
		start_threads(pool);
	if (!pool->n_threads || len < IMPORT_POOL_PIECE) {
		err = import_pool_drain(pool);
		return err ? err : importer_feed(pool->im, piece->text, len);
	}
	queue(pool, piece, len);
	/* One buffer is left for the caller to fill. */
	if (pool->fed - pool->taken == IMPORT_POOL_BUFFERS)
		return take_oldest(pool);
	return 0;
}

int import_pool_drain(struct import_pool *pool)
{
	int err = 0;

	while (pool->taken != pool->fed && !err)
		err = take_oldest(pool);
	return err;
}
