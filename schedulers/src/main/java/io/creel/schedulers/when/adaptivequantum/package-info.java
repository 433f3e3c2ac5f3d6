/**
 * Time slices whose length follows the load: much waiting work or a heavy tail of service times shortens them, so that short
 * requests get through; an idle machine lengthens them, because preemption costs and nobody gains. Once a period: with at least one whole
 * batch waiting, or where the longest run of the period was more than eight times the mean, the quantum is halved; where nothing
 * waited, it grows by a quarter; between 3 µs and 100 µs. Source: LibPreemptible (Li et al., HPCA 2024): quantum from load and
 * tail, between bounds, once a period; the steps and thresholds are ours.
 */
package io.creel.schedulers.when.adaptivequantum;
