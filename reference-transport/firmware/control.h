/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The interface between the firmware and scmi_smc_firmware.ko: calls, and the
 * memory that both use. Plain data of one compiler's layout; both are built from
 * the same tree for AArch64.
 */
#ifndef SCMI_REF_CONTROL_H
#define SCMI_REF_CONTROL_H

#include "../platform/counts.h"
#include "../platform/plan.h"
#include "../platform/service.h"

/* Function identifiers: fast calls of a silicon provider (SMCCC, section 6). */
#define FIRMWARE_SCMI	  0x82000010u /* SMC32: "arm,smc-id" */
#define FIRMWARE_SCMI64	  0xc2000010u /* the same as SMC64 */
#define FIRMWARE_START	  0x82000020u
#define FIRMWARE_SET_PLAN 0x82000021u
#define FIRMWARE_READ	  0x82000022u

/* Capability of the channel on a qcom,scmi-smc node, at the area's end. */
#define FIRMWARE_CAPABILITY 0x5c3100c0ffee0001ull

#define FIRMWARE_STAMPS 16384 /* a power of two */

/**
 * struct firmware_stamp - times of a message, in ticks of the system counter
 * @entry: the call came
 * @exit: the call returns
 * @reply: the reply is in shared memory; 0: it never was
 * @hdr: header of the message
 * @interrupt: an interrupt brings the reply; 0: the call does
 */
struct firmware_stamp {
	u64 entry;
	u64 exit;
	u64 reply;
	u32 hdr;
	u32 interrupt;
};

/**
 * struct firmware_control - the memory that both use
 * @service: read by FIRMWARE_START
 * @doorbell_ns: read by FIRMWARE_START: the time that a call spins before its
 * message is accepted
 * @plan: read by FIRMWARE_SET_PLAN, written by FIRMWARE_READ
 * @counts: written by FIRMWARE_READ
 * @empty_doorbells: written by FIRMWARE_READ: calls without a message
 * @frequency: ticks a second, written by FIRMWARE_READ
 * @nr_stamps: messages since FIRMWARE_START, written by FIRMWARE_READ
 * @stamps: message i is at i modulo FIRMWARE_STAMPS
 */
struct firmware_control {
	struct scmi_service service;
	u64 doorbell_ns;
	struct scmi_plan plan;
	struct scmi_counts counts;
	u64 empty_doorbells;
	u64 frequency;
	u64 nr_stamps;
	struct firmware_stamp stamps[FIRMWARE_STAMPS];
};

#endif
