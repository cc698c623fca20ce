# SPDX-License-Identifier: GPL-2.0-only
# What a transfer takes on average, a bar a transport, a piece a phase.
# A line a transport: its name, then where each of the seven pieces ends.
phases = "submit doorbell service dispatch transport wakeup other"
phase_color(i) = i < 7 ? color(i) : gray
stats data using 8 nooutput
n = STATS_records

set title legend ? "Mean time of a transfer, by phase" : ""
set xlabel "mean [" . unit . "]" noenhanced
set xrange [0 : STATS_max * 1.15]
set yrange [n - 0.5 : -0.5]
set ytics scale 0
set grid noytics
half = n < 3 ? 0.12 * n : 0.35
start(i) = i == 1 ? 0 : column(i)
plot for [i = 1 : 7] data \
	using ((start(i) + column(i + 1)) / 2):0:(start(i)):(column(i + 1)):($0 - half):($0 + half):ytic(1) \
	with boxxyerror linecolor rgb phase_color(i) title word(phases, i), \
	data using 8:0:(sprintf($8 < 1000 ? "%.1f" : "%.0f", $8)) with labels left \
	offset character 0.5, 0 \
	textcolor rgb ink noenhanced notitle
