package io.creel.verifier.corpus;

import io.creel.core.spec.From;
import io.creel.core.spec.Transfers;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.RxQueue;
import io.creel.net.wire.DropReason;
import io.creel.verifier.corpus.Domain.Steps;

/** Steps whose value is in another state on some path. */
@SuppressWarnings("unused")
final class WrongStates {
    private WrongStates() {
    }

    @Rejected("CR010")
    static class SkipsTheParser {
        void run(@From("RAW") @Transfers Packet packet, Steps steps) {
            if (steps.ip(packet)) {
                steps.finish(packet);
            }
        }
    }

    @Accepted
    static class SkipsTheParserRepaired {
        void run(@From("RAW") @Transfers Packet packet, Steps steps) {
            if (packet.parse() == DropReason.NONE) {
                if (steps.ip(packet)) {
                    steps.finish(packet);
                }
            } else {
                packet.release();
            }
        }
    }

    @Rejected("CR010")
    static class IgnoresTheResultOfTheParser {
        void run(@From("RAW") @Transfers Packet packet, Steps steps) {
            packet.parse();
            if (steps.ip(packet)) {
                steps.finish(packet);
            }
        }
    }

    @Accepted
    static class IgnoresTheResultOfTheParserRepaired {
        void run(@From("RAW") @Transfers Packet packet, Steps steps) {
            if (packet.parse() == DropReason.NONE) {
                if (steps.ip(packet)) {
                    steps.finish(packet);
                }
            } else {
                packet.release();
            }
        }
    }

    @Rejected("CR010")
    static class TakesTheWrongBranch {
        void run(@From("RAW") @Transfers Packet packet, Steps steps) {
            if (packet.parse() != DropReason.NONE) {
                if (steps.ip(packet)) {
                    steps.finish(packet);
                }
            } else {
                packet.release();
            }
        }
    }

    @Accepted
    static class TakesTheWrongBranchRepaired {
        void run(@From("RAW") @Transfers Packet packet, Steps steps) {
            if (packet.parse() == DropReason.NONE) {
                if (steps.ip(packet)) {
                    steps.finish(packet);
                }
            } else {
                packet.release();
            }
        }
    }

    @Rejected("CR010")
    static class SkipsTheIpStep {
        void run(@From("RAW") @Transfers Packet packet, Steps steps) {
            if (packet.parse() == DropReason.NONE) {
                steps.finish(packet);
            } else {
                packet.release();
            }
        }
    }

    @Accepted
    static class SkipsTheIpStepRepaired {
        void run(@From("RAW") @Transfers Packet packet, Steps steps) {
            if (packet.parse() == DropReason.NONE) {
                if (steps.ip(packet)) {
                    steps.finish(packet);
                }
            } else {
                packet.release();
            }
        }
    }

    @Rejected("CR010")
    static class MakesAStepTwice {
        void run(@From("RAW") @Transfers Packet packet, Steps steps) {
            if (packet.parse() == DropReason.NONE) {
                if (steps.ip(packet) && steps.ip(packet)) {
                    steps.finish(packet);
                }
            } else {
                packet.release();
            }
        }
    }

    @Accepted
    static class MakesAStepTwiceRepaired {
        void run(@From("RAW") @Transfers Packet packet, Steps steps) {
            if (packet.parse() == DropReason.NONE) {
                if (steps.ip(packet)) {
                    steps.finish(packet);
                }
            } else {
                packet.release();
            }
        }
    }

    @Rejected("CR010")
    static class AdvancesInBetween {
        void run(@From("RAW") @Transfers Packet packet, Steps steps) {
            if (packet.parse() == DropReason.NONE) {
                packet.advance(14);
                if (steps.ip(packet)) {
                    steps.finish(packet);
                }
            } else {
                packet.release();
            }
        }
    }

    @Accepted
    static class AdvancesInBetweenRepaired {
        void run(@From("RAW") @Transfers Packet packet, Steps steps) {
            if (packet.parse() == DropReason.NONE) {
                if (steps.ip(packet)) {
                    steps.finish(packet);
                }
            } else {
                packet.release();
            }
        }
    }

    @Rejected("CR010")
    static class ParsesOnOnePathOnly {
        void run(@From("RAW") @Transfers Packet packet, Steps steps, boolean trusted) {
            if (!trusted && packet.parse() != DropReason.NONE) {
                packet.release();
            } else if (steps.ip(packet)) {
                steps.finish(packet);
            }
        }
    }

    @Accepted
    static class ParsesOnOnePathOnlyRepaired {
        void run(@From("RAW") @Transfers Packet packet, Steps steps, boolean trusted) {
            if (packet.parse() != DropReason.NONE) {
                packet.release();
            } else if (steps.ip(packet)) {
                steps.finish(packet);
            }
        }
    }

    @Rejected("CR010")
    static class ServesTheWrongCase {
        void run(@From("RAW") @Transfers Packet packet, Steps steps) {
            switch (packet.parse()) {
                case NONE -> packet.release();
                default -> {
                    if (steps.ip(packet)) {
                        steps.finish(packet);
                    }
                }
            }
        }
    }

    @Accepted
    static class ServesTheWrongCaseRepaired {
        void run(@From("RAW") @Transfers Packet packet, Steps steps) {
            switch (packet.parse()) {
                case NONE -> {
                    if (steps.ip(packet)) {
                        steps.finish(packet);
                    }
                }
                default -> packet.release();
            }
        }
    }

    @Rejected("CR010")
    static class ClearsABatchThatStillOwns {
        int run(RxQueue queue) {
            PacketBatch batch = new PacketBatch(32);
            int polled = queue.poll(batch, 32);
            batch.clear();
            return polled;
        }
    }

    @Accepted
    static class ClearsABatchThatStillOwnsRepaired {
        int run(RxQueue queue) {
            PacketBatch batch = new PacketBatch(32);
            int polled = queue.poll(batch, 32);
            batch.releaseAll();
            batch.clear();
            return polled;
        }
    }

    @Rejected("CR010")
    static class ClearsAfterAFullTest {
        void run(RxQueue queue, PacketBatch batch) {
            queue.poll(batch, 32);
            if (!batch.isEmpty()) {
                batch.clear();
            } else {
                batch.releaseAll();
            }
        }
    }

    @Accepted
    static class ClearsAfterAFullTestRepaired {
        void run(RxQueue queue, PacketBatch batch) {
            queue.poll(batch, 32);
            if (batch.isEmpty()) {
                batch.clear();
            } else {
                batch.releaseAll();
            }
        }
    }

    @Rejected("CR010")
    static class GuessesTheStateOfAnArgument {
        void run(@Transfers Packet packet, Steps steps) {
            steps.finish(packet);
        }
    }

    @Accepted
    static class GuessesTheStateOfAnArgumentRepaired {
        void run(@From("POST_IP") @Transfers Packet packet, Steps steps) {
            steps.finish(packet);
        }
    }
}
