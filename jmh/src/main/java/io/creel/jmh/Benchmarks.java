package io.creel.jmh;

import io.creel.jmh.coroutine.CheckpointBenchmark;
import io.creel.jmh.coroutine.ChecksBenchmark;
import io.creel.jmh.coroutine.CompletingStartBenchmark;
import io.creel.jmh.coroutine.DepthBenchmark;
import io.creel.jmh.coroutine.PromotionBenchmark;
import io.creel.jmh.coroutine.SuspendingStartBenchmark;
import io.creel.jmh.coroutine.SwitchBenchmark;
import io.creel.jmh.coroutine.ThreadParkBenchmark;
import io.creel.jmh.coroutine.ThreadYieldBenchmark;
import io.creel.jmh.nic.FrameBenchmark;
import io.creel.jmh.nic.NicBenchmark;
import io.creel.jmh.policy.PolicyBenchmark;
import io.creel.jmh.policy.WakeBenchmark;
import io.creel.jmh.poll.PollBenchmark;
import io.creel.jmh.poll.PreemptionBenchmark;
import io.creel.jmh.stash.ChannelBenchmark;
import io.creel.jmh.stash.FlowMapBenchmark;
import io.creel.jmh.stash.KeyMapBenchmark;
import io.creel.jmh.stash.ListBenchmark;
import io.creel.jmh.stash.MpscBenchmark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All benchmarks that {@code -Dbench=} knows. A new one is a class and an entry here. */
final class Benchmarks {
    private static final List<String> COLLECTORS = List.of("Serial", "Parallel", "G1", "Z");
    private static final List<Question> ALL = List.of(switches(), depth(), collectors(), promotion(), checks(),
            checkpoint(), agentChecks(), poll(), preemption(), pollLoad(), start(), memory(), list(), tree(), keyMap(),
            flowMap(),
            mpsc(), channel(), threads(),
            policies(), load(), wakeUp(), http(), split(),
            nic(), frame(), echo(), tcp(), servers());

    private Benchmarks() {
    }

    static List<Question> all() {
        return ALL;
    }

    static List<String> names() {
        return ALL.stream().map(Question::name).toList();
    }

    static Optional<Question> find(String word) {
        return ALL.stream().filter(question -> question.name().equals(word)).findFirst();
    }

    private static Question switches() {
        return new JmhQuestion("switch", "what do await, stash, batch pop and resume cost together?",
                """
                bareContinuation            run + yield of continuations in an array; no handle, no list, no check
                creel                       await a list, drain a batch, resume it
                virtualThreadOnOwnExecutor  Thread.yield into a ring, which the benchmark drains in batches
                defaultVirtualThread        unpark the next, park; one ring of threads per place in the batch, on all cores
                All live ones take turns; with 100,000 of them, cache misses are most of the cost of every peer.
                Targets: creel <= 1.15 x bareContinuation and 0 B (JMH's own bookkeeping is below 0.5 B/op).
                virtualThreadOnOwnExecutor >= 1.4 x creel, defaultVirtualThread >= 4 x creel.
                """,
                List.of(Part.of(SwitchBenchmark.class, SwitchBenchmark.BASELINE)));
    }

    private static Question depth() {
        return new JmhQuestion("depth", "does a switch cost more deep inside calls?",
                """
                STAY: the loop is in the innermost frame. RETURN: all frames return after each resume and are called again.
                Batches of 32 over 1,000 live ones. Target: creel <= 1.15 x bareContinuation at each depth.
                """,
                List.of(Part.of(DepthBenchmark.class, DepthBenchmark.BASELINE)));
    }

    private static Question collectors() {
        List<Part> parts = new ArrayList<>();
        for (String gc : COLLECTORS) {
            parts.add(Part.of(DepthBenchmark.class, DepthBenchmark.BASELINE).with("shape", "STAY").label("gc", gc)
                    .jvm("-XX:+Use" + gc + "GC"));
        }
        return new JmhQuestion("gc", "does a switch cost more under another collector?",
                """
                Batches of 32 over 1,000 live ones, which stay in the young generation. Target: creel <= 1.15 x bareContinuation at each depth
                under each collector. The cost of a collection in between: -Dbench=promotion.
                """,
                parts);
    }

