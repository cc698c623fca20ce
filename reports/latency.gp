# SPDX-License-Identifier: GPL-2.0-only
# Histograms above each other, one a series, each as high as the others.
# A block a series: title; low, high (of all); then edge, height of 0 … 1.
stats data using 1 nooutput
n = STATS_blocks
low = STATS_min
high = STATS_max

set title legend ? "Latency of whole transfers, by series" : ""
set xrange [low : high]
set yrange [0 : n]
if (high / low > 4) {
	set logscale x
	set xtics ()
	do for [e = low_decade(low) : high_decade(high)] {
		do for [s in steps(low, high)] {
			set xtics add (sprintf("%g", s * 10.0 ** e) s * 10.0 ** e)
		}
	}
}
set ytics ()
do for [i = 1 : n] {
	set ytics add (sprintf("%d", i) n - i + 0.4)
}
set ytics scale 0
set grid noytics
plot for [i = 1 : n] data index i - 1 \
	using 1:(n - i):(n - i + 0.9 * $2) with filledcurves \
	linecolor rgb color(i) fillstyle transparent solid 0.35 notitle, \
	for [i = 1 : n] data index i - 1 using 1:(n - i + 0.9 * $2) with lines \
	linecolor rgb color(i) linewidth 1.5 title columnheader(1)
