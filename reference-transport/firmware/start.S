/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The entry of each processor, at EL2 with the MMU off, and the vectors. QEMU
 * starts the first processor here, PSCI the others.
 */
#define STACK_SHIFT 12
#define NR_CPUS	    8
#define FRAME	    160

	.section .text.start, "ax"
	.globl	_start
_start:
	mrs	x0, mpidr_el1
	and	x0, x0, #(NR_CPUS - 1)
	adrp	x1, stacks
	add	x1, x1, x0, lsl #STACK_SHIFT
	add	sp, x1, #(1 << STACK_SHIFT)
	bl	firmware_start
	isb
	ldr	x0, [x0, #8]		/* struct linux_entry, member x0 */
	mov	x1, xzr
	mov	x2, xzr
	mov	x3, xzr
	eret

	/* Keeps the registers that C may change. */
from_linux:
	sub	sp, sp, #FRAME
	stp	x0, x1, [sp]
	stp	x2, x3, [sp, #16]
	stp	x4, x5, [sp, #32]
	stp	x6, x7, [sp, #48]
	stp	x8, x9, [sp, #64]
	stp	x10, x11, [sp, #80]
	stp	x12, x13, [sp, #96]
	stp	x14, x15, [sp, #112]
	stp	x16, x17, [sp, #128]
	stp	x18, x30, [sp, #144]
	mov	x0, sp
	bl	firmware_trap
	ldp	x0, x1, [sp]
	ldp	x2, x3, [sp, #16]
	ldp	x4, x5, [sp, #32]
	ldp	x6, x7, [sp, #48]
	ldp	x8, x9, [sp, #64]
	ldp	x10, x11, [sp, #80]
	ldp	x12, x13, [sp, #96]
	ldp	x14, x15, [sp, #112]
	ldp	x16, x17, [sp, #128]
	ldp	x18, x30, [sp, #144]
	add	sp, sp, #FRAME
	eret

	/* Sixteen entries of 128 bytes. The ninth is a synchronous exception */
	/* from EL1 in AArch64; no other may occur. */
	.balign	0x800
	.globl	vectors
vectors:
	.rept	8
	.balign	0x80
	bl	firmware_panic
	.endr
	.balign	0x80
	b	from_linux
	.rept	7
	.balign	0x80
	bl	firmware_panic
	.endr

	.bss
	.balign	4096
stacks:
	.space	NR_CPUS << STACK_SHIFT