    private static Question promotion() {
        List<Part> parts = new ArrayList<>();
        for (String gc : COLLECTORS) {
            parts.add(Part.of(PromotionBenchmark.class, PromotionBenchmark.BASELINE).label("gc", gc)
                    .jvm("-XX:+Use" + gc + "GC"));
        }
        return new JmhQuestion("promotion", "what does the first switch after a long wait cost?",
                """
                promoted true: a full collection, not measured, comes before each switch, as it does for a coroutine that waits
                longer than objects stay young. The stack is then in the old generation, and the suspension makes a new chunk;
                compare ns and B with promoted false, the same without the collection. No target: the cost is the JDK's.
                stated. The distance of creel from bareContinuation is ours.
                """,
                parts);
    }

    private static Question checks() {
        return new JmhQuestion("checks", "what do the checks for misuse cost?",
                """
                unchecked     continuation, intrusive list, batch, scoped values, callback; no state, no owner, no epoch
                creel         the same with every check of ownership, which cannot be switched off
                leaksSampled  and -Dcreel.check=leaks-sampled     leaksAll  -Dcreel.check=leaks; both are paid at the
                              start of a coroutine, not at its switches
                watched       and a StallWatchdog that checks once a millisecond
                monitorsChecked  and -Dcreel.check=monitors, for tests
                locksChecked  and -Dcreel.check=locks, for tests: its cost grows with the heap
                Batches of 32 over 1,000 live ones. Target: creel, leaksSampled and watched <= 1.05 x unchecked.
                """,
                List.of(Part.of(ChecksBenchmark.class, ChecksBenchmark.BASELINE)));
    }

    private static Question agentChecks() {
        return new AgentChecksQuestion(
                """
                ns/op is the processor time of the thread that handles a packet, so other programs do not count.
                Frames are those of the recorded traffic of the demo.
                barePacket  allocate, wait in a list, parse, hash the flow, release
                memoryEcho  poll a NIC in memory, wait in a list, parse, turn the frame round, transmit
                noAgent     with creel.args
                off         and the agent with check=off, which weaves nothing
                on          and the agent with check=on
                Targets: off 1.00; on <= 1.10 on the packet benchmark. Of an echo over a live NIC: -Dbench=echo.
                """);
    }

    private static Question checkpoint() {
        return new JmhQuestion("checkpoint", "what does a checkpoint cost that does not fire?",
                """
                noCheckpoint  a step of a loop: three shifts, three exclusive ors
                noSlices      and a checkpoint that can only be cancelled
                onRequest     that another thread may ask to preempt; the policy has no quantum
                coarseClock   that ends a slice by a clock which another thread moves
                machineClock  that ends a slice by System.nanoTime
                The difference to noCheckpoint is the cost. No target: fact 7 of the design measures polls of a flag alone.
                """,
                List.of(Part.of(CheckpointBenchmark.class, CheckpointBenchmark.BASELINE)));
    }

    private static Question poll() {
        return new JmhQuestion("poll", "what does a woven poll cost that finds nothing?",
                """
                packetHash  one byte of FNV-1a over frames of 64 bytes
                listWalk    a dependent load and an addition
                vectorMix   a multiplication and an addition that the compiler vectorises
                leafCalls   a call of a method without loops and calls, which gets no poll
                calls       a call of a method that calls two such methods
                plain       as compiled
                woven       with polls; counted loops without calls poll once in 1,024 steps
                eachStep    a poll in each step of packetHash and vectorMix
                Targets: woven <= 1.05 in packetHash and 1.2 in listWalk.
                """,
                List.of(Part.of(PollBenchmark.class, PollBenchmark.BASELINE).only("woven"),
                        Part.of(PollBenchmark.class, PollBenchmark.BASELINE).only("eachStep").with("loop",
                                "packetHash", "vectorMix")));
    }

    private static Question preemption() {
        return new JmhQuestion("preemption", "what does one preemption cost?",
                """
                A request, its answer, the way out of a coroutine and back into it; so many frames deep.
                checkpoint          looks at nothing: the switch alone
                poll                looks at the frames: the difference is the safety check
                pollBesideMonitors  and at the monitors, because a class on the stack enters some
                Target: poll <= 5,000 ns.
                """,
                List.of(Part.of(PreemptionBenchmark.class, PreemptionBenchmark.BASELINE)));
    }

