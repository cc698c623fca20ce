// SPDX-License-Identifier: GPL-2.0-only
#include "glyphs.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "levels.h"

const char *cell_time(uint64_t ns, int width, char buf[CELL_LEN])
{
	static const struct {
		double ns;
		const char *format;
	} forms[] = {
		{1e3, "%.1f"},	{1e3, "%.0f"},	{1e6, "%.0fms"},
		{1e9, "%.1fs"}, {1e9, "%.0fs"},
	};

	if (ns == TOP_NO_VALUE)
		return strcpy(buf, "-");
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (snprintf(buf, CELL_LEN, forms[i].format,
			     (double)ns / forms[i].ns) <= width)
			return buf;
	return strcpy(buf, "long");
}

const char *cell_count(double n, int width, char buf[CELL_LEN])
{
	static const char *const units[] = {"", "k", "M", "G", "T", "P"};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		/* One decimal if there is a single digit before the point. */
		if (n < 9.95 && (i || (n > 0 && n < 0.95)) &&
		    snprintf(buf, CELL_LEN, "%.1f%s", n, units[i]) <= width)
			return buf;
		if (snprintf(buf, CELL_LEN, "%.0f%s", n, units[i]) <= width)
			return buf;
		n /= 1000;
	}
	return strcpy(buf, "max");
}

const char *cell_clock(uint64_t ns, char buf[CELL_LEN])
{
	const uint64_t s = ns / 1000000000;

	snprintf(buf, CELL_LEN, "%" PRIu64 ":%02d:%02d", s / 3600,
		 (int)(s / 60 % 60), (int)(s % 60));
	return buf;
}

/* The phases in bars; LC_PHASES stands for none of them. */
static const struct {
	enum top_ink ink;
	const char *utf8, *ascii;
} phases[LC_PHASES + 1] = {
	[LC_SUBMIT] = {INK_SUBMIT, "░", "."},
	[LC_DOORBELL] = {INK_DOORBELL, "▓", "+"},
	[LC_SERVICE] = {INK_SERVICE, "█", "#"},
	[LC_DISPATCH] = {INK_DISPATCH, "▒", "="},
	[LC_TRANSPORT] = {INK_SERVICE, "█", "#"},
	[LC_WAKEUP] = {INK_WAKEUP, "░", "-"},
	[LC_ANSWER] = {INK_PLAIN, " ", " "}, /* not in bars */
};

enum top_ink phase_ink(enum lc_phase phase)
{
	return phases[phase].ink;
}

const char *phase_glyph(const struct canvas *c, enum lc_phase phase)
{
	return c->utf8 ? phases[phase].utf8 : phases[phase].ascii;
}

void draw_phases(struct canvas *c, int row, int column, int width,
		 const struct top_figures *f, bool dim)
{
	const double all = top_phases_ns(f);
	double sum = 0;
	int drawn = 0;

	/* Each part ends at its rounded sum, so that errors do not add up. */
	for (int i = LC_SUBMIT; i <= LC_WAKEUP && all > 0; i++) {
		sum += (double)f->delta.phase[i].sum;
		for (; drawn < sum / all * width - 0.5; drawn++)
			canvas_text(c, row, column + drawn,
				    dim ? INK_DIM : phase_ink(i),
				    phase_glyph(c, i));
	}
}

void draw_bar(struct canvas *c, int row, int column, int width,
	      enum top_ink ink, double share)
{
	static const char *const eighths[] = {"▏", "▎", "▍", "▌",
					      "▋", "▊", "▉", "█"};
	int n = (int)(share * width * 8 + 0.5);

	if (share > 0 && n < 1)
		n = 1;
	for (int i = 0; i < width && n > 0; i++, n -= 8)
		canvas_text(c, row, column + i, ink,
			    c->utf8	 ? eighths[n < 8 ? n - 1 : 7]
			    : n < 4 && i ? " "
					 : "#");
}

/* The scale spans a factor of 4 at least, so that small changes look small. */
#define LEAST_OCTAVES 2

double log_share(double value, double least, double most)
{
	return log2(value / least) / fmax(log2(most / least), LEAST_OCTAVES);
}

void draw_bar_up(struct canvas *c, int row, int column, int height,
		 enum top_ink ink, double share)
{
	int n = (int)(share * height * LEVELS + 0.5);

	if (n < 1)
		n = 1;
	for (int i = height - 1; i >= 0 && n > 0; i--, n -= LEVELS)
		canvas_text(
			c, row + i, column, ink,
			level_glyph(c->utf8, n < LEVELS ? n - 1 : LEVELS - 1));
}

void draw_sparkline(struct canvas *c, int row, int column, int width,
		    const struct top_model *m, const struct top_row *r)
{
	uint64_t least = UINT64_MAX, most = 1;

	for (int i = 0; i < width; i++) {
		const uint64_t ns = top_history(m, r, (uint64_t)i);

		if (ns && ns < least)
			least = ns;
		if (ns > most)
			most = ns;
	}
	for (int i = 0; i < width; i++) {
		const uint64_t ns = top_history(m, r, (uint64_t)i);
		int level;

		if (!ns)
			continue;
		level = (int)(log_share((double)ns, (double)least,
					(double)most) *
				      (LEVELS - 1) +
			      0.5);
		canvas_text(c, row, column + width - 1 - i,
			    level < LEVELS / 2 ? INK_DIM : INK_PLAIN,
			    level_glyph(c->utf8, level));
	}
}
