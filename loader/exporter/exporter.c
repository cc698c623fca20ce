// SPDX-License-Identifier: GPL-2.0-only
#include "exporter.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "accept_header.h"
#include "alloc.h"
#include "atomic_file.h"
#include "clock.h"
#include "diag.h"
#include "http_server.h"
#include "otlp_push.h"
#include "otlp_reports.h"
#include "prometheus_reports.h"
#include "stop_signals.h"

/* The time at the end for answers on their way, and for input that is there. */
#define DRAIN_NS UINT64_C(1000000000)
#define REST_NS	 UINT64_C(5000000000)

struct exporter {
	const struct exporter_options *options;
	struct top_source *source;
	const struct profile *profile;
	struct series_limit limit;
	struct exporter_counts counts;
	struct http_server *server;
	struct otlp_push *push;
	uint64_t start_unix_ns;
	/* CLOCK_MONOTONIC */
	uint64_t next_ns, next_file_ns, next_push_ns;
};

/* Fills in @p with all counts. Returns 0 or -errno, reported. */
static int read_profile(struct exporter *x, struct profile *p)
{
	if (x->source)
		return x->source->profile(x->source, p);
	profile_merge(p, x->profile);
	return 0;
}

/* Fills in @p and @e. Returns 0 or -errno, reported. */
static int make_exposition(struct exporter *x, struct profile *p,
			   struct exposition *e)
{
	const int err = read_profile(x, p);

	if (err)
		return err;
	if (!x->options->by_resource)
		profile_sum_resources(p);
	x->counts.refused = x->server ? http_server_refused(x->server) : 0;
	x->counts.pushes = otlp_push_sent(x->push);
	x->counts.failed_pushes = otlp_push_failed(x->push);
	*e = (struct exposition){.profile = p,
				 .exporter = &x->counts,
				 .folded = series_limit_apply(&x->limit, p),
				 .phases = x->options->phases};
	return 0;
}

/* Returns 0 or -errno, reported. The caller frees @body->data. */
static int make_body(struct exporter *x, bool protobuf, struct http_body *body)
{
	struct profile p = {0};
	struct exposition e;
	struct protobuf bytes = {0};
	int err = make_exposition(x, &p, &e);
	FILE *out;

	if (err)
		goto out;
	if (protobuf) {
		prometheus_protobuf(&e, &bytes);
		*body = (struct http_body){PROMETHEUS_PROTOBUF_TYPE, bytes.data,
					   bytes.len};
		goto out;
	}
	body->type = PROMETHEUS_TEXT_TYPE;
	out = xopen_memstream(&body->data, &body->len);
	prometheus_text(&e, out);
	if (fclose(out))
		out_of_memory();
out:
	profile_free(&p);
	return err;
}

static const char front_page[] =
	"<!doctype html><title>scmi-perf exporter</title>"
	"<p><a href=\"/metrics\">Metrics</a> of scmi-perf for Prometheus</p>\n";

static bool answer(void *ctx, const char *path, const char *accept,
		   struct http_body *body)
{
	struct exporter *x = ctx;
	const uint64_t start_ns = monotonic_ns();

	if (!strcmp(path, "/")) {
		*body = (struct http_body){"text/html", xstrdup(front_page),
					   sizeof(front_page) - 1};
		return true;
	}
	if (strcmp(path, "/metrics"))
		return false;
	if (make_body(x, accept_prefers_protobuf(accept), body))
		return false;
	x->counts.scrapes++;
	x->counts.scrape_ns += monotonic_ns() - start_ns;
	return true;
}

/* Returns 0 or -errno, reported. */
static int write_file(struct exporter *x)
{
	const char *path = x->options->textfile;
	struct http_body body;
	int err = make_body(x, false, &body);

	if (err)
		return err;
	err = atomic_file_write(path, body.data, body.len);
	free(body.data);
	if (err)
		diag_error("write %s: %s", atomic_file_name(path),
			   strerror(-err));
	return err;
}

/* Sends all counts. Returns 0 or -errno, reported. */
static int push(struct exporter *x)
{
	struct profile p = {0};
	struct exposition e;
	struct protobuf body = {0};
	struct utsname u;
	int err = make_exposition(x, &p, &e);

	uname(&u);
	if (!err) {
		const struct otlp_request r = {
			.exposition = &e,
			.host = u.nodename,
			.start_unix_ns = x->start_unix_ns,
			.now_unix_ns = clock_ns(CLOCK_REALTIME)};

		otlp_metrics(&r, &body);
		otlp_push_send(x->push, &body);
	}
	protobuf_free(&body);
	profile_free(&p);
	return err;
}

static uint64_t after(uint64_t next_ns, uint64_t step_ns)
{
	const uint64_t now = monotonic_ns();

	return next_ns + step_ns > now ? next_ns + step_ns : now + step_ns;
}

/* After the end of the source, its counts can still be scraped. */
static int note_source(struct exporter *x, int more)
{
	if (more < 0)
		return more;
	x->counts.source_ended = !more;
	return 0;
}