    private static Question pollLoad() {
        return new PollLoadQuestion("poll-load", "what do polls do for short requests beside long ones?",
                """
                Poisson arrivals at a load of 0.7. GH: 99.5 % 4 us, 0.5 % 10 ms. Two queues: new requests run first.
                One worker serves; the main thread asks runs of more than 20 us to end.
                Time is the CPU time of the worker, from when a request was due, so other load does not count.
                noPolls      code that never calls Creel
                polls        the same code, woven
                checkpoints  the same code with a checkpoint every 0.5 us
                Target: the 99.9th percentile of the short ones with polls <= 0.1 of noPolls.
                """);
    }

    private static Question start() {
        return new JmhQuestion("start", "what does a coroutine cost that suspends once or never?",
                """
                completes: starts into a list, is drained and resumed in a batch of 32, and ends without a suspension.
                Target: creel <= 0.12 x bareContinuation (one run + yield of an existing continuation).
                suspendsOnce: the same with one await in its middle.
                Target: creel <= 1.25 x freshContinuation (made, run, yields, run, ends).
                """,
                List.of(Part.of(CompletingStartBenchmark.class, CompletingStartBenchmark.BASELINE).label("body",
                        "completes"),
                        Part.of(SuspendingStartBenchmark.class, SuspendingStartBenchmark.BASELINE).label("body",
                                "suspendsOnce")));
    }

    private static Question memory() {
        return new MemoryQuestion("memory", "how many bytes of heap does a suspended coroutine hold?",
                """
                B/op is bytes per coroutine, at depth 1, after a full collection (Serial), with its place in an array or list.
                Targets: creel <= 340 B and <= 0.55 x virtualThread.
                """);
    }

    private static Question list() {
        return new JmhQuestion("list", "what does a list stash cost besides its links?",
                """
                bareIntrusiveList  pop and push of nodes; links only, no check
                creel              the same, with ownership checked and written, one compare-and-set per push
                arrayDeque         references in a ring; cannot remove from its middle in O(1)
                Target: creel <= 1.1 x bareIntrusiveList and 0 B.
                """,
                List.of(Part.of(ListBenchmark.class, ListBenchmark.BASELINE)));
    }

    private static Question tree() {
        return new TreeQuestion("tree", "what does it cost to wait by deadline?",
                """
                handles: one operation pops the least and pushes it with a key among the others. creel is the B+ tree of TreeStash,
                creelRedBlack the links of RedBlackStash; both check ownership.
                grows to: pushes of random keys into an empty order; B/op is their allocation. The longest push is the one whose
                least time over all growths is the longest, which excludes collections and other processes; B/op is that push's.
                Targets: treeMap and priorityQueue >= 1.5 x creel; creel 0 B at a steady size; creelRedBlack 0 B always.
                """);
    }

    private static Question keyMap() {
        return new JmhQuestion("map", "what does it cost to wait for a key?",
                """
                One operation pops by a 64-bit key and pushes again. creel checks ownership.
                Targets: hashMap >= 1.5 x creel; creel 0 B.
                """,
                List.of(Part.of(KeyMapBenchmark.class, KeyMapBenchmark.BASELINE)));
    }

    private static Question flowMap() {
        return new JmhQuestion("flowmap", "what does it cost to wait for a packet of one of a million flows?",
                """
                One operation pops by 5-tuple and pushes again. creel checks ownership, and hashes with a seed.
                InBursts: 32 keys are known before the first is looked up. Every peer reads what a resume would read.
                Targets: hashMap >= 1.5 x creel; creel 0 B.
                """,
                List.of(Part.of(FlowMapBenchmark.class, FlowMapBenchmark.BASELINE)));
    }

    private static Question mpsc() {
        return new JmhQuestion("mpsc", "what does a stash between threads cost besides its queue?",
                """
                Bursts of 32 on one thread. creel is the queue of the baseline with ownership and closing: a push out of a
                variable claims the handle by one more compare-and-set. Drained into a batch, or taken one by one.
                Target: creel <= 1.1 x bareJctools and 0 B.
                """,
                List.of(Part.of(MpscBenchmark.class, MpscBenchmark.BASELINE)));
    }

    private static Question channel() {
        return new JmhQuestion("channel", "what does it cost to hand an item to another coroutine?",
                """
                One sender, one receiver, capacity 0.
                carriers one: every peer has one thread. all: the virtual threads may use every core.
                Targets: kotlinRendezvous >= 2 x creel, synchronousQueueOnVirtualThreads >= 4 x creel; creel 0 B.
                """,
                List.of(Part.of(ChannelBenchmark.class, ChannelBenchmark.BASELINE).label("carriers", "one")
                        .jvm("-Djdk.virtualThreadScheduler.parallelism=1")
                        .jvm("-Djdk.virtualThreadScheduler.maxPoolSize=1"),
                        Part.of(ChannelBenchmark.class, ChannelBenchmark.BASELINE)
                                .only("synchronousQueueOnVirtualThreads").label("carriers", "all")));
    }

