// SPDX-License-Identifier: GPL-2.0-only
#include "svg_clean.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "text.h"

/* Part of the input, not NUL-terminated. */
struct svg_text {
	const char *s;
	size_t len;
};

static bool is(struct svg_text p, const char *word)
{
	return p.len == strlen(word) && !memcmp(p.s, word, p.len);
}

static bool is_one_of(struct svg_text p, const char *const *words)
{
	while (*words && !is(p, *words))
		words++;
	return *words;
}

static bool is_drawn_element(struct svg_text element)
{
	static const char *const elements[] = {
		"g",	  "path", "polygon", "polyline", "rect",
		"circle", "line", "text",    "tspan",	 NULL};

	return is_one_of(element, elements);
}

/* Without color, so that currentColor is the colour of the page. */
static bool is_drawn_attribute(struct svg_text attribute)
{
	static const char *const attributes[] = {"d",
						 "fill",
						 "fill-opacity",
						 "stroke",
						 "stroke-width",
						 "stroke-linecap",
						 "stroke-linejoin",
						 "stroke-dasharray",
						 "transform",
						 "points",
						 "x",
						 "y",
						 "width",
						 "height",
						 "cx",
						 "cy",
						 "r",
						 "font-size",
						 "text-anchor",
						 "shape-rendering",
						 NULL};

	return is_one_of(attribute, attributes);
}

static size_t skip_space(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && isspace((unsigned char)s[n]))
		n++;
	return n;
}

static size_t name_length(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len &&
	       (isalnum((unsigned char)s[n]) || strchr(":_-", s[n])) && s[n])
		n++;
	return n;
}

/* Removes an attribute, name = "value", from @tag. Returns false at the end. */
static bool next_attribute(struct svg_text *tag, struct svg_text *name,
			   struct svg_text *value)
{
	const char *s = tag->s, *end = tag->s + tag->len, *close;

	s += skip_space(s, (size_t)(end - s));
	*name = (struct svg_text){s, name_length(s, (size_t)(end - s))};
	s += name->len;
	s += skip_space(s, (size_t)(end - s));
	if (!name->len || s == end || *s != '=')
		return false;
	s++;
	s += skip_space(s, (size_t)(end - s));
	if (s == end || (*s != '"' && *s != '\''))
		return false;
	close = memchr(s + 1, *s, (size_t)(end - s - 1));
	if (!close)
		return false;
	*value = (struct svg_text){s + 1, (size_t)(close - s - 1)};
	*tag = (struct svg_text){close + 1, (size_t)(end - close - 1)};
	return true;
}

/* Numbers, colours and keywords have no other characters; url() is a reference. */
static bool is_harmless(struct svg_text value)
{
	for (size_t i = 0; i + 4 <= value.len; i++)
		if (!strncasecmp(value.s + i, "url(", 4))
			return false;
	for (size_t i = 0; i < value.len; i++)
		if (!isalnum((unsigned char)value.s[i]) &&
		    (!value.s[i] || !strchr(" \t\n#(),.+-%", value.s[i])))
			return false;
	return true;
}

static void write_value(struct svg_text value, FILE *out)
{
	char text[32] = "";
	unsigned int r, g, b;

	if (value.len < sizeof(text))
		memcpy(text, value.s, value.len);
	if (is(value, "black"))
		fputs("currentColor", out);
	else if (sscanf(text, "rgb(%3u,%3u,%3u)", &r, &g, &b) == 3)
		fprintf(out, "var(--c%02x%02x%02x,#%02x%02x%02x)", r & 255,
			g & 255, b & 255, r & 255, g & 255, b & 255);
	else
		fwrite(value.s, 1, value.len, out);
}

