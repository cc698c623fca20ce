// SPDX-License-Identifier: GPL-2.0-only
/* Parsers of the exporter: addresses, the header Accept, and headers to send. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit_test.h"
#include "accept_header.h"
#include "listen_address.h"
#include "otlp_headers.h"

#define FAMILIES                           \
	"application/vnd.google.protobuf;" \
	"proto=io.prometheus.client.MetricFamily;encoding=delimited"

static void check_address(const char *text, const char *expected, bool local)
{
	struct listen_address a;
	char buf[LISTEN_TEXT];

	if (!listen_address_parse(text, &a))
		fail_msg("'%s' is refused", text);
	assert_string_equal(listen_address_text(&a, buf), expected);
	assert_int_equal(listen_address_is_local(&a), local);
}

static void addresses(void **state)
{
	static const char *const wrong[] = {
		"",
		"127.0.0.1",
		"9982",
		"localhost:9982",
		"127.1:80",
		"127.0.0.1:",
		"127.0.0.1:-1",
		"127.0.0.1:+1",
		"::1:9982",
		"127.0.0.1:8x",
		"127.0.0.1:65536",
		"[::1:9982",
		"[:9982",
		"[]:1",
		"256.0.0.1:1",
		"127.0.0.1: 1",
		"[::1]x:1",
		"127.0.0.1:99999999999999999999",
	};

	check_address(LISTEN_DEFAULT, LISTEN_DEFAULT, true);
	check_address("127.8.0.1:0", "127.8.0.1:0", true);
	check_address(":80", "0.0.0.0:80", false);
	check_address("192.0.2.1:65535", "192.0.2.1:65535", false);
	check_address("[::1]:9982", "[::1]:9982", true);
	check_address("[::]:1", "[::]:1", false);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct listen_address a;

		if (listen_address_parse(wrong[i], &a))
			fail_msg("'%s' is accepted", wrong[i]);
	}
}

/* Longer than any address: the parser must not write behind its buffer. */
static void long_addresses(void **state)
{
	struct listen_address a;
	char text[300];

	for (size_t n = 1; n < sizeof(text) - 3; n++) {
		memset(text, n % 2 ? '[' : '1', n);
		strcpy(text + n, ":1");
		assert_false(listen_address_parse(text, &a));
	}
}

static void protobuf_is_chosen_by_quality(void **state)
{
	assert_false(accept_prefers_protobuf(NULL));
	assert_false(accept_prefers_protobuf(""));
	assert_false(accept_prefers_protobuf("*/*"));
	assert_false(accept_prefers_protobuf("text/plain"));
	assert_true(accept_prefers_protobuf(FAMILIES));
	assert_true(accept_prefers_protobuf(FAMILIES ",text/plain"));
	assert_true(accept_prefers_protobuf(
		"text/plain;version=0.0.4;q=0.3 , " FAMILIES " ; q=0.6,*/*"));
	assert_false(accept_prefers_protobuf("text/plain," FAMILIES ";q=0.9"));
	assert_false(accept_prefers_protobuf(FAMILIES ";q=0"));
	/* Other messages, and another form of them, are not what is written. */
	assert_false(accept_prefers_protobuf(
		"application/vnd.google.protobuf;encoding=delimited"));
	assert_false(accept_prefers_protobuf(
		"application/vnd.google.protobuf;"
		"proto=io.prometheus.client.MetricFamily;encoding=text"));
}

static void broken_headers_mean_text(void **state)
{
	static const char *const broken[] = {
		",",
		";",
		";;;,,,",
		"q=",
		FAMILIES ";q=x",
		FAMILIES ";q=0.99999999999999999999",
		"application/",
		" , ; ",
	};

	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++)
		assert_false(accept_prefers_protobuf(broken[i]));
}

static void check_header(const char *pair, const char *expected)
{
	char *copy = strdup(pair), *line = otlp_header(copy);

	if (!expected)
		assert_null(line);
	else
		assert_string_equal(line, expected);
	free(line);
	free(copy);
}

static void headers_of_the_environment(void **state)
{
	check_header("api-key=a=b", "api-key: a=b");
	check_header("\tname = Bearer t \r", "name: Bearer t");
	check_header("name=Basic%20dTpw%2C%c3%BC", "name: Basic dTpw,\xc3\xbc");
	check_header("name=100%,%2,%zz,%", "name: 100%,%2,%zz,%");
	check_header("x=", "x: ");
	/* Nothing that adds a line, or is none. */
	check_header("", NULL);
	check_header("secret", NULL);
	check_header("=value", NULL);
	check_header("two words=v", NULL);
	check_header("a:b=v", NULL);
	check_header("a\nb=v", NULL);
	check_header("name=v\r\nx: y", NULL);
	check_header("name=v%0d%0ax: y", NULL);
	check_header("name=v%00", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses),
		cmocka_unit_test(long_addresses),
		cmocka_unit_test(protobuf_is_chosen_by_quality),
		cmocka_unit_test(broken_headers_mean_text),
		cmocka_unit_test(headers_of_the_environment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
