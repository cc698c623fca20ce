// SPDX-License-Identifier: GPL-2.0-only
/* Events of hooks in a transport, which name no transfer. */
#include "unit_test.h"
#include "import.h"

#define SENDER 10
#define OTHER  11

struct step {
	enum ftrace_kind kind;
	uint32_t cpu, pid, transfer_id;
};

/* Imports events, 100 ns apart. */
static void import_steps(struct profile *p, enum transport transport,
			 const struct step *step, size_t n)
{
	struct importer *im = importer_new(p);

	importer_set_transport(im, transport, true);
	for (size_t i = 0; i < n; i++) {
		struct import_line line = {
			.event = {.kind = step[i].kind,
				  .time_ns = 1000000 + 100 * i,
				  .decimals = 9,
				  .protocol = 0x15,
				  .message = 6,
				  .transfer_id = step[i].transfer_id,
				  .seq = (uint16_t)step[i].transfer_id,
				  .context = {.cpu = step[i].cpu,
					      .pid = step[i].pid}},
			.number = 1};
		const struct import_lines lines = {.text = "",
						   .records = true,
						   .lines = 1,
						   .n = 1,
						   .line = &line};

		importer_feed_lines(im, &lines);
	}
	importer_finish(im);
	importer_free(im);
}

#define IMPORT_STEPS(p, transport, ...)                                \
	import_steps(p, transport, (const struct step[]){__VA_ARGS__}, \
		     sizeof((const struct step[]){__VA_ARGS__}) /      \
			     sizeof(struct step))

static void check_phase(const struct profile *p, enum lc_phase phase,
			uint64_t count, uint64_t sum_ns)
{
	assert_int_equal(p->series[0].phase[phase].count, count);
	assert_int_equal(p->series[0].phase[phase].sum, sum_ns);
}

static void virtio_has_all_phases(void **state)
{
	struct profile p = {0};

	IMPORT_STEPS(&p, TRANSPORT_VIRTIO, {FTRACE_BEGIN, 0, SENDER, 1},
		     {FTRACE_RING, 0, SENDER, 0}, {FTRACE_RUNG, 0, SENDER, 0},
		     {FTRACE_WAIT, 0, SENDER, 1}, {FTRACE_SIGNAL, 1, 0, 0},
		     {FTRACE_RX_DONE, 1, 0, 1}, {FTRACE_END, 0, SENDER, 1});
	assert_int_equal(p.series[0].key.transport, TRANSPORT_VIRTIO);
	check_phase(&p, LC_SUBMIT, 1, 100);
	check_phase(&p, LC_DOORBELL, 1, 100);
	check_phase(&p, LC_SERVICE, 1, 200);
	check_phase(&p, LC_DISPATCH, 1, 100);
	check_phase(&p, LC_WAKEUP, 1, 100);
	check_phase(&p, LC_ANSWER, 1, 300);
	check_phase(&p, LC_TRANSPORT, 0, 0);
	profile_free(&p);
}

/* Its doorbell ends with the response wait. */
static void mailbox_has_all_phases(void **state)
{
	struct profile p = {0};

	IMPORT_STEPS(&p, TRANSPORT_MAILBOX, {FTRACE_BEGIN, 0, SENDER, 1},
		     {FTRACE_RING, 0, SENDER, 0}, {FTRACE_WAIT, 0, SENDER, 1},
		     {FTRACE_SIGNAL, 1, 0, 0}, {FTRACE_RX_DONE, 1, 0, 1},
		     {FTRACE_END, 0, SENDER, 1});
	check_phase(&p, LC_SUBMIT, 1, 100);
	check_phase(&p, LC_DOORBELL, 1, 100);
	check_phase(&p, LC_SERVICE, 1, 100);
	check_phase(&p, LC_DISPATCH, 1, 100);
	profile_free(&p);
}

/* Without an interrupt the call brings the reply: service is the rest. */
static void smc_has_submit_and_service(void **state)
{
	struct profile p = {0};

	IMPORT_STEPS(&p, TRANSPORT_SMC, {FTRACE_BEGIN, 0, SENDER, 1},
		     {FTRACE_RING, 0, SENDER, 0}, {FTRACE_WAIT, 0, SENDER, 1},
		     {FTRACE_END, 0, SENDER, 1});
	check_phase(&p, LC_SUBMIT, 1, 100);
	check_phase(&p, LC_SERVICE, 1, 200);
	check_phase(&p, LC_DOORBELL, 0, 0);
	profile_free(&p);
}

/* Two tasks ring at the same time; another one rings for no transfer. */
static void a_doorbell_is_for_the_transfer_of_its_task(void **state)
{
	struct profile p = {0};

	IMPORT_STEPS(&p, TRANSPORT_MAILBOX, {FTRACE_BEGIN, 0, SENDER, 1},
		     {FTRACE_BEGIN, 1, OTHER, 2}, {FTRACE_RING, 2, 99, 0},
		     {FTRACE_RING, 1, OTHER, 0}, {FTRACE_WAIT, 1, OTHER, 2},
		     {FTRACE_RING, 1, OTHER, 0}, {FTRACE_RING, 0, SENDER, 0},
		     {FTRACE_WAIT, 0, SENDER, 1}, {FTRACE_SIGNAL, 3, 0, 0},
		     {FTRACE_RX_DONE, 3, 0, 2}, {FTRACE_RX_DONE, 3, 0, 1},
		     {FTRACE_END, 1, OTHER, 2}, {FTRACE_END, 0, SENDER, 1});
	/* 200 ns of the other, 600 ns of the sender. */
	check_phase(&p, LC_SUBMIT, 2, 800);
	check_phase(&p, LC_DOORBELL, 2, 200);
	/* One signal for both replies. */
	check_phase(&p, LC_DISPATCH, 2, 300);
	profile_free(&p);
}

/* A poller found the reply, after a task has run on the processor. */
static void an_old_signal_is_for_no_reply(void **state)
{
	struct profile p = {0};

	IMPORT_STEPS(&p, TRANSPORT_MAILBOX, {FTRACE_SIGNAL, 1, 0, 0},
		     {FTRACE_BEGIN, 1, SENDER, 1}, {FTRACE_RING, 1, SENDER, 0},
		     {FTRACE_WAIT, 1, SENDER, 1}, {FTRACE_RX_DONE, 1, 0, 1},
		     {FTRACE_END, 1, SENDER, 1});
	check_phase(&p, LC_DISPATCH, 0, 0);
	check_phase(&p, LC_TRANSPORT, 1, 300);
	check_phase(&p, LC_WAKEUP, 1, 100);
	profile_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(virtio_has_all_phases),
		cmocka_unit_test(mailbox_has_all_phases),
		cmocka_unit_test(smc_has_submit_and_service),
		cmocka_unit_test(a_doorbell_is_for_the_transfer_of_its_task),
		cmocka_unit_test(an_old_signal_is_for_no_reply),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
