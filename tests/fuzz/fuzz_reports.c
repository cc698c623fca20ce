// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes two sets of runs from the input and writes every report of them. JSON
 * parses, markup balances, and no text controls a terminal or a CI runner.
 */
#include <jansson.h>

#include "ci_reports.h"
#include "fuzz_output.h"
#include "history_text.h"
#include "html_page.h"
#include "json_reports.h"
#include "limits_file.h"
#include "profile_json.h"
#include "text_reports.h"

static void add_run(struct profile *p, struct fuzz_input *in)
{
	struct run *run = profile_add_run(p);
	char *name = fuzz_string(in), *how = fuzz_string(in);

	run->source = fuzz_byte(in) % SOURCES;
	run->kernel = fuzz_string(in);
	run->host = fuzz_string(in);
	run->command = fuzz_string(in);
	run->label = fuzz_byte(in) & 1 ? fuzz_string(in) : NULL;
	run->start_unix_s = fuzz_number(in);
	run->duration_ns = fuzz_number(in);
	run->resolution_ns = 1 + fuzz_byte(in);
	run->deterministic = fuzz_byte(in) & 1;
	run->self_runs = fuzz_byte(in);
	run_add_hook(run, name, how);
	free(name);
	free(how);
}

static void add_transfers(struct series *s, struct fuzz_input *in)
{
	const uint64_t completed = fuzz_byte(in) % 16;
	const uint64_t timed_out = fuzz_byte(in) % 3;

	for (uint64_t i = 0; i < completed; i++) {
		const uint64_t ns = fuzz_number(in) >> 8;

		hist_add(&s->phase[LC_TOTAL], ns);
		hist_add(&s->phase[LC_TRANSPORT], ns / 3);
		hist_add(&s->phase[LC_WAKEUP], ns - ns / 3);
	}
	for (uint64_t i = 0; i < timed_out; i++)
		hist_add(&s->phase[LC_TIMEOUT], fuzz_number(in) >> 8);
	s->in_flight = fuzz_byte(in) % 3;
	s->counter[LC_COMPLETED] = completed;
	s->counter[LC_TIMED_OUT] = timed_out;
	s->counter[LC_ERRORS] = completed / 2;
	s->status[fuzz_byte(in) % LC_STATUSES] = completed / 3;
	s->counter[LC_BEGUN] = completed + timed_out + s->in_flight;
	s->anomaly[LA_TIMEOUT] = timed_out;
}

static void add_series(struct profile *p, struct fuzz_input *in)
{
	const struct series_key key = {.instance = fuzz_byte(in),
				       .transport = fuzz_byte(in) % TRANSPORTS,
				       .channel = fuzz_byte(in),
				       .protocol = fuzz_byte(in),
				       .message = fuzz_byte(in),
				       .type = fuzz_byte(in) % MESSAGE_TYPES};
	struct anomaly_event event = {.key = key, .kind = LA_TIMEOUT};
	const size_t n = p->n_series;
	struct series *s = profile_series(p, key);

	if (p->n_series == n)
		return;
	if (key.type == MESSAGE_NOTIFICATION) {
		s->counter[LC_NOTIFIED] = fuzz_byte(in);
		return;
	}
	add_transfers(s, in);
	if (!s->anomaly[LA_TIMEOUT])
		return;
	event.token = fuzz_byte(in);
	event.cpu = fuzz_byte(in);
	event.pid = fuzz_byte(in);
	event.time_ns = fuzz_number(in);
	for (size_t i = 0; i + 1 < sizeof(event.comm); i++)
		event.comm[i] = (char)fuzz_byte(in);
	profile_add_event(p, &event);
}

/* Reads a profile as a file would contain it. Returns false if it is refused. */
static bool read_profile(struct profile *p, struct fuzz_input *in)
{
	char *json, why[160];
	struct profile made = {0};
	bool valid;
	size_t len;

	*p = (struct profile){0};
	add_run(&made, in);
	for (int n = 1 + fuzz_byte(in) % 4; n; n--)
		add_series(&made, in);
	made.lost[fuzz_byte(in) % LOST_CAUSES] = fuzz_byte(in) % 2;
	made.unparsed_lines = fuzz_byte(in) % 2;
	MUST(!profile_encode(&made, &json, &len));
	valid = profile_decode(p, json, len, why, sizeof(why)) ==
		PROFILE_JSON_OK;
	free(json);
	profile_free(&made);
	return valid;
}

static void write_page(struct page page, FILE *out)
{
	html_page(&page, out);
}

static void check_checks(const struct run_set *a, const struct run_set *b,
			 const char *path)
{
	static const char limits[] = "[* * total]\np99 = 1us\ntimeouts = 0\n"
				     "anomalies = 0\nmax-regression-p50 = 5%\n";
	struct limits_error error;
	struct limits l;
	struct check c;

	MUST(!limits_parse(&l, limits, strlen(limits), &error));
	if (!check_evaluate(&c, &l, path, b, a)) {
		CHECK(TEXT, check_text(&c, path, out));
		CHECK(JSON, check_json(&c, path, out));
		CHECK(MARKUP, check_junit(&c, path, out));
		CHECK(TEXT, check_markdown(&c, path, out));
		CHECK(PLAIN, check_github(&c, path, out));
	}
	check_free(&c);
	limits_free(&l);
}

