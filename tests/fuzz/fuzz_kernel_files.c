// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads arbitrary bytes as files of the kernel: its symbols, its lockdown and
 * the stack of a task. The sources are included, so that they read the input
 * instead. The first byte selects the file.
 */
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "fuzz_input.h"

static struct fuzz_input file;

static FILE *open_input(void)
{
	/* fmemopen() refuses an empty file. */
	return file.size ? fmemopen((void *)file.data, file.size, "r") : NULL;
}

static ssize_t read_input(void *to, size_t n)
{
	return (ssize_t)fuzz_bytes(&(struct fuzz_input){file.data, file.size},
				   to, n);
}

static int read_whole_input(size_t max, char **data, size_t *len)
{
	*len = file.size <= max ? file.size : max + 1;
	*data = malloc(*len ? *len : 1);
	memcpy(*data, file.data, *len);
	return 0;
}

#define fopen(path, mode)		open_input()
#define read_file(path, max, data, len) read_whole_input(max, data, len)
#define open(path, how)			((void)(path), dup(0))
#define read(fd, to, n)			read_input(to, n)
#include "kernel_lockdown.c"
#include "kernel_symbols.c"
#include "sending_tasks.c"
#undef fopen
#undef read_file
#undef open
#undef read

static void check_symbols(void)
{
	struct kernel_symbol found[] = {{.name = "do_xfer"}, {.name = "a"}};
	struct kernel_functions *all = kernel_functions_load();
	char text[40];

	kernel_symbols_keep(file.size & 1);
	kernel_symbols_find(found, 2);
	for (int i = 0; i < 2; i++) {
		MUST(strlen(found[i].module) < sizeof(found[i].module));
		MUST(!found[i].address || kernel_has_symbol(found[i].name));
	}
	MUST(!all || !kernel_symbols_hidden());
	for (size_t i = 0; all && i < all->n; i++) {
		const struct function *f = &all->list[i];

		MUST(f->address && (!i || f[-1].address <= f->address));
		kernel_functions_format(all, f->address, text, sizeof(text));
		kernel_functions_format(all, f->address + 1, text,
					sizeof(text));
	}
	kernel_functions_format(all, 0, text, sizeof(text));
	kernel_functions_free(all);
	kernel_symbols_keep(false);
}

static void check_lockdown(void)
{
	char line[KERNEL_LOCKDOWN_LEN];

	if (kernel_lockdown_read(line))
		MUST(strlen(line) < sizeof(line) && !strchr(line, '\n'));
	kernel_hides_memory();
}

static void check_stack(void)
{
	char stack[STACK_MAX] = "";

	read_input(stack, sizeof(stack) - 1);
	MUST(is_sending("1") == (strstr(stack, " do_xfer+") != NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	const uint8_t subject = fuzz_byte(&in) % 8;
	size_t len;
	char *text = fuzz_rest(&in, &len);

	file = (struct fuzz_input){(const uint8_t *)text, len};
	if (subject == 0)
		check_lockdown();
	else if (subject == 1)
		check_stack();
	else
		check_symbols();
	free(text);
	return 0;
}
