# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# The lab's kernels for measurements. Source it.

# kernel_for TRANSPORT: print the kernel to measure a transport on: 6.12, which cannot
# poll for all messages of a mailbox.
kernel_for() {
	case $1 in
	mailbox-polled) echo 7.2 ;;
	*) echo 6.12 ;;
	esac
}
