# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034 # the tests use address
# Starts servers of Prometheus. Source it behind exporter.bash, whose end_all ends them.

# start_prometheus NAME CONFIG ARG...: starts one in the folder NAME at a free port, and
# sets address.
start_prometheus() {
	local log=$1.log

	prometheus --config.file="$2" --storage.tsdb.path="$1" \
		--web.listen-address=127.0.0.1:0 "${@:3}" >"$log" 2>&1 3>&- &
	started+=($!)
	wait_until grep -q 'msg="Listening on"' "$log"
	address=$(sed -n 's/.*msg="Listening on".* address=\([0-9.:]*\).*/\1/p' "$log")
}

# api ADDRESS QUERY: prints the result of a query as JSON.
api() {
	get -G "http://$1/api/v1/query" --data-urlencode "query=$2"
}

# value ADDRESS QUERY: prints the number that a query results in; fails without one.
value() {
	api "$1" "$2" | jq -er '.data.result | if length == 1 then .[0].value[1] else empty end'
}

# is ADDRESS QUERY VALUE: true if the query results in that number.
is() {
	[ "$(value "$1" "$2")" = "$3" ]
}

# rows ADDRESS QUERY LABEL...: prints each result as the values of these labels and the
# number, separated by commas.
rows() {
	api "$1" "$2" | jq -r '.data.result[] | [.metric[$ARGS.positional[]], .value[1]] | join(",")' \
		--args "${@:3}" | sort
}
