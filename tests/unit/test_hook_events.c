// SPDX-License-Identifier: GPL-2.0-only
/* Events of hooks in a transport, which name no transfer. */
#include "unit_test.h"
#include "import.h"

#define SENDER 10
#define OTHER  11
#define POLLER 12 /* polls for its reply */

struct step {
	enum ftrace_kind kind;
	uint32_t cpu, pid, transfer_id;
};

static const struct import_instance instances[] = {
	{.number = 0, /* of POLLER */
	 .transport = TRANSPORT_SMC,
	 .channel = {[0x15] = 0x10}},
	{.number = 3, /* of OTHER */
	 .transport = TRANSPORT_MAILBOX,
	 .channel = {[0x15] = 0x15}},
};

/* Imports events, 100 ns apart. @transport: of all; unknown: of two instances. */
static void import_steps(struct profile *p, enum transport transport,
			 const struct step *step, size_t n)
{
	const struct import_instance instance = {.transport = transport};
	struct importer *im = importer_new(p);

	importer_use_hooks(im);
	if (transport)
		importer_note_instance(im, &instance, false);
	for (size_t i = 0; i < 2 && !transport; i++)
		importer_note_instance(im, &instances[i], true);
	for (size_t i = 0; i < n; i++) {
		struct import_line line = {
			.event = {.kind = step[i].kind,
				  .time_ns = 1000000 + 100 * i,
				  .decimals = 9,
				  .protocol = 0x15,
				  .message = 6,
				  .transfer_id = step[i].transfer_id,
				  .seq = (uint16_t)step[i].transfer_id,
				  .poll = step[i].pid == POLLER,
				  .instance = transport		      ? 0
					      : step[i].pid == POLLER ? 1
					      : step[i].pid == OTHER  ? 4
								      : 0,
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

/* Linux 5.10 has no response wait: the doorbell ends with the function's exit. */
static void mailbox_without_waits_has_all_phases(void **state)
{
	struct profile p = {0};

	IMPORT_STEPS(&p, TRANSPORT_MAILBOX, {FTRACE_BEGIN, 0, SENDER, 1},
		     {FTRACE_RING, 0, SENDER, 0}, {FTRACE_RUNG, 0, SENDER, 0},
		     {FTRACE_SIGNAL, 1, 0, 0}, {FTRACE_RX_DONE, 1, 0, 1},
		     {FTRACE_END, 0, SENDER, 1});
	check_phase(&p, LC_SUBMIT, 1, 100);
	check_phase(&p, LC_DOORBELL, 1, 100);
	check_phase(&p, LC_SERVICE, 1, 100);
	check_phase(&p, LC_TRANSPORT, 0, 0);
	profile_free(&p);
}

/* A doorbell that was not seen to end has no phase, rather than one of 0 ns. */
static void a_doorbell_without_its_exit_is_no_phase(void **state)
{
	struct profile p = {0};

	IMPORT_STEPS(&p, TRANSPORT_MAILBOX, {FTRACE_BEGIN, 0, SENDER, 1},
		     {FTRACE_RING, 0, SENDER, 0}, {FTRACE_SIGNAL, 1, 0, 0},
		     {FTRACE_RX_DONE, 1, 0, 1}, {FTRACE_END, 0, SENDER, 1});
	check_phase(&p, LC_SUBMIT, 0, 0);
	check_phase(&p, LC_DOORBELL, 0, 0);
	check_phase(&p, LC_TRANSPORT, 1, 300);
	check_phase(&p, LC_WAKEUP, 1, 100);
	profile_free(&p);
}

/* Without an interrupt the call brings the reply: service is the rest. */
static void smc_has_submit_and_service(void **state)
{
	struct profile p = {0};

	IMPORT_STEPS(&p, TRANSPORT_SMC, {FTRACE_BEGIN, 0, POLLER, 1},
		     {FTRACE_RING, 0, POLLER, 0}, {FTRACE_WAIT, 0, POLLER, 1},
		     {FTRACE_END, 0, POLLER, 1});
	check_phase(&p, LC_SUBMIT, 1, 100);
	check_phase(&p, LC_SERVICE, 1, 200);
	check_phase(&p, LC_DOORBELL, 0, 0);
	profile_free(&p);
}

static void smc_with_an_interrupt_has_all_phases(void **state)
{
	struct profile p = {0};

	IMPORT_STEPS(&p, TRANSPORT_SMC, {FTRACE_BEGIN, 0, SENDER, 1},
		     {FTRACE_RING, 0, SENDER, 0}, {FTRACE_WAIT, 0, SENDER, 1},
		     {FTRACE_SIGNAL, 1, 0, 0}, {FTRACE_RX_DONE, 1, 0, 1},
		     {FTRACE_END, 0, SENDER, 1});
	check_phase(&p, LC_DOORBELL, 1, 100);
	check_phase(&p, LC_SERVICE, 1, 100);
	check_phase(&p, LC_DISPATCH, 1, 100);
	profile_free(&p);
}

/* Both send the same message with the same token. A third is unknown. */
static void instances_are_kept_apart(void **state)
{
	struct profile p = {0};

	IMPORT_STEPS(&p, TRANSPORT_UNKNOWN, {FTRACE_BEGIN, 0, POLLER, 1},
		     {FTRACE_BEGIN, 1, OTHER, 1025},
		     {FTRACE_BEGIN, 2, SENDER, 7}, {FTRACE_RING, 0, POLLER, 0},
		     {FTRACE_RING, 1, OTHER, 0}, {FTRACE_WAIT, 0, POLLER, 1},
		     {FTRACE_WAIT, 1, OTHER, 1025}, {FTRACE_END, 0, POLLER, 1},
		     {FTRACE_END, 1, OTHER, 1025}, {FTRACE_END, 2, SENDER, 7});
	assert_int_equal(p.n_series, 3);
	assert_int_equal(p.series[0].key.transport, TRANSPORT_UNKNOWN);
	assert_int_equal(p.series[1].key.instance, 0);
	assert_int_equal(p.series[1].key.transport, TRANSPORT_SMC);
	assert_int_equal(p.series[1].key.channel, 0x10);
	assert_int_equal(p.series[1].phase[LC_DOORBELL].count, 0);
	assert_int_equal(p.series[2].key.instance, 3);
	assert_int_equal(p.series[2].key.transport, TRANSPORT_MAILBOX);
	assert_int_equal(p.series[2].key.channel, 0x15);
	assert_int_equal(p.series[2].phase[LC_DOORBELL].count, 1);
	for (int i = 0; i < 3; i++)
		assert_int_equal(p.series[i].counter[LC_COMPLETED], 1);
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
		cmocka_unit_test(mailbox_without_waits_has_all_phases),
		cmocka_unit_test(a_doorbell_without_its_exit_is_no_phase),
		cmocka_unit_test(smc_has_submit_and_service),
		cmocka_unit_test(smc_with_an_interrupt_has_all_phases),
		cmocka_unit_test(instances_are_kept_apart),
		cmocka_unit_test(a_doorbell_is_for_the_transfer_of_its_task),
		cmocka_unit_test(an_old_signal_is_for_no_reply),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
