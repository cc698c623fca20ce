// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads what is optional in wrapped lines of scmi_msg_dump and scmi_fc_call: the
 * instance, the payload and the domain.
 */
#include "unit_test.h"
#include "import_fixture.h"

#define MAX_TEXT 16384
#define HEAD	 "       cat-195     [000] .....  7044.0001"
#define ID	 "pt=14 msg_id=03 seq=001A"

/* CLOCK_ATTRIBUTES of clock 3 of instance 1, whose name is "soc-spi-2-clock". */
static const char *const lines[] = {
	HEAD "00: scmi_xfer_begin: " ID " transfer_id=1A poll=0",
	HEAD "05: scmi_msg_dump: id=1 ch=11 pt=14 t=CMND msg_id=03 seq=001A "
	     "s=0 pyld=03000000",
	HEAD "10: scmi_xfer_response_wait: " ID " transfer_id=1A tmo_ms=30 "
	     "poll=0",
	HEAD "79: scmi_msg_dump: id=1 ch=11 pt=14 t=RESP msg_id=03 seq=001A "
	     "s=0 pyld=01000000736f632d7370692d322d636c6f636b00",
	HEAD "80: scmi_rx_done: " ID " transfer_id=1A msg_type=0",
	HEAD "99: scmi_xfer_end: " ID " transfer_id=1A s=0",
	HEAD "99: scmi_fc_call: pt=13 msg_id=07 res_id:31 vals=1800000:7",
	NULL,
};

static void check(const char *text)
{
	struct result r = {0};
	struct importer *im = importer_new(&r.p);
	const struct series *s;

	importer_by_resource(im);
	importer_start(im, text, strlen(text));
	assert_int_equal(importer_feed(im, text, strlen(text)), 0);
	assert_int_equal(importer_finish(im), 0);
	importer_free(im);
	assert_int_equal(r.p.unparsed_lines, 0);
	s = series_of(&r, 3);
	assert_int_equal(s->counter[LC_COMPLETED], 1);
	assert_int_equal(s->key.instance, 1);
	assert_int_equal(s->key.channel, 0x11);
	assert_int_equal(s->key.resource_plus, 4);
	assert_int_equal(r.p.names.n, 1);
	assert_string_equal(r.p.names.name[0].name, "soc-spi-2-clock");
	assert_int_equal(r.p.n_fast, 1);
	assert_int_equal(r.p.fast[0].calls, 1);
	assert_int_equal(r.p.fast[0].domain, 31);
	assert_int_equal(r.p.fast[0].value[0], 1800000);
	assert_int_equal(r.p.fast[0].value[1], 7);
	free_result(&r);
}

/* Wraps @line between words at @width, with a mark of quotation each. */
static char *wrap(char *to, const char *line, size_t width, const char *mark)
{
	size_t used = strlen(mark);

	to = stpcpy(to, mark);
	while (*line) {
		size_t word = strspn(line, " ");

		word += strcspn(line + word, " ");
		if (used + word > width && used > strlen(mark)) {
			to += sprintf(to, "\n%s", mark);
			used = strlen(mark);
			line += strspn(line, " ");
			word = strcspn(line, " ");
		}
		to += sprintf(to, "%.*s", (int)word, line);
		used += word;
		line += word;
	}
	return stpcpy(to, "\n");
}

static void mailer(void **state)
{
	static const char *const marks[] = {"", "> ", ">> "};

	for (size_t width = 66; width < 180; width++)
		for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
			char text[MAX_TEXT], *to = text;

			for (const char *const *l = lines; *l; l++)
				to = wrap(to, *l, width, marks[i]);
			check(text);
		}
}

/* Of 80 columns, and of others, which a line that was cut in its fields shows. */
static void terminal(void **state)
{
	for (size_t width = 50; width < 83; width++) {
		char text[MAX_TEXT], *to = text;

		for (const char *const *l = lines; *l; l++)
			for (size_t i = 0; i < strlen(*l); i += width)
				to += sprintf(to, "%.*s\n", (int)width, *l + i);
		check(text);
	}
}

/* Colours after the last field, and fields in a column of their own. */
static void decorated(void **state)
{
	char text[MAX_TEXT], *to = text;

	for (const char *const *l = lines; *l; l++)
		to += sprintf(to, "\033[1m%s\033[0m\033[K\r\n", *l);
	check(text);
	to = text;
	for (const char *const *l = lines; *l; l++) {
		const char *fields = strstr(strstr(*l, "scmi_"), ": ");

		to += sprintf(to, "%.*s;%s\n", (int)(fields - *l), *l,
			      fields + 2);
	}
	check(text);
}

/* A payload ends with its line, also if the next one looks like more of it. */
static void next_line(void **state)
{
	static const char *const next[] = {"", "-- \n", "fade out\n",
					   "cafe-7 [000] 1.0: x: y\n"};

	for (size_t i = 0; i < sizeof(next) / sizeof(next[0]); i++) {
		char text[MAX_TEXT], *to = text;

		for (const char *const *l = lines; *l; l++)
			to += sprintf(to, "%s\n%s", *l, next[i]);
		check(text);
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
	for (size_t width = 66; width < 80; width++) {
		char text[MAX_TEXT], *to = text;

		for (const char *const *l = lines; *l; l++)
			to = encode(to, *l, width);
		check(text);
	}
}

/* An event of which no line has the name is unread, not unseen. */
static void cut_in_name(void **state)
{
	struct result r = IMPORT(
		"{\"log\": \"" HEAD "00: scmi_xfer_\n",
		"begin: " ID " transfer_id=1A poll=0\\n\", \"stream\": \"x\n",
		"\"}\n", HEAD "99: scmi_xfer_end: " ID " transfer_id=1A s=0\n");

	assert_int_equal(r.p.unparsed_lines, 1);
	assert_int_equal(r.st.sample[0].line, 1);
	assert_int_equal(r.st.sample[0].cause, UNREAD_CUT);
	assert_int_equal(r.p.untracked, 1);
	free_result(&r);
}

/* The status of a line of 80 columns that is in no form of a tracer. */
static void status(void **state)
{
	static const char *const text[] = {
		"<4>[ 7044.000100] scmi_xfer_begin: pt=15 msg_id=06 seq=001A "
		"transfer_id=1A poll=0\n",
		"<4>[ 7044.030200]   scmi_xfer_end: pt=15 msg_id=06 seq=001A "
		"transfer_id=1A s=-11\n",
		"0\n"};
	struct result r;

	assert_int_equal(strlen(text[1]), 80 + 1);
	r = IMPORT(text[0], text[1], text[2]);
	check_counts(&r, 0, 1, 0, 0, 0);
	assert_int_equal(r.p.unparsed_lines, 0);
	free_result(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mailer),
		cmocka_unit_test(terminal),
		cmocka_unit_test(decorated),
		cmocka_unit_test(next_line),
		cmocka_unit_test(status),
		cmocka_unit_test(quoted_printable),
		cmocka_unit_test(cut_in_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
