package io.creel.cli.colocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.cli.tools.EchoTurn;
import io.creel.net.Packet;
import io.creel.net.PacketConsumer;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every packet is answered or counted once, by the one that has lost it. The echo runs in the generator's thread. */
class AccountTest {
    private static final double PER_SECOND = 100_000;
    private static final long MEASURED_NS = 5_000_000;
    private static final long STEP_NS = 500;

    /** A clock that advances with each reading, so that the run does not depend on the machine. */
    private long nowNs;
    private long kept;
    private EchoTurn turn;

    /** Runs a load against an echo that is polled whenever the generator reads the work. */
    private Account run(PacketConsumer echo) throws IOException {
        var link = new SwitchLink();
        turn = new EchoTurn(link.echo());
        var load = new OpenLoop(link.generator(), link.echo().macAddress(), PER_SECOND, 0, MEASURED_NS, 1, () -> {
            if (echo != null) {
                link.echo().rx(0).poll(8, echo);
            }
            nowNs += STEP_NS;
            return nowNs;
        });
        load.run(() -> 0);
        load.drain();
        long dropped = link.dropped();
        link.close();
        return Account.of(load, new Kept(), link, dropped);
    }

    private final class Kept implements Server {
        @Override
        public long pieces() {
            return 0;
        }

        @Override
        public long kept() {
            return kept;
        }

        @Override
        public void close() {
        }
    }

    private boolean answer(Packet packet) {
        return turn.turn(packet) == null && packet.transmit();
    }

    @Test
    void shouldFindNoLossWhenEveryPacketIsAnswered() throws IOException {
        Account account = run(this::answer);
        assertTrue(account.isExact(), account::toString);
        assertEquals(Map.of(), account.lost());
        assertEquals(account.sent(), account.answered());
        assertTrue(account.sent() > 100, account::toString);
    }

    @Test
    void shouldNameWhoHasCountedALoss() throws IOException {
        int[] number = {0};
        Account account = run(packet -> {
            if (++number[0] % 10 == 0) {
                return false; // the NIC releases and counts it
            }
            if (number[0] % 10 == 1) {
                kept++;
                packet.release();
                return true;
            }
            return answer(packet);
        });
        assertTrue(account.isExact(), account::toString);
        assertEquals(Map.of("echo: RX_REFUSED", (long) (number[0] / 10), "echo: not sent back", kept), account.lost());
    }

    @Test
    void shouldCountWhatAnEchoThatStandsStillLeaves() throws IOException {
        Account account = run(null);
        assertTrue(account.isExact(), account::toString);
        assertEquals(0, account.answered());
        assertEquals(Map.of("echo: RX_UNREAD_AT_CLOSE", account.sent()), account.lost());
    }

    /** The canary: a loss that is not counted must show. */
    @Test
    void shouldNotBalanceWhenAPacketIsLostInSilence() throws IOException {
        int[] number = {0};
        Account account = run(packet -> {
            if (++number[0] == 7) {
                packet.release();
                return true;
            }
            return answer(packet);
        });
        assertFalse(account.isExact(), account::toString);
        assertEquals(1, account.sent() - account.answered());
    }
}
