package io.creel.cli.policies;

/**
 * One request.
 *
 * @param number
 *            its number, in the order of sending, from 0
 * @param type
 *            the number of its type, from 0
 * @param serviceNs
 *            how long it computes
 * @param flowNumber
 *            the number of its flow, from 0
 * @param flow
 *            the key of its flow, in place of a hash of addresses and ports
 * @param dueNs
 *            when it arrives, even if no worker is free then
 */
record OfferedRequest(int number, int type, long serviceNs, int flowNumber, long flow, long dueNs) {
}
