// SPDX-License-Identifier: GPL-2.0-only
/*
 * A client of the software TEE that makes every mistake, and checks each result.
 * Loading fails with the line of the first unexpected one. It uses the transport's
 * first channel, which must be idle, and a channel that nobody else uses.
 */
#include <linux/err.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/of_address.h>
#include <linux/string.h>
#include <linux/tee_drv.h>
#include <linux/unaligned.h>
#include <linux/uuid.h>

#include "../platform/shared_area.h"

#define SUCCESS	       0U
#define DENIED	       0xffff0001U
#define BAD_PARAMETERS 0xffff0006U
#define NOT_FOUND      0xffff0008U
#define NOT_SUPPORTED  0xffff000aU

enum {
	CAPABILITIES,
	PROCESS_SMT,
	PROCESS_SMT_MEM,
	GET_CHANNEL,
	PROCESS_MSG
};

#define SMT    1
#define MSG    2
#define HANDLE 0x100
#define UNUSED 7 /* a channel */

/* Base, message 0: the version. Its reply has a status and a word. */
#define BASE_VERSION   (0x10 << 10)
#define VERSION_REPLY  12
#define PROTOCOL_ERROR 0xfffffff6U
#define COMMS_ERROR    0xfffffff9U
#define LONGEST	       (AREA_HEADER_LEN + 128)
#define PAGE_PATTERN   0xee

static struct tee_context *contexts[2];
static u32 sessions[2];
static struct tee_shm *shm;
static u8 *bytes;

