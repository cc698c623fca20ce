// SPDX-License-Identifier: GPL-2.0-only
/* Functions that a compiler may call for copies and initialisations. */
#include "../platform/types.h"

void *memcpy(void *to, const void *from, size_t len);
void *memset(void *to, int byte, size_t len);

void *memcpy(void *to, const void *from, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		((u8 *)to)[i] = ((const u8 *)from)[i];
	return to;
}

void *memset(void *to, int byte, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		((u8 *)to)[i] = (u8)byte;
	return to;
}
