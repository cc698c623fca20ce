// SPDX-License-Identifier: GPL-2.0-only
#include "kernel_lockdown.h"

#include <stdio.h>
#include <string.h>

bool kernel_lockdown_read(char line[KERNEL_LOCKDOWN_LEN])
{
	FILE *f = fopen("/sys/kernel/security/lockdown", "re");
	bool ok;

	if (!f)
		return false;
	ok = fgets(line, KERNEL_LOCKDOWN_LEN, f) != NULL;
	fclose(f);
	line[ok ? strcspn(line, "\n") : 0] = '\0';
	return ok;
}

bool kernel_hides_memory(void)
{
	char line[KERNEL_LOCKDOWN_LEN];

	return kernel_lockdown_read(line) && strstr(line, "[confidentiality]");
}
