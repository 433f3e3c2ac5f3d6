package io.creel.ip.tcp;

import io.creel.ip.ShortGuard;

/**
 * What connections of a host borrow from the first byte on and give back when it is gone, so that an idle connection
 * holds no buffer.
 */
final class HostBuffers {
    /** Free send rings that are kept, in bytes together. */
    private static final int KEPT_BYTES = 16 << 20;
    private static final int KEPT_TABLES = 256;

    /** Bytes to be sent or acknowledged. */
    final BufferPool<byte[]> rings;
    /** Segments in flight. */
    final BufferPool<SentSegments.SegmentSlots> segments;
    /** Frames that were not read. */
    final BufferPool<ReceiveQueue.FrameSlots> frames;
    /** Ranges behind a gap. */
    final BufferPool<OutOfOrderQueue.RangeSlots> ranges;
    final RingWaiters waiters;
    final HeldFrames held;

    HostBuffers(TcpSettings settings, int maxConnections, ShortGuard guard) {
        int ringBytes = settings.sendBufferBytes();
        rings = new BufferPool<>(() -> new byte[ringBytes], maxConnections, Math.max(1, KEPT_BYTES / ringBytes), guard);
        segments = new BufferPool<>(() -> new SentSegments.SegmentSlots(settings.sentSegments()), maxConnections,
                KEPT_TABLES,
                guard);
        frames = new BufferPool<>(() -> new ReceiveQueue.FrameSlots(settings.receiveFrames()), maxConnections,
                KEPT_TABLES,
                guard);
        ranges = new BufferPool<>(() -> new OutOfOrderQueue.RangeSlots(settings.outOfOrderRanges()), maxConnections,
                KEPT_TABLES, guard);
        waiters = new RingWaiters(rings, guard);
        held = new HeldFrames(guard);
    }
}
