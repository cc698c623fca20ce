// SPDX-License-Identifier: GPL-2.0-only
/* Pictures of gnuplot that become part of a page. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "unit_test.h"
#include "svg_clean.h"

#define START                                                                 \
	"<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 " \
	"0 9 9\" aria-label=\"label\" font-family=\"sans-serif\">\n"

/* Cleans @body inside of a picture. The caller frees the result. */
static char *clean(const char *body)
{
	static const char start[] = "<?xml?><svg width='9' viewBox='0 0 9 9'>";
	char svg[512], *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	snprintf(svg, sizeof(svg), "%s%s</svg>", start, body);
	assert_int_equal(svg_clean(svg, strlen(svg), "label", NULL, out), 0);
	fclose(out);
	return text;
}

static void check(const char *body, const char *expected)
{
	char *text = clean(body), all[512];

	snprintf(all, sizeof(all), START "%s</svg>\n", expected);
	assert_string_equal(text, all);
	free(text);
}

static void drawing_stays(void **state)
{
	check("<path d='M1,2 L3,4' stroke='rgb(42,120,214)'/>",
	      "<path d=\"M1,2 L3,4\" "
	      "stroke=\"var(--c2a78d6,#2a78d6)\"/>");
	check("<g fill='black'><text x='1'>1 &lt; 2 > 1</text></g>",
	      "<g fill=\"currentColor\"><text x=\"1\">1 &lt; 2 &gt; "
	      "1</text></g>\n");
	check("<g fill='none'> </g><rect width='5%'/>", "<rect width=\"5%\"/>");
}

static void the_rest_goes(void **state)
{
	check("<script>alert(1)</script><a href='x'><path d='M1,2'/></a>", "");
	check("<title>a</title><defs><path d='M1,2'/></defs>", "");
	check("<path id='p' class='c' onclick='f()' d='M1,2'/>",
	      "<path d=\"M1,2\"/>");
	check("<path d='M1;2' fill='expression(1)*'/>", "<path/>");
	check("<text>a\x1b\x7f\xff\xc2\x9b<tspan>\xc2\xb5\xc2</tspan></text>",
	      "<text>a<tspan>\xc2\xb5</tspan></text>");
	check("<path d='M1\v2' x='1\t2'/>", "<path x=\"1\t2\"/>");
}

/* A reference to another part of the page, or to a server. */
static void references_go(void **state)
{
	check("<rect fill='url(#a)' x='1'/>", "<rect x=\"1\"/>");
	check("<rect stroke='none URL(a)' x='1'/>", "<rect x=\"1\"/>");
	check("<text>url(#a)</text>", "<text>url(#a)</text>");
}

static void incomplete_pictures(void **state)
{
	static const char svg[] = "<svg><path d='M1,2'/><g></g></svg>";
	char *text;
	size_t len;

	for (size_t n = 0; n <= strlen(svg); n++) {
		FILE *out = open_memstream(&text, &len);

		assert_int_equal(svg_clean(svg, n, "", "", out),
				 n < strlen(svg) ? -EINVAL : 0);
		fclose(out);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(drawing_stays),
		cmocka_unit_test(the_rest_goes),
		cmocka_unit_test(references_go),
		cmocka_unit_test(incomplete_pictures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
