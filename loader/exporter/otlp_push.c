// SPDX-License-Identifier: GPL-2.0-only
#include "otlp_push.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "alloc.h"
#include "clock.h"
#include "diag.h"
#include "otlp_headers.h"
#include "otlp_reports.h"

#define HEADERS_ENV  "OTEL_EXPORTER_OTLP_HEADERS"
#define ANSWER_BYTES 200 /* kept of an answer, for messages */
#define POLL_FDS     8

struct otlp_push {
	CURLM *multi;
	CURL *easy;
	struct curl_slist *headers;
	char *url;
	char *body;
	bool busy;    /* a request is on its way */
	bool down;    /* the last one failed, which was reported */
	bool partial; /* a partly accepted one was reported */
	uint64_t ready_ns, backoff_ns;
	uint64_t sent, failed;
	char answer[ANSWER_BYTES + 1];
	size_t answer_len;
};

/* Appends to the start of the answer, which alone is kept. */
static size_t append_answer(char *data, size_t size, size_t n, void *ctx)
{
	struct otlp_push *p = ctx;
	size_t len = size * n;

	if (len > ANSWER_BYTES - p->answer_len)
		len = ANSWER_BYTES - p->answer_len;
	memcpy(p->answer + p->answer_len, data, len);
	p->answer_len += len;
	return size * n;
}

static void add_header(struct otlp_push *p, const char *line)
{
	struct curl_slist *more = curl_slist_append(p->headers, line);

	if (!more)
		out_of_memory();
	p->headers = more;
}

/*
 * Adds "name=value,name=value" of the environment. A warning has no part of the text,
 * which may be a password.
 */
static void add_headers(struct otlp_push *p)
{
	char *list = xstrdup(getenv(HEADERS_ENV)), *rest = list, *pair;

	for (unsigned int n = 1; (pair = strsep(&rest, ",")); n++) {
		char *line = otlp_header(pair);

		if (line)
			add_header(p, line);
		else
			diag_warning("header %u of " HEADERS_ENV
				     " is ignored: not name=value",
				     n);
		free(line);
	}
	free(list);
}

/* Completes a URL without a path. Returns false if it is none of HTTP. */
static bool set_url(struct otlp_push *p, const char *url)
{
	char *scheme = NULL, *host = NULL, *path = NULL, *whole = NULL;
	CURLU *u = curl_url();
	bool valid;

	if (!u)
		out_of_memory();
	valid = !curl_url_set(u, CURLUPART_URL, url, 0) &&
		!curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) &&
		(!strcmp(scheme, "http") || !strcmp(scheme, "https")) &&
		!curl_url_get(u, CURLUPART_HOST, &host, 0) &&
		!curl_url_get(u, CURLUPART_PATH, &path, 0) &&
		(strcmp(path, "/") ||
		 !curl_url_set(u, CURLUPART_PATH, OTLP_PATH, 0)) &&
		!curl_url_get(u, CURLUPART_URL, &whole, 0);
	if (valid)
		p->url = xstrdup(whole);
	curl_free(scheme);
	curl_free(host);
	curl_free(path);
	curl_free(whole);
	curl_url_cleanup(u);
	return valid;
}

static bool set_options(struct otlp_push *p)
{
	CURL *e = p->easy;

	add_header(p, "Content-Type: " OTLP_TYPE);
	add_headers(p);
	return !curl_easy_setopt(e, CURLOPT_URL, p->url) &&
	       !curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https") &&
	       !curl_easy_setopt(e, CURLOPT_POST, 1L) &&
	       !curl_easy_setopt(e, CURLOPT_HTTPHEADER, p->headers) &&
	       !curl_easy_setopt(e, CURLOPT_USERAGENT,
				 "scmi-perf/" SCMI_PERF_VERSION) &&
	       !curl_easy_setopt(e, CURLOPT_TIMEOUT, (long)OTLP_TIMEOUT_S) &&
	       !curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L) &&
	       !curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, append_answer) &&
	       !curl_easy_setopt(e, CURLOPT_WRITEDATA, p);
}

int otlp_push_open(const char *url, struct otlp_push **out)
{
	struct otlp_push *p = xcalloc(1, sizeof(*p));

	curl_global_init(CURL_GLOBAL_DEFAULT);
	if (!set_url(p, url)) {
		diag_error("'%s' is not a URL of http or https", url);
		otlp_push_close(p);
		return -EINVAL;
	}
	p->multi = curl_multi_init();
	p->easy = curl_easy_init();
	if (!p->multi || !p->easy || !set_options(p)) {
		diag_error("libcurl cannot be set up for '%s'", p->url);
		otlp_push_close(p);
		return -ENOTSUP;
	}
	*out = p;
	return 0;
}

bool otlp_push_is_ready(const struct otlp_push *p)
{
	return !p->busy && monotonic_ns() >= p->ready_ns;
}

uint64_t otlp_push_due(const struct otlp_push *p, uint64_t want_ns)
{
	if (p->busy)
		return 0;
	return p->ready_ns > want_ns ? p->ready_ns : want_ns;
}

