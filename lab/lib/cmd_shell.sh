# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# scmi-lab shell: an interactive guest.

shell_help() {
	cat <<-'HELP'
		Usage: lab/scmi-lab shell [OPTION...]

		Boot a guest with everything loaded and start a shell in it. To leave,
		type exit or Ctrl-A X. The guest has no time limit.

	HELP
	guest_options_help | grep -v -e --timeout
	device_options_help
	own_options_help
	cat <<-'HELP'

		Example:
		  lab/scmi-lab shell --cpus 2 --service exp:20us
	HELP
}

# shell_terminal: print the terminal's name and size as arguments of guest_job, and
# copy the terminal's description into the job.
shell_terminal() {
	local dir entry rows columns

	[[ -t 0 && ${TERM:-} =~ ^[A-Za-z0-9][A-Za-z0-9.+_-]*$ ]] || return 0
	read -r rows columns < <(stty size)
	printf '%s\n' "TERM=$TERM" "ROWS=$rows" "COLUMNS=$columns"
	for dir in "${TERMINFO:-}" ~/.terminfo {/etc,/lib,/usr/share}/terminfo; do
		entry=${TERM:0:1}/$TERM
		[ ! -f "$dir/$entry" ] || {
			install -D -m 644 "$dir/$entry" "$LAB_WORK/job/terminfo/$entry"
			return
		}
	done
}

cmd_shell() {
	local -a QEMU_ARGS terminal

	# A person uses it, so the clock must be real.
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
	mapfile -t terminal < <(shell_terminal)
	guest_job shell "${terminal[@]}"
	guest_qemu_args
	note "booting; leave with 'exit' or Ctrl-A X"
	device_start
	(cd "$LAB_WORK" && "$QEMU" "${QEMU_ARGS[@]}" -serial mon:stdio)
}
