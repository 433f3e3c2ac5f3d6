package io.creel.examples.course;

import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.TxQueue;
import io.creel.verifier.Verifier;
import io.creel.verifier.VerifierResult;

/**
 * The verifier reads compiled code. {@link Wrong} loses a packet when the ring is full; the compiler accepts it, and a
 * test with an empty ring does not see it. {@link Right} gives the refused packet back.
 */
public final class C15_ARuleThatIsChecked {
    private C15_ARuleThatIsChecked() {
    }

    /** Ignores that the ring may refuse the packet. */
    static final class Wrong {
        private Wrong() {
        }

        static void answer(PacketPool pool, TxQueue tx) {
            Packet packet = pool.allocate();
            if (packet != null) {
                tx.transmit(packet);
            }
        }
    }

    /** Releases a refused packet. */
    static final class Right {
        private Right() {
        }

        static void answer(PacketPool pool, TxQueue tx) {
            Packet packet = pool.allocate();
            if (packet != null && !tx.transmit(packet)) {
                packet.release();
            }
        }
    }

    private static void verify(Class<?> type) {
        VerifierResult result = Verifier.verify(type);
        System.out
                .println(type.getSimpleName() + ": " + (result.isAccepted() ? "accepted" : result.faultText().strip()));
    }

    /** Verifies both. */
    public static void main(String[] args) {
        verify(Wrong.class);
        verify(Right.class);
    }
}
/*
Output:
Wrong: error[CR003]: the result of TxQueue.transmit is ignored, and a refused value is lost
  --> C15_ARuleThatIsChecked.java:25  answer(PacketPool, TxQueue)
   = required by @Transfers(when = "true") on TxQueue.transmit
   = help: test the result, and give the value up if it was refused
Right: accepted
*/
