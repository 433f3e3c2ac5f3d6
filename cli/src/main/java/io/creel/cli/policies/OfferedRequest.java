package io.creel.cli.policies;

/**
 * One request.
 *
 * @param type
 *            of which kind, from 0
 * @param serviceNs
 *            how long it computes
 * @param flowNumber
 *            the number of its flow, from 0
 * @param flow
 *            the key of its flow, as the hash of addresses and ports would be
 * @param dueNs
 *            when it arrives, whether or not somebody has time for it then
 */
record OfferedRequest(int type, long serviceNs, int flowNumber, long flow, long dueNs) {
}
