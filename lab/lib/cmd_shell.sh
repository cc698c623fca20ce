# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# scmi-lab shell: an interactive guest.

shell_help() {
	cat <<-'HELP'
		Usage: lab/scmi-lab shell [OPTION...]

		Boot a guest with everything loaded and give a shell in it. To leave:
		exit, or Ctrl-A X. There is no time limit.

	HELP
	guest_options_help | grep -v -e --timeout
	cat <<-'HELP'

		Example:
		  lab/scmi-lab shell --cpus 2 --service exp:20us
	HELP
}

cmd_shell() {
	local -a QEMU_ARGS

	# A person looks at the clock.
	guest_defaults wall
	while [ $# -gt 0 ]; do
		case $1 in
		--help) shell_help && return ;;
		*) guest_option "$@" || usage_error "unexpected argument '$1'" ;;
		esac
		shift 2
	done
	guest_check_options

	guest_prepare
	guest_job shell
	guest_qemu_args
	note "booting; leave with 'exit' or Ctrl-A X"
	qemu-system-aarch64 "${QEMU_ARGS[@]}" -serial mon:stdio
}
