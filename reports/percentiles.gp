# SPDX-License-Identifier: GPL-2.0-only
# Latency by percentile, the axis stretched by the logarithm of 1 / (1 - p).
# A block a series: title, then 1 / (1 - p) and latency.
stats data using 2 nooutput
n = STATS_blocks
low = STATS_min * 0.9
high = STATS_max * 1.1

set title legend ? "Latency of whole transfers, by percentile" : ""
set xlabel "percentile"
set ylabel "latency [" . unit . "]" noenhanced
set logscale x
stats data using 1 nooutput
set xrange [1 : STATS_max > 10 ? STATS_max : 10]
set xtics ("0" 1, "50" 2, "90" 10, "99" 100, "99.9" 1e3, "99.99" 1e4, \
	"99.999" 1e5, "99.9999" 1e6, "99.99999" 1e7)
set yrange [low : high]
if (high / low > 4) {
	set logscale y
	set ytics ()
	do for [e = low_decade(low) : high_decade(high)] {
		do for [s in steps(low, high)] {
			set ytics add (sprintf("%g", s * 10.0 ** e) s * 10.0 ** e)
		}
	}
}
plot for [i = 1 : n] data index i - 1 using 1:2 with lines \
	linecolor rgb color(i) linewidth 2 title columnheader(1)