void otlp_push_send(struct otlp_push *p, const struct protobuf *body)
{
	free(p->body);
	p->body = xmemdup(body->data, body->len);
	p->answer_len = 0;
	curl_easy_setopt(p->easy, CURLOPT_POSTFIELDS, p->body);
	curl_easy_setopt(p->easy, CURLOPT_POSTFIELDSIZE_LARGE,
			 (curl_off_t)body->len);
	if (curl_multi_add_handle(p->multi, p->easy))
		out_of_memory();
	p->busy = true;
	otlp_push_run(p);
}

/* Reports the first failure of several, and waits longer after each. */
static void note_failure(struct otlp_push *p, const char *why, bool again)
{
	curl_off_t wait_s = 0;

	p->failed++;
	if (!p->down)
		diag_warning("send metrics to %s: %s%s%s", p->url, why,
			     p->answer_len ? ": " : "", p->answer);
	p->down = true;
	p->backoff_ns = p->backoff_ns ? p->backoff_ns * 2 : OTLP_BACKOFF_NS;
	curl_easy_getinfo(p->easy, CURLINFO_RETRY_AFTER, &wait_s);
	if (!again || p->backoff_ns > OTLP_BACKOFF_MAX_NS)
		p->backoff_ns = OTLP_BACKOFF_MAX_NS;
	p->ready_ns = monotonic_ns() + p->backoff_ns;
	if (wait_s > 0 && wait_s <= 3600)
		p->ready_ns = monotonic_ns() + (uint64_t)wait_s * 1000000000u;
}

/*
 * The answer to a request that was accepted in full is empty, or has an empty
 * partial_success: field 1 without content.
 */
static bool is_partial(const struct otlp_push *p)
{
	static const char accepted[] = {1 << 3 | 2, 0};

	return p->answer_len && (p->answer_len != sizeof(accepted) ||
				 memcmp(p->answer, accepted, sizeof(accepted)));
}

static void note_success(struct otlp_push *p)
{
	if (p->down)
		diag_info("%s accepts metrics again, after %llu failed "
			  "requests",
			  p->url, (unsigned long long)p->failed);
	if (is_partial(p) && !p->partial) {
		diag_warning("%s has accepted only a part of the metrics: %s",
			     p->url, p->answer);
		p->partial = true;
	}
	p->down = false;
	p->backoff_ns = p->ready_ns = 0;
	p->sent++;
}

/* Statuses after which a request may be sent again (OTLP 1.3, "Retryable Responses"). */
static bool is_temporary(long status)
{
	return status == 429 || status == 502 || status == 503 || status == 504;
}

static void note_end(struct otlp_push *p, CURLcode result)
{
	long status = 0;
	char why[32];

	curl_easy_getinfo(p->easy, CURLINFO_RESPONSE_CODE, &status);
	p->answer[p->answer_len] = '\0';
	curl_multi_remove_handle(p->multi, p->easy);
	p->busy = false;
	if (result) {
		p->answer_len = 0;
		p->answer[0] = '\0';
		note_failure(p, curl_easy_strerror(result), true);
	} else if (status / 100 == 2) {
		note_success(p);
	} else {
		snprintf(why, sizeof(why), "status %ld", status);
		note_failure(p, why, is_temporary(status));
	}
}

void otlp_push_run(struct otlp_push *p)
{
	CURLMsg *m;
	int running, left;

	if (!p || !p->busy)
		return;
	curl_multi_perform(p->multi, &running);
	while ((m = curl_multi_info_read(p->multi, &left)))
		if (m->msg == CURLMSG_DONE) {
			note_end(p, m->data.result);
			return;
		}
}

int otlp_push_poll(struct otlp_push *p, struct pollfd *fds, unsigned int n,
		   int ms)
{
	struct curl_waitfd extra[POLL_FDS];
	unsigned int used = 0;
	int ready = 0;

	if (!p || !p->busy || n > POLL_FDS)
		return poll(fds, n, ms);
	for (unsigned int i = 0; i < n; i++)
		if (fds[i].fd >= 0)
			extra[used++] = (struct curl_waitfd){
				.fd = fds[i].fd, .events = CURL_WAIT_POLLIN};
	curl_multi_poll(p->multi, extra, used, ms < 0 ? 1000 : ms, &ready);
	used = 0;
	for (unsigned int i = 0; i < n; i++)
		fds[i].revents =
			fds[i].fd >= 0 && extra[used++].revents ? POLLIN : 0;
	return ready;
}

void otlp_push_finish(struct otlp_push *p)
{
	while (p->busy) {
		otlp_push_poll(p, NULL, 0, 100);
		otlp_push_run(p);
	}
}

uint64_t otlp_push_sent(const struct otlp_push *p)
{
	return p ? p->sent : 0;
}

uint64_t otlp_push_failed(const struct otlp_push *p)
{
	return p ? p->failed : 0;
}

void otlp_push_close(struct otlp_push *p)
{
	if (!p)
		return;
	if (p->busy)
		curl_multi_remove_handle(p->multi, p->easy);
	curl_easy_cleanup(p->easy);
	curl_multi_cleanup(p->multi);
	curl_slist_free_all(p->headers);
	free(p->url);
	free(p->body);
	free(p);
}