/* Does the work that is due. @input: the source has input. Returns 0 or -errno, reported. */
static int step(struct exporter *x, bool input)
{
	struct top_source *s = x->source;
	int err = 0;

	if (input)
		err = note_source(x, s->read(s));
	if (!err && !x->counts.source_ended && monotonic_ns() >= x->next_ns) {
		x->next_ns = after(x->next_ns, EXPORTER_STEP_NS);
		err = note_source(x, s->refresh(s));
	}
	if (x->server)
		http_server_run(x->server);
	if (!err && x->options->textfile && monotonic_ns() >= x->next_file_ns) {
		x->next_file_ns =
			after(x->next_file_ns, x->options->interval_ns);
		err = write_file(x);
	}
	otlp_push_run(x->push);
	if (!err && x->push && monotonic_ns() >= x->next_push_ns &&
	    otlp_push_is_ready(x->push)) {
		x->next_push_ns =
			after(x->next_push_ns, x->options->interval_ns);
		err = push(x);
	}
	return err;
}

static int smaller(int a, int b)
{
	return a < 0 || (b >= 0 && b < a) ? b : a;
}

/* Time until something is due, in ms; -1: never. */
static int wait_ms(const struct exporter *x)
{
	int ms = x->server ? http_server_wait_ms(x->server) : -1;

	if (!x->counts.source_ended)
		ms = smaller(ms, milliseconds_until(x->next_ns));
	if (x->options->textfile)
		ms = smaller(ms, milliseconds_until(x->next_file_ns));
	if (x->push)
		ms = smaller(ms, milliseconds_until(otlp_push_due(
					 x->push, x->next_push_ns)));
	return ms;
}

static int serve(struct exporter *x, int signal_fd)
{
	int err = 0;

	while (!err && !(x->options->stopped && *x->options->stopped)) {
		struct pollfd on[] = {
			{.fd = signal_fd, .events = POLLIN},
			{.fd = x->counts.source_ended ? -1 : x->source->fd,
			 .events = POLLIN},
			{.fd = x->server ? http_server_fd(x->server) : -1,
			 .events = POLLIN},
		};

		otlp_push_poll(x->push, on, 3, wait_ms(x));
		if (on[0].revents)
			break;
		err = step(x, on[1].revents);
	}
	return err;
}

/* Reads the input that is there: a log may have grown since the last look. */
static void read_rest(struct exporter *x)
{
	const uint64_t end_ns = monotonic_ns() + REST_NS;
	struct top_source *s = x->source;
	int err;

	if (x->counts.source_ended)
		return;
	err = note_source(x, s->refresh(s));
	while (!err && !x->counts.source_ended && monotonic_ns() < end_ns) {
		struct pollfd on = {.fd = s->fd, .events = POLLIN};

		if (poll(&on, 1, 0) <= 0)
			return;
		err = note_source(x, s->read(s));
	}
}

/* Answers the requests that have come, and writes the last counts. */
static int finish(struct exporter *x)
{
	const uint64_t end_ns = monotonic_ns() + DRAIN_NS;

	while (x->server && http_server_drain(x->server) &&
	       monotonic_ns() < end_ns) {
		struct pollfd on = {.fd = http_server_fd(x->server),
				    .events = POLLIN};

		poll(&on, 1, 50);
		http_server_run(x->server);
	}
	read_rest(x);
	if (x->push) {
		int err;

		otlp_push_finish(x->push);
		err = push(x);
		if (err)
			return err;
		otlp_push_finish(x->push);
	}
	return x->options->textfile ? write_file(x) : 0;
}

static int start_server(struct exporter *x)
{
	struct listen_address a = x->options->address;
	char text[LISTEN_TEXT];
	int err;

	if (!x->options->listens)
		return 0;
	err = http_server_open(&a, answer, x, &x->server);
	if (!err)
		diag_info("metrics are at http://%s/metrics",
			  listen_address_text(&a, text));
	return err;
}

int exporter_run(const struct exporter_options *o, struct top_source *source,
		 const struct profile *profile)
{
	struct exporter x = {.options = o,
			     .source = source,
			     .profile = profile,
			     .limit = {.limit = o->max_series},
			     .counts = {.source_ended = !source},
			     .next_ns = monotonic_ns(),
			     .start_unix_ns = clock_ns(CLOCK_REALTIME),
			     .next_file_ns = monotonic_ns(),
			     .next_push_ns = monotonic_ns()};
	const int signal_fd = stop_signals_fd();
	int err;

	if (signal_fd < 0)
		return signal_fd;
	err = start_server(&x);
	if (!err && o->otlp)
		err = otlp_push_open(o->otlp, &x.push);
	if (!err)
		err = serve(&x, signal_fd);
	if (!err)
		err = finish(&x);
	http_server_close(x.server);
	otlp_push_close(x.push);
	series_limit_free(&x.limit);
	stop_signals_close(signal_fd);
	return err;
}
