// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "unit_test.h"
#include "text.h"

static void check(char *(*function)(const char *), const char *in,
		  const char *expected)
{
	char *out = function(in);

	assert_string_equal(out, expected);
	free(out);
}

static void test_escape(void **state)
{
	check(text_escape, "", "");
	check(text_escape, "plain text~", "plain text~");
	check(text_escape, "\x1b[2J\r\n\t\x7f", "\\x1b[2J\\x0d\\x0a\\x09\\x7f");
	check(text_escape, "\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80",
	      "\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80");
	check(text_escape, "\xc2\x9b", "\\xc2\\x9b");	       /* C1: CSI */
	check(text_escape, "\xe2\x80\xae", "\\xe2\\x80\\xae"); /* right-left */
	check(text_escape, "\xef\xbb\xbf", "\\xef\\xbb\\xbf"); /* BOM */
}

/* Commands that runners of GitHub, Azure and TeamCity execute. */
static void test_runner_commands(void **state)
{
	check(text_escape, "::stop-commands::x", "\\x3a:stop-commands::x");
	check(text_escape, "a  ::error::b", "a  \\x3a:error::b");
	check(text_escape, ":::error::b", "\\x3a::error::b");
	check(text_escape, "\t::a", "\\x09\\x3a:a");
	/* No-break and ideographic space. */
	check(text_escape, "\xc2\xa0::a", "\xc2\xa0\\x3a:a");
	check(text_escape, "\xe3\x80\x80::a", "\xe3\x80\x80\\x3a:a");
	check(text_escape, "\xff::a", "\\xff\\x3a:a");
	check(text_escape, "std::move : a::", "std::move : a::");
	check(text_escape, "a##[add-mask]e", "a#\\x23[add-mask]e");
	check(text_escape, "###vso[x]", "#\\x23\\x23vso[x]");
	check(text_escape, "# [#1]#", "# [#1]#");
}

/* Invalid UTF-8: stray, overlong, surrogate, out of range, truncated. */
static void test_invalid(void **state)
{
	check(text_escape, "a\x80z", "a\\x80z");
	check(text_escape, "\xc0\xaf", "\\xc0\\xaf");
	check(text_escape, "\xe0\x80\xaf", "\\xe0\\x80\\xaf");
	check(text_escape, "\xed\xa0\x80", "\\xed\\xa0\\x80");
	check(text_escape, "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80");
	check(text_escape, "\xf8\x88\x80\x80\x80", "\\xf8\\x88\\x80\\x80\\x80");
	check(text_escape, "\xe2\x82", "\\xe2\\x82");
	check(text_utf8, "\xe2\x82", "\xef\xbf\xbd\xef\xbf\xbd");
	check(text_utf8, "a\xff\x7fz", "a\xef\xbf\xbd\xef\xbf\xbdz");
	check(text_utf8, "\x1b \xc3\xa4", "\x1b \xc3\xa4");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_escape),
		cmocka_unit_test(test_runner_commands),
		cmocka_unit_test(test_invalid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
