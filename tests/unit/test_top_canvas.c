// SPDX-License-Identifier: GPL-2.0-only
/* Text is clipped at the edges and cannot contain control characters. */
#include <stdio.h>
#include <stdlib.h>
#include <locale.h>

#include "unit_test.h"
#include "canvas.h"

static char *shown(const struct canvas *c)
{
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	canvas_print(c, out);
	fclose(out);
	return text;
}

static void assert_shows(const struct canvas *c, const char *expected)
{
	char *text = shown(c);

	assert_string_equal(text, expected);
	free(text);
}

static void test_clipping(void **state)
{
	struct canvas c = {0};

	canvas_resize(&c, 2, 4);
	assert_int_equal(canvas_text(&c, 0, 2, INK_BOLD, "abcd"), 6);
	assert_int_equal(canvas_text(&c, 1, -1, INK_DIM, "xyz"), 2);
	canvas_text(&c, -1, 0, INK_DIM, "no");
	canvas_text(&c, 2, 0, INK_DIM, "no");
	canvas_paint(&c, 0, 3, 9, INK_BAD);
	assert_shows(&c, "  ab\nyz\n");
	assert_int_equal(canvas_at(&c, 0, 2)->ink, INK_BOLD);
	assert_int_equal(canvas_at(&c, 0, 3)->ink, INK_BAD);
	assert_int_equal(canvas_at(&c, 1, 0)->ink, INK_DIM);
	assert_null(canvas_at(&c, 0, 4));
	assert_null(canvas_at(&c, 2, 0));
	/* Resizing clears the canvas. */
	canvas_resize(&c, 1, 1);
	assert_shows(&c, "\n");
	canvas_resize(&c, 0, 0);
	canvas_text(&c, 0, 0, INK_PLAIN, "a");
	assert_shows(&c, "");
	canvas_free(&c);
}

static void test_fields(void **state)
{
	struct canvas c = {.utf8 = true};

	canvas_resize(&c, 3, 6);
	assert_int_equal(canvas_field(&c, 0, 0, 4, INK_PLAIN, "abcde"), 4);
	assert_int_equal(canvas_field(&c, 1, 1, 4, INK_PLAIN, "abcd"), 5);
	canvas_text(&c, 2, 0, INK_PLAIN, "xxxxxx");
	canvas_field(&c, 2, 1, 3, INK_PLAIN, "a");
	assert_shows(&c, "abc…\n abcd\nxa  xx\n");
	c.utf8 = false;
	canvas_field(&c, 0, 0, 4, INK_PLAIN, "abcde");
	canvas_field(&c, 1, 0, 1, INK_PLAIN, "abcde");
	canvas_field(&c, 1, 1, 0, INK_PLAIN, "abcde");
	assert_shows(&c, "abc~\n~abcd\nxa  xx\n");
	canvas_free(&c);
}

/* Control, wide and combining characters, and invalid UTF-8. */
static void test_hostile_text(void **state)
{
	static const char text[] = "a\x1b\n\x7f\u202e\u4e16e\u0301\xff\xe2\x82"
				   "\u00e4\u2588\U0001d11eb";
	struct canvas c = {.utf8 = true};

	canvas_resize(&c, 2, 20);
	canvas_text(&c, 0, 0, INK_PLAIN, text);
	c.utf8 = false;
	canvas_text(&c, 1, 0, INK_PLAIN, text);
	assert_shows(&c, "a?????e????\u00e4\u2588\U0001d11eb\n"
			 "a?????e???????b\n");
	canvas_free(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clipping),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_hostile_text),
	};

	if (!setlocale(LC_CTYPE, "C.UTF-8")) {
		fputs("locale C.UTF-8 is missing\n", stderr);
		return 1;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
