package io.creel.schedulers.os;

import io.creel.schedulers.latency.SwitchRecords;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Reads the kernel's ring of switches of one CPU. Its records were never taken out, so it begins at its first byte and
 * does not wrap; when it is full the kernel drops records.
 *
 * <pre>
 *    PERF_RECORD_SWITCH_CPU_WIDE
 *    0      4      6      8            12           16    20    24          32
 *   +------+------+------+------------+------------+-----+-----+-----------+
 *   | type | misc | size | other pid  | other tid  | pid | tid |   time    |
 *   +------+------+------+------------+------------+-----+-----+-----------+
 *    PERF_RECORD_COMM, when a thread gets a name: header, pid, tid, then the name and a zero
 * </pre>
 */
final class SwitchRing {
    static final int SWITCH = 15;
    static final int SWITCH_BYTES = 32;
    static final int OUT = 1 << 13;
    static final int PREEMPTED = 1 << 14;
    static final int COMM = 3;
    private static final int NAME = 16;
    private static final int LOST = 2;
    private static final int LOST_COUNT = 16;
    /** A ring with less room than this may have dropped a record. */
    private static final int FULL_BYTES = 128;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private SwitchRing() {
    }

    /**
     * Adds the records of a ring.
     *
     * @param data
     *            the ring without its first page
     * @param head
     *            how many bytes the kernel has written
     * @param dropped
     *            how many records the kernel says that it has dropped
     */
    static void read(int cpu, MemorySegment data, long head, long dropped, SwitchRecords.RecordsBuilder to) {
        to.lost(dropped == 0 && data.byteSize() - head < FULL_BYTES ? 1 : dropped);
        long end = Math.min(head, data.byteSize());
        long at = 0;
        while (at + Long.BYTES <= end) {
            int size = Short.toUnsignedInt(data.get(SHORT, at + 6));
            if (size == 0 || at + size > end) {
                to.lost(1); // not a record: what follows cannot be read
                return;
            }
            int type = data.get(INT, at);
            if (type == SWITCH) {
                record(cpu, data, at, to);
            } else if (type == COMM) {
                to.name(data.get(INT, at + 12), data.getString(at + NAME));
            } else if (type == LOST) {
                to.lost(data.get(LONG, at + LOST_COUNT));
            }
            at += size;
        }
    }

    private static void record(int cpu, MemorySegment data, long at, SwitchRecords.RecordsBuilder to) {
        int misc = Short.toUnsignedInt(data.get(SHORT, at + 4));
        int otherPid = data.get(INT, at + 8);
        int otherTid = data.get(INT, at + 12);
        int pid = data.get(INT, at + 16);
        int tid = data.get(INT, at + 20);
        long timeNs = data.get(LONG, at + 24);
        if ((misc & OUT) != 0) {
            to.out(cpu, timeNs, pid, tid, (misc & PREEMPTED) != 0, otherPid, otherTid);
        } else {
            to.in(cpu, timeNs, pid, tid, otherPid, otherTid);
        }
    }
}
