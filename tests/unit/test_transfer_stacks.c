// SPDX-License-Identifier: GPL-2.0-only
/* Stacks of senders, as Linux 6.12 writes them behind the events of transfers. */
#include "unit_test.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "transfer_stacks.h"

#define STACK_EVENT 4

static const char format[] =
	"name: kernel_stack\nID: 4\nformat:\n"
	"\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
	"\tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;\n"
	"\tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;"
	"\tsigned:0;\n"
	"\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n"
	"\tfield:int size;\toffset:8;\tsize:4;\tsigned:1;\n"
	"\tfield:unsigned long caller[8];\toffset:16;\tsize:64;\tsigned:0;\n\n"
	"print fmt: \"\\t=> %ps\\n\\t=> %ps\\n\" \"\", (void *)REC->caller[0], "
	"(void *)REC->caller[1]\n";

static char root[64];
static struct transfer_stacks stacks;

static void put(const char *folder, const char *file, const char *text)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "mkdir -p %s/events/%s", root, folder);
	assert_int_equal(system(path), 0);
	snprintf(path, sizeof(path), "%s/events/%s/%s", root, folder, file);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static int set_up(void **state)
{
	strcpy(root, "/tmp/scmi-perf-stacks.XXXXXX");
	assert_non_null(mkdtemp(root));
	put("ftrace/kernel_stack", "format", format);
	put("scmi/scmi_xfer_begin", "trigger", "");
	memset(&stacks, 0, sizeof(stacks));
	return 0;
}

static int remove_file(const char *path, const struct stat *st, int type,
		       struct FTW *where)
{
	return remove(path);
}

static int tear_down(void **state)
{
	return nftw(root, remove_file, 8, FTW_DEPTH | FTW_PHYS);
}

static void begin(uint32_t cpu, uint32_t pid, uint32_t id)
{
	const struct ftrace_event ev = {.kind = FTRACE_BEGIN,
					.transfer_id = id,
					.context = {.cpu = cpu, .pid = pid}};

	transfer_stacks_note(&stacks, &ev);
}

/* A stack of @n addresses from @first on, in a record that ends after @bytes. */
static bool add(uint32_t cpu, uint32_t pid, uint32_t n, uint64_t first,
		int bytes)
{
	uint64_t data[2 + 64] = {0};
	const uint16_t event = STACK_EVENT;
	struct tep_record record = {
		.data = data, .size = bytes, .cpu = (int)cpu};

	memcpy(data, &event, sizeof(event));
	memcpy((char *)data + 4, &pid, sizeof(pid));
	memcpy((char *)data + 8, &n, sizeof(n));
	for (uint32_t i = 0; i < 64; i++)
		data[2 + i] = first + i;
	return transfer_stacks_add(&stacks, &record);
}

static void each_stack_is_that_of_its_transfer(void **state)
{
	const struct trace_instance t = {.dir = root};
	struct tep_handle *tep = tep_alloc();
	const struct transfer_stack *s;

	assert_true(transfer_stacks_start(&stacks, &t, tep, root));
	begin(0, 7, 100);
	begin(1, 8, 101);
	assert_true(add(1, 8, 3, 0x2000, 16 + 24));
	assert_true(add(0, 7, 2, 0x1000, 16 + 16));
	/* Another event's, and that of an interrupt. */
	assert_true(add(0, 7, 2, 0x9000, 16 + 16));
	s = transfer_stacks_find(&stacks, 100);
	assert_int_equal(s->n, 2);
	assert_int_equal(s->address[1], 0x1001);
	s = transfer_stacks_find(&stacks, 101);
	assert_int_equal(s->n, 3);
	assert_int_equal(s->address[0], 0x2000);
	assert_null(transfer_stacks_find(&stacks, 102));
	/* A transfer that uses the id again, without a stack. */
	begin(0, 7, 100);
	assert_true(add(0, 9, 2, 0x3000, 16 + 16));
	assert_null(transfer_stacks_find(&stacks, 100));
	tep_free(tep);
}

/* Numbers in a record are those of the kernel, but its length is known. */
static void long_and_short_records_are_cut(void **state)
{
	const struct trace_instance t = {.dir = root};
	struct tep_handle *tep = tep_alloc();

	assert_true(transfer_stacks_start(&stacks, &t, tep, root));
	begin(0, 7, 100);
	assert_true(add(0, 7, 64, 0x1000, 16 + 64 * 8));
	assert_int_equal(transfer_stacks_find(&stacks, 100)->n, TRACE_FRAMES);
	begin(0, 7, 101);
	assert_true(add(0, 7, 64, 0x1000, 16 + 8));
	assert_int_equal(transfer_stacks_find(&stacks, 101)->n, 1);
	begin(0, 7, 102);
	assert_true(add(0, 7, 64, 0x1000, 14));
	assert_null(transfer_stacks_find(&stacks, 102));
	assert_false(add(0, 7, 64, 0x1000, 8));
	tep_free(tep);
}

static void a_kernel_without_triggers_has_no_stacks(void **state)
{
	const struct trace_instance t = {.dir = (char *)"/nowhere"};
	struct tep_handle *tep = tep_alloc();

	assert_false(transfer_stacks_start(&stacks, &t, tep, root));
	begin(0, 7, 100);
	assert_false(add(0, 7, 2, 0x1000, 16 + 16));
	tep_free(tep);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_stack_is_that_of_its_transfer),
		TEST(long_and_short_records_are_cut),
		TEST(a_kernel_without_triggers_has_no_stacks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
