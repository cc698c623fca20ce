// SPDX-License-Identifier: GPL-2.0-only
/*
 * Refreshes a live view of maps as the BPF programs write them: reads the changes,
 * updates model and view, and draws the page. scripts/bench-top computes the cost
 * of a refresh from the instructions of two runs.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "../unit/top_snapshot.h"

/* Returns the peak resident memory of this process in KiB. */
static long peak_memory(void)
{
	FILE *in = fopen("/proc/self/status", "re");
	char line[128];
	long kib = -1;

	while (in && fgets(line, sizeof(line), in))
		sscanf(line, "VmHWM: %ld", &kib);
	if (in)
		fclose(in);
	return kib;
}

int main(int argc, char **argv)
{
	unsigned int series, changed, refreshes;
	struct load l;

	if (argc != 5) {
		fputs("Usage: top-refresh SERIES CHANGED BUCKETS REFRESHES\n",
		      stderr);
		return 1;
	}
	setlocale(LC_CTYPE, "C.UTF-8");
	if (load_init(&l))
		return 1;
	series = (unsigned int)atoi(argv[1]);
	changed = (unsigned int)atoi(argv[2]);
	l.n_buckets = (unsigned int)atoi(argv[3]);
	refreshes = (unsigned int)atoi(argv[4]);
	if (!series || (series + 1) * LOAD_PAGES > REC_PAGES ||
	    changed > series || l.n_buckets > HIST_PAGE_BUCKETS) {
		fputs("top-refresh: argument out of range\n", stderr);
		return 1;
	}
	/* Refresh 0 sets up all series and is not counted. */
	for (unsigned int i = 0; i <= refreshes; i++) {
		for (unsigned int n = 0; n < (i ? changed : series); n++)
			load_traffic(&l, (n * 7 + i) % series);
		if (load_refresh(&l))
			return 1;
	}
	canvas_print(&l.canvas, stdout);
	printf("VmHWM %ld KiB\n", peak_memory());
	load_free(&l);
	return 0;
}