static void write_tag(struct svg_text element, struct svg_text rest, FILE *out)
{
	const bool closed = rest.len && rest.s[rest.len - 1] == '/';
	struct svg_text name, value;

	fprintf(out, "<%.*s", (int)element.len, element.s);
	while (next_attribute(&rest, &name, &value)) {
		if (!is_drawn_attribute(name) || !is_harmless(value))
			continue;
		fprintf(out, " %.*s=\"", (int)name.len, name.s);
		write_value(value, out);
		fputc('"', out);
	}
	fputs(closed ? "/>" : ">", out);
}

/*
 * Text between tags; keeps the escapes of gnuplot, and drops control characters and
 * invalid UTF-8. A tag follows it.
 */
static void write_text(struct svg_text text, FILE *out)
{
	for (size_t i = 0; i < text.len;) {
		uint32_t code;
		const size_t n = text_decode(text.s + i, &code);

		if (n && code == '>')
			fputs("&gt;", out);
		else if (n && code >= ' ' && (code < 0x7f || code >= 0xa0))
			fwrite(text.s + i, 1, n, out);
		i += n ? n : 1;
	}
}

/* Skips a group without content, in which gnuplot only changes the colour. */
static const char *skip_empty_group(const char *s, const char *end)
{
	static const char close[] = "</g>";

	s += skip_space(s, (size_t)(end - s));
	if ((size_t)(end - s) < strlen(close) ||
	    memcmp(s, close, strlen(close)))
		return NULL;
	return s + strlen(close);
}

/* Everything behind the start tag of the picture. */
static int write_body(const char *s, const char *end, FILE *out)
{
	struct svg_text silent = {0}; /* inside title, desc or defs */
	bool in_text = false;

	while (s < end) {
		const char *open = memchr(s, '<', (size_t)(end - s)), *close;
		struct svg_text element;
		bool leaves;

		if (in_text && open && !silent.len)
			write_text((struct svg_text){s, (size_t)(open - s)},
				   out);
		close = open ? memchr(open, '>', (size_t)(end - open)) : NULL;
		if (!close)
			return -EINVAL;
		leaves = open[1] == '/';
		open += leaves ? 2 : 1;
		element = (struct svg_text){
			open, name_length(open, (size_t)(close - open))};
		s = close + 1;
		if (leaves && is(element, "svg"))
			return 0;
		if (silent.len) {
			if (leaves && element.len == silent.len &&
			    !memcmp(element.s, silent.s, silent.len))
				silent.len = 0;
			continue;
		}
		if (!is_drawn_element(element)) {
			if (!leaves && close[-1] != '/')
				silent = element;
			continue;
		}
		in_text = !leaves &&
			  (is(element, "text") || is(element, "tspan"));
		if (leaves) {
			fprintf(out, "</%.*s>", (int)element.len, element.s);
			if (is(element, "g"))
				fputc('\n', out);
		} else if (is(element, "g") && skip_empty_group(s, end)) {
			s = skip_empty_group(s, end);
		} else {
			write_tag(element,
				  (struct svg_text){open + element.len,
						    (size_t)(close - open) -
							    element.len},
				  out);
		}
	}
	return -EINVAL;
}

int svg_clean(const char *svg, size_t len, const char *label, const char *style,
	      FILE *out)
{
	const char *end = svg + len, *s = memmem(svg, len, "<svg", 4), *close;
	struct svg_text tag, name, value;

	close = s ? memchr(s, '>', (size_t)(end - s)) : NULL;
	if (!close)
		return -EINVAL;
	fputs("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"", out);
	tag = (struct svg_text){s + 4, (size_t)(close - s - 4)};
	while (next_attribute(&tag, &name, &value))
		if (is(name, "viewBox") && is_harmless(value))
			fprintf(out, " viewBox=\"%.*s\"", (int)value.len,
				value.s);
	fprintf(out, " aria-label=\"%s\" font-family=\"sans-serif\">\n", label);
	if (style)
		fprintf(out, "<style>%s</style>\n", style);
	if (write_body(close + 1, end, out))
		return -EINVAL;
	fputs("</svg>\n", out);
	return 0;
}
