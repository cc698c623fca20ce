// SPDX-License-Identifier: GPL-2.0-only
#include "trace_reader.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <bpf/libbpf.h>

#include "alloc.h"
#include "diag.h"
#include "stack_frames.h"

/* Events per call, so that the caller can handle signals in between. */
#define BATCH 1024

struct trace_reader {
	struct recorder *recorder;
	struct ring_buffer *ring;
	struct kernel_functions *functions; /* NULL: do not resolve stacks */
	trace_sink sink;
	void *ctx;
	int left; /* events of this batch */
	struct trace_line line;
};

static void name_frames(struct trace_reader *t, const struct trace_event *e)
{
	t->line.n_frames = 0;
	if (t->functions && e->stack_len > 0)
		stack_frames_name(&t->line, t->functions, e->stack,
				  (size_t)e->stack_len / sizeof(e->stack[0]));
}

static int handle_event(void *ctx, void *data, size_t len)
{
	struct trace_reader *t = ctx;

	(void)len; /* our BPF programs wrote the event: it is complete */
	t->line.event = data;
	t->line.key = recorder_key(t->recorder, t->line.event->key);
	name_frames(t, t->line.event);
	t->sink(t->ctx, &t->line);
	return --t->left ? 0 : -EAGAIN;
}

int trace_reader_open(struct recorder *r, bool stack, trace_sink sink,
		      void *ctx, struct trace_reader **out)
{
	struct trace_reader *t = xcalloc(1, sizeof(*t));

	t->recorder = r;
	t->sink = sink;
	t->ctx = ctx;
	t->ring = ring_buffer__new(recorder_ring(r), handle_event, t, NULL);
	if (!t->ring) {
		int err = -errno;

		diag_error("map the ring buffer of events: %s", strerror(-err));
		trace_reader_close(t);
		return err;
	}
	if (stack)
		t->functions = stack_frames_functions();
	*out = t;
	return 0;
}

int trace_reader_fd(const struct trace_reader *t)
{
	return ring_buffer__epoll_fd(t->ring);
}

int trace_reader_read(struct trace_reader *t)
{
	int n;

	t->left = BATCH;
	n = ring_buffer__consume(t->ring);
	if (n == -EAGAIN && !t->left)
		return 1;
	if (n < 0)
		diag_error("read the ring buffer of events: %s", strerror(-n));
	return n < 0 ? n : 0;
}

void trace_reader_close(struct trace_reader *t)
{
	if (!t)
		return;
	ring_buffer__free(t->ring);
	kernel_functions_free(t->functions);
	free(t);
}
