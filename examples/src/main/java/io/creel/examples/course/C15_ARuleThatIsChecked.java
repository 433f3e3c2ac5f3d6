package io.creel.examples.course;

import io.creel.core.spec.Transfers;
import io.creel.net.Packet;
import io.creel.net.TxQueue;
import io.creel.verifier.Verifier;
import io.creel.verifier.VerifierResult;

/**
 * The verifier reads compiled code. {@link Wrong} reads the length of a packet that it has given away; by then it may
 * be another packet. The compiler accepts it, and most tests pass. {@link Right} reads the length before.
 */
public final class C15_ARuleThatIsChecked {
    private C15_ARuleThatIsChecked() {
    }

    /** Reads a packet that is gone. */
    static final class Wrong {
        private Wrong() {
        }

        static int answer(@Transfers Packet packet, TxQueue tx) {
            if (!tx.transmit(packet)) {
                packet.release();
            }
            return packet.lengthBytes();
        }
    }

    /** Reads it first. */
    static final class Right {
        private Right() {
        }

        static int answer(@Transfers Packet packet, TxQueue tx) {
            int bytes = packet.lengthBytes();
            if (!tx.transmit(packet)) {
                packet.release();
            }
            return bytes;
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
Wrong: error[CR004]: packet#1 is used after it was given up
  --> C15_ARuleThatIsChecked.java:26  answer(Packet, TxQueue)
   23 | packet is packet#1 <RAW|PARSED|POST_ETHERNET|POST_IP> owned
      | packet#1 is passed on to TxQueue.transmit if the result is true
   26 | needs an owned value; instead found: passed on before
   = help: use it before it is given up
Right: accepted
*/
