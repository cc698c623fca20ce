// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes two sets of runs from the input and writes every report of them, or of one
 * profile. JSON parses, markup balances, and no text controls a terminal or a CI runner.
 */
#include <jansson.h>

#include "check_reports.h"
#include "history_text.h"
#include "limits_file.h"
#include "made_profile.h"

/* Maximum number of runs: enough for a change in a history. */
#define RUNS 12

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
	const struct view_options o = {.phases = fuzz_byte(in),
				       .top = fuzz_byte(in) % 3,
				       .sort = fuzz_byte(in) % VIEW_SORTS,
				       .sorted = true,
				       .filter.one_transport =
					       fuzz_byte(in) % 8 == 0};

	check_reports(p, &o);
}

static void check_comparison(const struct run_set *a, const struct run_set *b)
{
	struct comparison c;

	compare_sets(&c, a, b);
	CHECK(TEXT, compare_text(&c, out));
	CHECK(JSON, compare_json(&c, out));
	CHECK(TEXT, compare_markdown(&c, out));
	check_page(compare_page(&c));
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
	check_page(history_page(&h));
	history_free(&h);
	free(accepted[0]);
}

/* Makes @n runs in groups of @same equal ones, so that a history has a change. */
static void make_runs(struct profile *runs, size_t n, size_t same,
		      struct fuzz_input *in)
{
	struct fuzz_input start = *in;

	for (size_t i = 0; i < n; i++) {
		if (i % same)
			*in = start;
		else
			start = *in;
		make_profile(&runs[i], i >= same ? runs : NULL, in);
	}
}

static void check_subject(uint8_t subject, const struct run_set *a,
			  const struct run_set *b, const struct run_set *both,
			  struct fuzz_input *in)
{
	switch (subject) {
	case 0:
		check_comparison(a, b);
		break;
	case 1:
		check_checks(a, b, a->path[0]);
		break;
	case 2:
		check_noise(a, in);
		break;
	default:
		check_history(both, in);
	}
}

/* The first byte selects the subject, because all of them are slow. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	const uint8_t subject = fuzz_byte(&in) % 5, sizes = fuzz_byte(&in);
	char *path = fuzz_string(&in);
	const char *paths[RUNS];
	/* On each side; often enough for a change between the two. */
	const size_t n = 1 + (size_t)sizes % (RUNS / 2);
	const size_t same = sizes < 128 ? n : 1 + (size_t)sizes % 4;
	struct profile runs[RUNS];
	struct run_set a = {.profile = runs, .path = paths, .n = n};
	struct run_set b = {.profile = runs + n, .path = paths, .n = n};
	struct run_set both = {.profile = runs, .path = paths, .n = 2 * n};

	for (size_t i = 0; i < RUNS; i++)
		paths[i] = path;
	if (subject == 4) {
		make_profile(runs, NULL, &in);
		check_report(runs, &in);
		profile_free(runs);
		free(path);
		return 0;
	}
	make_runs(runs, 2 * n, same, &in);
	run_set_sum(&a);
	run_set_sum(&b);
	run_set_sum(&both);
	check_subject(subject, &a, &b, &both, &in);
	for (size_t i = 0; i < 2 * n; i++)
		profile_free(&runs[i]);
	profile_free(&a.all);
	profile_free(&b.all);
	profile_free(&both.all);
	free(path);
	return 0;
}