static void check_report(struct profile *p, struct fuzz_input *in)
{
	struct view_options o = {.phases = fuzz_byte(in),
				 .top = fuzz_byte(in) % 3,
				 .sort = fuzz_byte(in) % VIEW_SORTS,
				 .sorted = true,
				 .filter.one_transport = fuzz_byte(in) % 8 ==
							 0};
	struct report_view v;

	report_view_init(&v, p, &o);
	CHECK(TEXT, report_text(&v, out));
	CHECK(JSON, report_json(&v, out));
	CHECK(TEXT, report_markdown(&v, out));
	CHECK(MARKUP, write_page(report_page(&v), out));
	report_view_free(&v);
}

static void check_comparison(const struct run_set *a, const struct run_set *b)
{
	struct comparison c;

	compare_sets(&c, a, b);
	CHECK(TEXT, compare_text(&c, out));
	CHECK(JSON, compare_json(&c, out));
	CHECK(TEXT, compare_markdown(&c, out));
	CHECK(MARKUP, write_page(compare_page(&c), out));
	comparison_free(&c);
}

/* The limits of any floors are a valid limits file. */
static void check_noise(const struct run_set *runs, struct fuzz_input *in)
{
	struct noise_floor floors[8];
	struct noise n = {.runs = runs, .floors = floors, .half = runs->n};
	const struct profile *p = &runs->profile[0];
	struct limits_error error;
	struct limits l;
	char *file;
	size_t size;
	FILE *f;

	for (size_t i = 0; i < p->n_series && n.n < 8; i++)
		floors[n.n++] = (struct noise_floor){
			.key = p->series[i].key,
			.phase = fuzz_byte(in) % LC_PHASES,
			.statistic = fuzz_byte(in) % STAT_COMPARED,
			.median = (double)fuzz_number(in),
			.floor_ns = (double)(fuzz_number(in) >> 8),
			.relative = fuzz_byte(in)};
	CHECK(JSON, noise_json(&n, out));
	CHECK(PLAIN, starter_limits(runs, out));
	f = open_memstream(&file, &size);
	MUST(f);
	noise_limits(&n, f);
	MUST(!fclose(f));
	check_plain(file);
	/* Notifications without a name have no section. */
	if (strstr(file, "\n\n[")) {
		MUST(!limits_parse(&l, file, size, &error));
		limits_free(&l);
	}
	free(file);
}

/* All phases, and a change at the first recording, which has no side before it. */
static void check_history(const struct run_set *runs, struct fuzz_input *in)
{
	char *accepted[] = {fuzz_string(in), runs->profile[0].runs[0].label};
	const struct history_options o = {
		.statistics = fuzz_byte(in),
		.phases = fuzz_byte(in),
		.accepted = accepted,
		.n_accepted = accepted[1] ? 2 : 1,
		.last = fuzz_byte(in) % 4,
	};
	struct history h;
	size_t from, end;

	history_init(&h, runs, &o);
	history_baseline(&h, &from, &end);
	MUST(from < end && end <= runs->n);
	CHECK(TEXT, history_text(&h, fuzz_byte(in) & 1, out));
	CHECK(JSON, history_json(&h, out));
	CHECK(MARKUP, write_page(history_page(&h), out));
	history_free(&h);
	free(accepted[0]);
}

/* The first byte selects the subject, because all of them are slow. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	const uint8_t subject = fuzz_byte(&in) % 5;
	char *path = fuzz_string(&in);
	const char *paths[4] = {path, path, path, path};
	const size_t n = subject ? 1 + fuzz_byte(&in) % 2 : 1;
	struct profile runs[4];
	struct run_set a = {.profile = runs, .path = paths, .n = n};
	struct run_set b = {.profile = runs + n, .path = paths, .n = n};
	struct run_set both = {.profile = runs, .path = paths, .n = 2 * n};
	const size_t all = subject ? 2 * n : 1;
	bool valid = true;

	for (size_t i = 0; i < all; i++)
		valid &= read_profile(&runs[i], &in);
	if (valid && subject) {
		run_set_sum(&a);
		run_set_sum(&b);
		run_set_sum(&both);
	}
	if (valid && subject == 0)
		check_report(runs, &in);
	if (valid && subject == 1)
		check_comparison(&a, &b);
	if (valid && subject == 2)
		check_checks(&a, &b, path);
	if (valid && subject == 3)
		check_noise(&a, &in);
	if (valid && subject == 4)
		check_history(&both, &in);
	for (size_t i = 0; i < all; i++)
		profile_free(&runs[i]);
	profile_free(&a.all);
	profile_free(&b.all);
	profile_free(&both.all);
	free(path);
	return 0;
}