#define EXPECT(condition)                                             \
	do {                                                          \
		if (!(condition)) {                                   \
			pr_err("tee_client: line %d: %s\n", __LINE__, \
			       #condition);                           \
			return -EINVAL;                               \
		}                                                     \
	} while (0)

/* Invokes @func; returns the result of the TEE, or an error of its driver. */
static s64 invoke(u32 session, u32 func, struct tee_param *param, u32 n)
{
	struct tee_ioctl_invoke_arg arg = {
		.func = func, .session = session, .num_params = n};
	int err = tee_client_invoke_func(contexts[0], &arg, param);

	return err < 0 ? err : (s64)arg.ret;
}

static s64 get_channel(u64 id, u64 mode)
{
	struct tee_param param = {
		.attr = TEE_IOCTL_PARAM_ATTR_TYPE_VALUE_INOUT,
		.u.value = {.a = id, .b = mode},
	};
	s64 result = invoke(sessions[0], GET_CHANNEL, &param, 1);

	return result ?: param.u.value.a;
}

static s64 process_smt(void)
{
	struct tee_param param = {
		.attr = TEE_IOCTL_PARAM_ATTR_TYPE_VALUE_INPUT,
		.u.value.a = HANDLE,
	};

	return invoke(sessions[0], PROCESS_SMT, &param, 1);
}

/* A command with a message of @len bytes at @offset, and @room for the reply. */
struct msg {
	u64 handle;
	struct tee_shm *shm;
	size_t offset;
	size_t len;
	size_t room;
	size_t reply_offset;
	size_t reply_len;
};

static s64 process_msg(struct msg *m)
{
	struct tee_param param[] = {
		{.attr = TEE_IOCTL_PARAM_ATTR_TYPE_VALUE_INPUT,
		 .u.value.a = m->handle},
		{.attr = TEE_IOCTL_PARAM_ATTR_TYPE_MEMREF_INPUT,
		 .u.memref = {m->offset, m->len, m->shm}},
		{.attr = TEE_IOCTL_PARAM_ATTR_TYPE_MEMREF_OUTPUT,
		 .u.memref = {m->reply_offset, m->room, m->shm}},
	};
	s64 result;

	if (m->shm && m->offset < shm->size - AREA_HEADER_LEN)
		put_unaligned_le32(BASE_VERSION, bytes + m->offset);
	result = invoke(sessions[0], PROCESS_MSG, param, 3);
	m->reply_len = param[2].u.memref.size;
	return result;
}

static int is_optee(struct tee_ioctl_version_data *version, const void *data)
{
	return version->impl_id == TEE_IMPL_ID_OPTEE;
}

static s64 open_session(int i, u8 last_byte, u32 login)
{
	uuid_t uuid = UUID_INIT(0xa8cfe406, 0xd4f5, 0x4a2e, 0x9f, 0x8d, 0xa2,
				0x5d, 0xc7, 0x54, 0xc0, 0x99);
	struct tee_ioctl_open_session_arg arg = {.clnt_login = login};
	int err;

	uuid.b[15] = last_byte;
	export_uuid(arg.uuid, &uuid);
	err = tee_client_open_session(contexts[i], &arg, NULL);
	sessions[i] = arg.session;
	return err < 0 ? err : (s64)arg.ret;
}

static int test_sessions(void)
{
	struct tee_param param = {
		.attr = TEE_IOCTL_PARAM_ATTR_TYPE_VALUE_OUTPUT};

	EXPECT(open_session(0, 0x98, TEE_IOCTL_LOGIN_REE_KERNEL) == NOT_FOUND);
	EXPECT(open_session(0, 0x99, TEE_IOCTL_LOGIN_PUBLIC) == DENIED);
	EXPECT(open_session(1, 0x99, TEE_IOCTL_LOGIN_REE_KERNEL) == SUCCESS);
	EXPECT(open_session(0, 0x99, TEE_IOCTL_LOGIN_REE_KERNEL) == SUCCESS);
	EXPECT(sessions[0] != sessions[1]);
	/* Another context's, and nobody's. */
	EXPECT(invoke(sessions[1], CAPABILITIES, &param, 1) == -EINVAL);
	EXPECT(tee_client_close_session(contexts[0], sessions[1]) == -EINVAL);
	EXPECT(invoke(0x7fffffff, CAPABILITIES, &param, 1) == -EINVAL);
	EXPECT(invoke(sessions[0], CAPABILITIES, &param, 1) == SUCCESS);
	EXPECT(param.u.value.a == (SMT | MSG));
	return 0;
}

static int test_commands(bool has_area)
{
	struct tee_param param = {
		.attr = TEE_IOCTL_PARAM_ATTR_TYPE_VALUE_INPUT};
	u32 func;

	for (func = CAPABILITIES; func <= PROCESS_MSG; func++) {
		s64 expected = func == PROCESS_SMT_MEM ? NOT_SUPPORTED
						       : BAD_PARAMETERS;

		/* No parameter; one of another type, or with no such handle. */
		EXPECT(invoke(sessions[0], func, NULL, 0) == expected);
		EXPECT(invoke(sessions[0], func, &param, 1) == expected);
	}
	EXPECT(invoke(sessions[0], 0xffffffff, &param, 1) == NOT_SUPPORTED);
	EXPECT(get_channel(8, MSG) == NOT_FOUND);
	EXPECT(get_channel(~0ULL, SMT) == NOT_FOUND);
	EXPECT(get_channel(UNUSED, SMT | MSG) == NOT_SUPPORTED);
	EXPECT(get_channel(UNUSED, SMT) == NOT_FOUND);
	EXPECT(get_channel(UNUSED, MSG) == HANDLE + UNUSED);
	EXPECT(get_channel(0, SMT) == (has_area ? HANDLE : NOT_FOUND));
	EXPECT(process_smt() == BAD_PARAMETERS);
	return 0;
}

static int test_memory(void)
{
	const struct msg good = {HANDLE + UNUSED, shm, 0, 4, 32, 0, 0};
	struct msg m;

#define WITH(...) (m = good, ##__VA_ARGS__, process_msg(&m))
	EXPECT(WITH(m.handle = UNUSED) == BAD_PARAMETERS);
	EXPECT(WITH(m.handle = HANDLE + 8) == BAD_PARAMETERS);
	EXPECT(WITH(m.shm = NULL) == BAD_PARAMETERS);
	EXPECT(WITH(m.len = 3) == BAD_PARAMETERS);
	EXPECT(WITH(m.len = LONGEST + 1) == BAD_PARAMETERS);
	EXPECT(WITH(m.len = ~0UL) == BAD_PARAMETERS);
	EXPECT(WITH(m.offset = shm->size) == BAD_PARAMETERS);
	EXPECT(WITH(m.offset = shm->size - 3) == BAD_PARAMETERS);
	EXPECT(WITH(m.offset = ~0UL) == BAD_PARAMETERS);
	EXPECT(WITH(m.reply_offset = shm->size - 31) == BAD_PARAMETERS);
	EXPECT(WITH(m.reply_offset = ~0UL - 3) == BAD_PARAMETERS);
	EXPECT(WITH(m.room = 3) == BAD_PARAMETERS);
#undef WITH
	return 0;
}

/* Replies at any alignment, within their room to the byte. */
static int test_messages(void)
{
	static const size_t offsets[] = {0, 1, 64};
	size_t room, i;

	for (i = 0; i < ARRAY_SIZE(offsets); i++) {
		for (room = 4; room <= VERSION_REPLY + 1; room++) {
			struct msg m = {HANDLE + UNUSED,
					shm,
					offsets[i],
					4,
					room,
					room,
					0};

			memset(bytes, PAGE_PATTERN, PAGE_SIZE);
			EXPECT(process_msg(&m) == SUCCESS);
			EXPECT(m.reply_len <= room);
			EXPECT(m.reply_len == VERSION_REPLY || room < 12);
			EXPECT(get_unaligned_le32(bytes + room) ==
			       BASE_VERSION);
			EXPECT(!memchr_inv(bytes + room + m.reply_len,
					   PAGE_PATTERN, 32) ||
			       offsets[i]);
			if (m.reply_len == 8)
				EXPECT(get_unaligned_le32(bytes + room + 4) ==
				       COMMS_ERROR);
		}
	}
	return 0;
}

static int test_area(void __iomem *area)
{
	static const u32 bad[] = {0,   3,	   0x80 - AREA_HEADER + 1,
				  133, 0x7fffffff, 0xffffffff};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		iowrite32(0, area + AREA_STATUS);
		iowrite32(bad[i], area + AREA_LENGTH);
		EXPECT(process_smt() == BAD_PARAMETERS);
		EXPECT(ioread32(area + AREA_STATUS) == AREA_STATUS_FREE);
	}
	iowrite32(0, area + AREA_STATUS);
	iowrite32(0x80 - AREA_HEADER, area + AREA_LENGTH);
	iowrite32(BASE_VERSION, area + AREA_HEADER);
	EXPECT(process_smt() == SUCCESS);
	EXPECT(ioread32(area + AREA_LENGTH) == 8);
	EXPECT(ioread32(area + AREA_PAYLOAD) == PROTOCOL_ERROR);
	EXPECT(ioread32(area + AREA_STATUS) == AREA_STATUS_FREE);
	return 0;
}