    private static Question threads() {
        return new JmhQuestion("threads", "what do virtual threads cost on a worker, in a queue with a policy?",
                """
                yields: Thread.yield of threads that take turns. parks: two threads, each unparks the other and parks.
                virtualThreadOnOwnExecutor  a ring of tasks that the calling thread drains: no policy, one thread, no refusal
                creel                       the queue of a placement, FIFO, served by a worker; handles, guard and ring included
                creelList                   a list that only this worker touches: what a handle costs without a placement
                defaultVirtualThread        the scheduler of the JDK, which may use every core
                Targets: creelList <= 1.1 x virtualThreadOnOwnExecutor and 0 B; defaultVirtualThread >= 3 x creel where they park.
                """,
                List.of(Part.of(ThreadYieldBenchmark.class, ThreadYieldBenchmark.BASELINE).label("does", "yields"),
                        Part.of(ThreadParkBenchmark.class, ThreadParkBenchmark.BASELINE).label("does", "parks")));
    }

    private static Question policies() {
        return new JmhQuestion("policies", "what does a policy cost per dispatch?",
                """
                One operation is await + place + take + resume, with 1,000 live ones, which a worker takes one by one or by 32.
                bareLoop            a list that only this worker uses: no policy, and no other thread may push
                fifo, twoQueue, edf, weightedRoundRobin   one queue that any thread may push into, one worker
                jbsq, stealing      two workers, which one thread runs in turn
                Target: each <= bareLoop + 25 ns, and 0 B.
                """,
                List.of(Part.of(PolicyBenchmark.class, PolicyBenchmark.BASELINE)));
    }

    private static Question load() {
        return new LoadQuestion("load", "how late are short requests beside long ones, at 70 % of one worker?",
                """
                Poisson arrivals; time from when each was due. No request is left out. Adjusted: without late sends, foreign
                tasks, stolen time and interrupts, as far as they overlap with the request; see docs/operating-system.md.
                HB: half 1 us, half 100 us; XB: 99.5 % 0.5 us, 0.5 % 500 us.
                One thread serves, another sends; all peers compute the same pieces of 0.5 us.
                creelTwoQueue            slices of 5 us at checkpoints after every piece
                creelFifo                the same program, first in first out, without slices
                virtualThreads, kotlin   a virtual thread per request on the JDK's scheduler, a coroutine on the default dispatcher
                ...ThatYield(s)          the same with a yield every 5 us
                fixedPool                Executors.newFixedThreadPool
                Targets: the others >= 5 x creelTwoQueue for the short ones; creelFifo >= 10 x in slowdown.
                """);
    }

    private static Question wakeUp() {
        return new JmhQuestion("wakeup", "how soon does an idle worker run a coroutine that another thread places?",
                """
                From the placement to the first line of the coroutine, after a pause of 20 us or 1 ms without work.
                alwaysPark    sleeps in the first cycle that finds nothing
                spinThenPark  the default: polls 1,000 times before it sleeps
                neverParks    polls for ever
                """,
                List.of(Part.of(WakeBenchmark.class, WakeBenchmark.BASELINE)));
    }

    private static Question http() {
        return new HttpQuestion("http", "what does blocking HTTP cost, and how late is it beside CPU-bound work?",
                """
                The JDK's HttpServer with a virtual thread per request, over loopback, eight connections; one carrier each.
                ns of CPU: as fast as they are answered; CPU time of the server process, its dispatcher included. No worker and no
                carrier spins before it parks.
                p99.9: 1,000 requests a second (Poisson), from when each was due; beside CPU-bound work, every 20 ms a job of some
                10 ms that may be interrupted at 300 points: a best-effort coroutine by a checkpoint, a virtual
                thread by Thread.yield. (Its scheduler runs the yielding thread again before submissions from outside;
                beside endless work it never answers.)
                Targets: defaultScheduler >= 1.0 x creel in CPU time, and >= 5 x creel in the 99.9th percentile.
                """);
    }

