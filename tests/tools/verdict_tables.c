// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prints how often checks of simulated builds fail, with and without a difference, as
 * the Markdown tables of docs/limits.md. Usage: verdict_tables TABLE [TRIALS]
 */
#include "verdict_simulation.h"

static size_t trials = 1000;

static const size_t limit_counts[] = {1, 5, 24, 50, 200};

#define N_COUNTS (sizeof(limit_counts) / sizeof(limit_counts[0]))

/* Prints the share of one verdict, in percent. */
static void print_share(const struct simulation *s, enum check_verdict verdict)
{
	/* They take longest, and vary least. */
	const size_t files = s->n_limits > 24 ? trials / 3 + 1 : trials;
	size_t n[CHECK_VERDICTS] = {0};

	count_simulated(s, files, n);
	printf(" %.1f |", 100 * (double)n[verdict] / (double)files);
	fflush(stdout);
}

static void print_title(const char *first, const char *const *titles, size_t n)
{
	printf("\n| %s |", first);
	for (size_t i = 0; i < n; i++)
		printf(" %s |", titles[i]);
	printf("\n|---|");
	for (size_t i = 0; i < n; i++)
		printf("--:|");
	printf("\n");
}

static void print_power(void)
{
	static const size_t runs[] = {10, 12, 15, 20};
	static const char *const titles[] = {"10 runs: 1 sd", "2 sd", "3 sd",
					     "12 runs: 1 sd", "2 sd", "3 sd",
					     "15 runs: 1 sd", "2 sd", "3 sd",
					     "20 runs: 1 sd", "2 sd", "3 sd"};

	print_title("limits", titles, 12);
	for (size_t i = 0; i < N_COUNTS; i++) {
		printf("| %zu |", limit_counts[i]);
		for (size_t j = 0; j < 12; j++)
			print_share(
				&(struct simulation){
					.limits = "[* * total]\n"
						  "max-regression-mean = 0%\n",
					.n_limits = limit_counts[i],
					.n_slowed = 1,
					.runs = runs[j / 3],
					.sd = 0.01,
					.slowdown = 0.01 * (double)(j % 3 + 1)},
				CHECK_FAIL);
		printf("\n");
	}
}

/* Files that fail: no difference, 4 % under a limit of 5 %, and 5 %. */
static void print_false_fails(void)
{
	static const char *const titles[] = {
		"equal, limit 0 %", "4 % slower, limit 5 %",
		"5 % slower, limit 5 %", "equal: inconclusive"};

	print_title("limits", titles, 4);
	for (size_t i = 0; i < N_COUNTS; i++) {
		struct simulation s = {.limits = "[* * total]\n"
						 "max-regression-mean = 0%\n",
				       .n_limits = limit_counts[i],
				       .n_slowed = limit_counts[i],
				       .runs = 12,
				       .sd = 0.01};
		struct simulation equal = s;

		printf("| %zu |", limit_counts[i]);
		print_share(&s, CHECK_FAIL);
		s.limits = "[* * total]\nmax-regression-mean = 5%\n";
		s.slowdown = 0.04;
		print_share(&s, CHECK_FAIL);
		s.slowdown = 0.05;
		print_share(&s, CHECK_FAIL);
		print_share(&equal, CHECK_INCONCLUSIVE);
		printf("\n");
	}
}

/* Files without a difference that fail at one of the looks at 10, 15, … 30 runs. */
static void print_looks(void)
{
	static const char *const titles[] = {"looks = 1", "looks = 5"};
	static const char *const limits[] = {
		"[* * total]\nmax-regression-mean = 0%\n",
		"[defaults]\nlooks = 5\n[* * total]\nmax-regression-mean = "
		"0%\n"};

	print_title("limits", titles, 2);
	for (size_t i = 0; i < 3; i++) {
		printf("| %zu |", limit_counts[i]);
		for (size_t j = 0; j < 2; j++) {
			const struct simulation s = {.limits = limits[j],
						     .n_limits =
							     limit_counts[i],
						     .runs = 30,
						     .sd = 0.01};

			printf(" %.1f |",
			       100 * (double)count_looks(&s, trials) /
				       (double)trials);
			fflush(stdout);
		}
		printf("\n");
	}
}

/* Files with a drift of the machine that fail: without a difference, and with 3 sd. */
static void print_order(void)
{
	static const char *const titles[] = {"A B B A", "blocks", "shuffled",
					     "A B B A, all 3 sd slower"};
	static const double drifts[] = {0, 1, 3, 10};

	print_title("drift in sd, 24 limits", titles, 4);
	for (size_t i = 0; i < 4; i++) {
		struct simulation s = {.limits = "[* * total]\n"
						 "max-regression-mean = 0%\n",
				       .n_limits = 24,
				       .runs = 12,
				       .sd = 0.01,
				       .drift = 0.01 * drifts[i]};

		printf("| %g |", drifts[i]);
		for (s.order = SIMULATED_ABBA; s.order <= SIMULATED_SHUFFLED;
		     s.order++)
			print_share(&s, CHECK_FAIL);
		s.order = SIMULATED_ABBA;
		s.n_slowed = 24;
		s.slowdown = 0.03;
		print_share(&s, CHECK_FAIL);
		printf("\n");
	}
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*print)(void);
	} tables[] = {{"false-fails", print_false_fails},
		      {"power", print_power},
		      {"looks", print_looks},
		      {"order", print_order}};
	bool found = false;

	if (argc > 2)
		trials = strtoul(argv[2], NULL, 10);
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		if (argc < 2 || (strcmp(argv[1], "all") != 0 &&
				 strcmp(argv[1], tables[i].name) != 0))
			continue;
		random_state = 1;
		tables[i].print();
		found = true;
	}
	if (!found || !trials) {
		fprintf(stderr, "usage: verdict_tables all|false-fails|power|"
				"looks|order [TRIALS]\n");
		return 1;
	}
	return 0;
}
