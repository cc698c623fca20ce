// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>

#include <zlib.h>

#include "alloc.h"
#include "cli.h"
#include "diag.h"
#include "licenses.h"

int print_licenses(void)
{
	uLongf len = licenses.text_len;
	unsigned char *text = xmalloc(len);

	if (uncompress(text, &len, licenses.packed, licenses.len) != Z_OK) {
		diag_error("the text of the licences is damaged");
		free(text);
		return EXIT_ERROR;
	}
	fwrite(text, 1, len, stdout);
	free(text);
	return stdout_finish() ? EXIT_ERROR : EXIT_OK;
}
