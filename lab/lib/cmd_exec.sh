# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# scmi-lab exec: run a script in a guest.

exec_help() {
	cat <<-'HELP'
		Usage: lab/scmi-lab exec --out DIR [OPTION...] -- SCRIPT-FILE

		Boot a guest with everything loaded and run SCRIPT-FILE there with
		busybox's sh. Files that the script writes to /out are copied to DIR,
		beside console.log and dmesg.log; its output is printed. The guest has
		scmi-perf and 'load SPEC', which sends messages. With --device the
		lab adds platform.json and device.log, see lab/scmi-lab run --help.

		The exit status is the script's, or 125 if the guest panicked, hung,
		warned, or could not be started.

	HELP
	guest_options_help
	device_options_help
	own_options_help
	cat <<-'HELP'
		  --env NAME=VALUE      environment of the script; repeatable
		  --file FILE           a file for the script, as /job/files/NAME;
		                        repeatable
		  --package NAME        a Debian package whose programs the script uses,
		                        with their full paths; repeatable

		Example:
		  echo 'scmi-perf doctor >/out/doctor.txt' >/tmp/s
		  lab/scmi-lab exec --out /tmp/r -- /tmp/s
	HELP
}

# exec_output: print the script's output.
exec_output() {
	awk '/^\[end script 0\]$/ { exit } on { print } /^\[begin script\]$/ { on = 1 }' \
		"$LAB_WORK/log"
}

cmd_exec() {
	local out='' script='' pair package file
	local -a env=() packages=() files=()

	guest_defaults
	while [ $# -gt 0 ]; do
		case $1 in
		--out) out=$(option_value "$@") || exit 1 ;;
		--env)
			pair=$(option_value "$@") || exit 1
			[[ $pair =~ ^[A-Za-z_][A-Za-z_0-9]*=[^\']*$ ]] ||
				usage_error "invalid value '$pair' for --env: must be NAME=VALUE, without quotes"
			env+=("$pair")
			;;
		--package)
			package=$(option_value "$@") || exit 1
			[[ $package =~ ^[a-z0-9][a-z0-9.+-]+$ ]] ||
				usage_error "invalid value '$package' for --package: must be the name of a Debian package"
			packages+=("$package")
			;;
		--file)
			file=$(option_value "$@") || exit 1
			[[ -f $file && -r $file ]] || usage_error "cannot read the file '$file'"
			files+=("$file")
			;;
		--help) exec_help && return ;;
		--) shift && break ;;
		*) guest_option "$@" || usage_error "unexpected argument '$1'" ;;
		esac
		shift 2
	done
	[ $# -eq 1 ] || usage_error "one SCRIPT-FILE is required, after --"
	script=$1
	[ -r "$script" ] || die "cannot read the script '$script'"
	guest_check_options
	[ ${#packages[@]} -eq 0 ] || [ "$(kernel_arch "${GUEST[kernel]}")" = arm64 ] ||
		usage_error "--package is for arm64 only"
	guest_out "$out"

	guest_prepare
	if [ ${#files[@]} -ne 0 ]; then
		# Beside the job's own files, whose names they may have.
		mkdir "$LAB_WORK/job/files"
		cp -p "${files[@]}" "$LAB_WORK/job/files/"
	fi
	cp "$script" "$LAB_WORK/job/script"
	mkdir -p "$LAB_WORK/job-root"
	for package in "${packages[@]}"; do
		programs_add "$package" "$LAB_WORK/job-root"
	done
	guest_job exec "${env[@]}"
	guest_boot
	console_verdict "$out" || exit 125
	device_end "$out" || exit 125
	exec_output
	exit "$GUEST_RESULT"
}
