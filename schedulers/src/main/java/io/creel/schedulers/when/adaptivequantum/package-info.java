/**
 * Time slices whose length follows the load. Much waiting work or a heavy tail of service times shortens them, so that
 * short requests get through; an idle machine lengthens them, because there preemption costs without a gain. The
 * quantum changes once per period: if at least one whole batch waits, or the longest run of the period was more than
 * eight times the mean, it is halved; if nothing waited, it grows by a quarter; it stays between 3 µs and 100 µs.
 * Source: LibPreemptible (Li et al., HPCA 2024): quantum from load and tail, between bounds, once per period; the steps
 * and thresholds are ours.
 */
@NullMarked
package io.creel.schedulers.when.adaptivequantum;

import org.jspecify.annotations.NullMarked;
