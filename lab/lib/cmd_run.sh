# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# scmi-lab run: one load in one guest, and its figures.

run_help() {
	cat <<-'HELP'
		Usage: lab/scmi-lab run --out DIR [OPTION...]

		Boot a guest, send SCMI messages over a transport while an observer
		watches, and leave in DIR:

		  run.scmi       what 'scmi-perf record' wrote (--observer record)
		  truth.json     what the load itself measured
		  platform.json  what the platform counted: messages, faults
		  console.log    the guest's console
		  dmesg.log      the guest's kernel log

		Ends with status 1, the reason and the last lines of the console if
		the guest panics, hangs, warns, if the load fails, or if the observer
		cannot attach.

	HELP
	guest_options_help
	cat <<-'HELP'
		  --load SPEC           WORK:COUNT[,threads=N][,gap=US][,async][,poll][,notify]
		                        (sensor:2000; COUNT is the sum of all threads);
		                        WORK is sensor, clock, perf, power, reset, voltage,
		                        or mixed: all of them in turn
		  --observer NAME       record (default): scmi-perf record; record:LEVEL
		                        with --hooks LEVEL
		                        none: the load alone
		                        empty:LEVEL: empty programs on the same hooks
		                        tracefs: begin, rx_done and end through tracefs
		                        tracefs-all: all scmi events through tracefs

		Examples:
		  lab/scmi-lab run --out /tmp/r --load sensor:2000
		  lab/scmi-lab run --out /tmp/r --profile wall --cpus 2 \
		      --load sensor:20000,threads=8 --service exp:20us
		  lab/scmi-lab run --out /tmp/r --transport mailbox --fault plan.txt \
		      --load mixed:4000,threads=4,async,notify
	HELP
}

cmd_run() {
	local load=sensor:2000 observer=record out=''

	guest_defaults
	while [ $# -gt 0 ]; do
		case $1 in
		--load) load=$(option_value "$@") || exit 1 ;;
		--observer) observer=$(option_value "$@") || exit 1 ;;
		--out) out=$(option_value "$@") || exit 1 ;;
		--help) run_help && return ;;
		*) guest_option "$@" || usage_error "unexpected argument '$1'" ;;
		esac
		shift 2
	done
	guest_check_options
	[ "$observer" != record ] || observer=record:transport
	[[ $load =~ ^[a-z0-9:,=]+$ ]] ||
		usage_error "--load is WORK:COUNT[,threads=N][,gap=US][,async][,poll][,notify], not '$load'"
	[[ $observer =~ ^(none|(record|empty):(core|transport|all)|tracefs|tracefs-all)$ ]] ||
		usage_error "there is no observer '$observer'"
	guest_out "$out"

	guest_prepare
	guest_job run "LOAD=$load" "OBSERVER=$observer" "PROFILE=${GUEST[profile]}"
	guest_boot
	console_verdict "$out" || exit 1
	run_check_results "$out" "$observer"
	note "results: $out"
}

# run_check_results OUT OBSERVER: the job said that it went well; so all its
# results must be there.
run_check_results() {
	[ -s "$1/truth.json" ] || die "the load left no figures ($1/truth.json)"
	[[ $2 != record:* ]] || [ -s "$1/run.scmi" ] || die "record left no profile ($1/run.scmi)"
	[ -s "$1/platform.json" ] || die "the platform left no counts ($1/platform.json)"
}
