// SPDX-License-Identifier: GPL-2.0-only
/* Reads events that mailers, terminals and encodings have wrapped. */
#include "unit_test.h"
#include "import_fixture.h"

#define MAX_TEXT 16384

/* Imports the text in pieces of several sizes. The result is the same. */
static struct result import_text(const char *text)
{
	const size_t len = strlen(text);
	struct result whole = import_bytes(text, len, len);

	for (size_t step = 1; step < 9; step += 7) {
		struct result r = import_bytes(text, len, step);

		assert_memory_equal(&r.st, &whole.st, sizeof(r.st));
		free_result(&r);
	}
	return whole;
}

#define HEAD "       cat-195     [000] .....  7044.0001"
#define ID   "pt=15 msg_id=06 seq=001A transfer_id=1A"

static const char *const lines[] = {
	HEAD "00: scmi_xfer_begin: " ID " poll=0",
	HEAD "10: scmi_xfer_response_wait: " ID " tmo_ms=30 poll=0",
	HEAD "80: scmi_rx_done: " ID " msg_type=0",
	HEAD "99: scmi_xfer_end: " ID " s=-110",
	NULL,
};

/* All of the transfer was read: it timed out. */
static void check_transfer(const struct result *r)
{
	assert_int_equal(r->p.unparsed_lines, 0);
	assert_int_equal(r->st.events, 4);
	check_counts(r, 0, 1, 0, 0, 0);
	check_phase(series_of(r, 6), LC_TIMEOUT, 1, 99000, 99000, 99000);
}

/* A terminal of any width, also one that cuts the status. */
static void terminal(void **state)
{
	for (size_t width = 48; width < 120; width++) {
		char text[MAX_TEXT], *to = text;
		struct result r;

		for (const char *const *l = lines; *l; l++)
			for (size_t i = 0; i < strlen(*l); i += width)
				to += sprintf(to, "%.*s\n", (int)width, *l + i);
		r = import_text(text);
		/* The first line of this width may end in its last field. */
		if (width != strlen(lines[3]) - 1 &&
		    width != strlen(lines[3]) - 2 &&
		    width != strlen(lines[3]) - 3)
			check_transfer(&r);
		free_result(&r);
	}
}

/* Wraps @line between words at @width, with a mark of quotation each. */
static char *wrap(char *to, const char *line, size_t width, const char *first,
		  const char *next)
{
	size_t used = strlen(first);

	to = stpcpy(to, first);
	while (*line) {
		size_t word = strspn(line, " ");

		word += strcspn(line + word, " ");
		if (used + word > width && used > strlen(next)) {
			to += sprintf(to, "\n%s", next);
			used = strlen(next);
			line += strspn(line, " ");
			word = strcspn(line, " ");
		}
		to += sprintf(to, "%.*s", (int)word, line);
		used += word;
		line += word;
	}
	return stpcpy(to, "\n");
}

/* Mailers wrap lines, of which the rest may have another depth of quotation. */
static void mailer(void **state)
{
	static const struct {
		const char *first, *next;
	} marks[] = {{"", ""},
		     {"> ", "> "},
		     {"> > ", "> "},
		     {">> ", ""},
		     {"| ", "| "}};

	for (size_t width = 60; width < 80; width++)
		for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
			char text[MAX_TEXT], *to = text;
			struct result r;

			for (const char *const *l = lines; *l; l++)
				to = wrap(to, *l, width, marks[i].first,
					  marks[i].next);
			r = import_text(text);
			check_transfer(&r);
			free_result(&r);
		}
}

/* Writes @line in quoted-printable, at most @width characters a line. */
static char *encode(char *to, const char *line, size_t width)
{
	size_t used = 0;

	for (; *line; line++) {
		const size_t n = *line == '=' ? 3 : 1;

		if (used + n >= width) {
			to = stpcpy(to, "=\n");
			used = 0;
		}
		to = n == 3 ? stpcpy(to, "=3D") : (*to = *line, to + 1);
		used += n;
	}
	return stpcpy(to, "\n");
}

static void quoted_printable(void **state)
{
	for (size_t width = 60; width < 80; width++) {
		char text[MAX_TEXT], *to = text;
		struct result r;

		for (const char *const *l = lines; *l; l++)
			to = encode(to, *l, width);
		r = import_text(text);
		check_transfer(&r);
		free_result(&r);
	}
}

/* Prose around the lines changes nothing, and is not counted. */
static void prose(void **state)
{
	struct result r =
		import_text("With events/scmi/scmi_xfer_begin on, as follows:\n"
			    "> " HEAD "00: scmi_xfer_begin:\n> " ID " poll=0\n"
			    "The transfer_id is the same in\n"
			    "> " HEAD "99: scmi_xfer_end:\n> " ID " s=0\n"
			    "and scmi_rx_done: is missing.\n");

	check_counts(&r, 1, 0, 0, 0, 0);
	assert_int_equal(r.p.unparsed_lines, 0);
	free_result(&r);
}

/* Lines that cannot be joined are counted once, with their cause. */
static void cut_lines(void **state)
{
	struct result r = import_text(HEAD "00: scmi_xfer_begin: " ID
					   " poll=0\n" HEAD
					   "80: scmi_rx_done: pt=15 msg\n" HEAD
					   "90: scmi_xfer_end: " ID "\n"
					   "\n"
					   " s=0\n"
					   "scmi_xfer_end: " ID " s=0\n");

	check_counts(&r, 0, 0, 0, 0, 1);
	assert_int_equal(r.p.unparsed_lines, 3);
	assert_int_equal(r.st.n_samples, 3);
	assert_int_equal(r.st.sample[0].line, 2);
	assert_int_equal(r.st.sample[0].cause, UNREAD_CUT);
	assert_int_equal(r.st.sample[1].line, 3);
	assert_int_equal(r.st.sample[1].cause, UNREAD_CUT);
	assert_int_equal(r.st.sample[2].line, 6);
	assert_int_equal(r.st.sample[2].cause, UNREAD_NO_TIME);
	free_result(&r);
}

/* The head of one event and all of another in a line. */
static void mixed_events(void **state)
{
	struct result r = import_text(HEAD "00: scmi_xfer_begin: " ID
					   " poll=0\n" HEAD "80: scmi_rx_" HEAD
					   "90: scmi_xfer_end: " ID " s=0\n"
					   "done: " ID " msg_type=0\n");

	check_counts(&r, 1, 0, 0, 0, 0);
	assert_int_equal(r.p.unparsed_lines, 1);
	assert_int_equal(r.st.unread[UNREAD_MIXED], 1);
	free_result(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(terminal),
		cmocka_unit_test(mailer),
		cmocka_unit_test(quoted_printable),
		cmocka_unit_test(prose),
		cmocka_unit_test(cut_lines),
		cmocka_unit_test(mixed_events),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