/* Maps the area of channel 0; NULL if it has none. */
static void __iomem *map_area(void)
{
	struct device_node *tee, *node;
	struct resource res;
	int err;

	tee = of_find_compatible_node(NULL, NULL, "scmi-perf,soft-tee");
	node = of_parse_phandle(tee, "shmem", 0);
	err = node ? of_address_to_resource(node, 0, &res) : -ENOENT;
	of_node_put(node);
	of_node_put(tee);
	return err ? NULL : ioremap(res.start, resource_size(&res));
}

static int run_tests(void)
{
	void __iomem *area = map_area();
	int ret;

	ret = test_sessions();
	ret = ret ?: test_commands(area);
	ret = ret ?: test_memory();
	ret = ret ?: test_messages();
	if (area) {
		ret = ret ?: test_area(area);
		iounmap(area);
	}
	return ret;
}

/* Closing the contexts closes their sessions. */
static int __init tee_client_init(void)
{
	int ret = -ENODEV;

	contexts[0] = tee_client_open_context(NULL, is_optee, NULL, NULL);
	if (IS_ERR(contexts[0]))
		return PTR_ERR(contexts[0]);
	contexts[1] = tee_client_open_context(NULL, is_optee, NULL, NULL);
	if (IS_ERR(contexts[1])) {
		ret = PTR_ERR(contexts[1]);
		goto close;
	}
	shm = tee_shm_alloc_kernel_buf(contexts[0], PAGE_SIZE);
	if (!IS_ERR(shm)) {
		bytes = tee_shm_get_va(shm, 0);
		ret = run_tests();
		tee_shm_free(shm);
	}
	tee_client_close_context(contexts[1]);
close:
	tee_client_close_context(contexts[0]);
	return ret;
}
module_init(tee_client_init);

static void __exit tee_client_exit(void)
{
}
module_exit(tee_client_exit);

MODULE_DESCRIPTION("A client of the software TEE that makes mistakes");
MODULE_LICENSE("GPL");