    private static Question split() {
        return new SplitQuestion("split", "where does the time of an HTTP request go beside CPU-bound work?",
                """
                The server of `http` beside its jobs; 100,000 requests at 1,000 a second after a warm-up of 25 s. One client sends
                each when it is due, over 128 connections. The client, compilers and collectors keep off the worker's core.
                raw: from due to seen. adjusted: without late sends and foreign tasks, as far as they overlap with the request.
                One round each. With root the parts are exact; without, the answers alone tell.
                Target: named parts explain at least 95 % of each of the 100 slowest. No ratio is promised.
                """);
    }

    private static Question nic() {
        return new JmhQuestion("nic", "what does a frame cost over a link in memory besides its queues?",
                """
                One operation is one frame to the other end and back, in batches of 32, on one thread.
                bareRings  the two queues alone
                memory     the same through a pair of NICs: ownership, counters, order
                Target: memory 0 B.
                """,
                List.of(Part.of(NicBenchmark.class, NicBenchmark.BASELINE)));
    }

    private static Question frame() {
        return new JmhQuestion("frame", "what does a checked access to a frame cost?",
                """
                One operation reads 16 fields of a frame in the cache.
                unsafe           absolute addresses, nothing checked
                creel            every access checked against the frame and its owner
                segmentPerFrame  a MemorySegment per frame
                drivers: many is a JVM that has used memory, replay and wrapping NICs and every kind of segment before.
                Target: creel <= 1.3 x unsafe, whatever was used before.
                """,
                List.of(Part.of(FrameBenchmark.class, FrameBenchmark.BASELINE)));
    }

    private static Question echo() {
        return new EchoQuestion("echo", "how fast are frames echoed over a veth pair? (root)",
                """
                ns/op is the time per echo with that many frames in flight; with one it is the round trip. One core for the echo,
                one for AF_XDP at the other end. Both spin. B/op is the echoing thread's allocation.
                bareLoop         AF_XDP from Java, no coroutines
                creel            the same driver, a coroutine per frame
                creelOneByOne    the same, and each coroutine transmits its frame itself
                creelChecked     creel under the agent with check=on; target <= 1.10 x creel
                creelOnAfPacket  the same program on AF_PACKET
                cLoop            AF_XDP from C, the same rings and the same work (if there is a C compiler)
                datagramChannel  a UDP socket of the kernel
                Targets: creel <= 1.05 x bareLoop, creel <= 1.11 x cLoop, datagramChannel >= 1.9 x creel, creel 0 B;
                with one in flight creel <= 1.15 x bareLoop.
                """);
    }

    private static Question tcp() {
        return new TcpQuestion("tcp", "what does a segment cost on the lean path, with and without locks?",
                """
                One operation is one frame of 100 bytes of data over a link in memory, made and taken by a script.
                ns/op is processor time of all workers, because other processes may share the machine.
                path: all of its way on one worker, a coroutine per frame, cut off behind a step
                  bare        the frame goes back as it came
                  ethernetIn, ipv4In   the frame ends behind that step
                  tcpIn       a coroutine takes the bytes; an acknowledgment for each second segment
                  tcpOut      a coroutine writes the bytes; an acknowledgment in for each 32
                  tcpEcho     in, read, written, out
                step: the frame is made, parsed, received by TCP, and its bytes are read
                  bare        made and parsed
                  lockFree    a host per worker
                  locked      one host; a connection per worker
                Locked peers have a host for several workers. Target: 0 B.
                """);
    }

    private static Question servers() {
        return new ServersQuestion("servers", "what is Creel's TCP worth beside the kernel's? (root)",
                """
                Servers on one core, their clients on another, a veth pair between two network namespaces.
                -p part= picks parts. A ratio is the peer's number by Creel's: above 1 Creel needs less.
                ns of the core: all time of the servers' core that is not idle, softirq included, less that
                of other processes. A round in which these had more than 5 % of the core is void. Up to
                three void rounds are repeated in a run.
                creel            AF_XDP, copy mode; the worker polls the device (busy polling)
                creelInterrupts  AF_XDP, generic mode; RPS steers the softirq, as for the kernel's stack
                netty            Netty's native epoll transport on the kernel's stack, one event loop
                nettyPerClass    a thread for each class of messages beside the event loop
                virtualThreads   the JDK's sockets and HTTP server on the kernel's stack, one carrier
                frames           no TCP: frames are turned round as they came
                frameSource      no TCP and no client: full frames as fast as the driver takes them
                The kernel's TCP uses CUBIC. Long ways and messages are served with interrupts.
                """);
    }
}
