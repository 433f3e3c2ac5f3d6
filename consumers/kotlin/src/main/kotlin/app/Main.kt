package app

import io.creel.core.Batch
import io.creel.core.Body
import io.creel.net.Packet
import io.creel.net.memory.MemoryNic
import io.creel.queues.ListStash
import io.creel.schedulers.WorkerGroup
import io.creel.schedulers.WorkerProgram
import io.creel.schedulers.policy.Policies
import io.creel.schedulers.policy.PolicyAxis

const val PACKETS = 100

/** A coroutine per packet on one worker; and a policy of this project, which is found by its name. */
fun main() {
    val waiting = ListStash("waiting")
    val batch = Batch(32)
    var sent = 0
    var seen = 0
    val body = Body<Packet> { packet ->
        seen++
        packet.release()
    }
    MemoryNic.pair().use { nic ->
        nic.peer().use { peer ->
            WorkerGroup("app", 1).use { group ->
                group.run(WorkerProgram { worker ->
                    val packet = if (sent < PACKETS) peer.pool().allocate() else null
                    if (packet != null) {
                        packet.resize(64)
                        sent++
                        if (!peer.tx(0).transmit(packet)) {
                            packet.release()
                        }
                    }
                    val received = nic.rx(0).poll(32) { worker.start(waiting, body, it) }
                    val resumed = worker.resume(waiting.drain(batch, 32))
                    if (seen == PACKETS) {
                        worker.stop()
                    }
                    received + resumed
                })
            }
        }
    }
    println("packets=$seen, ownPolicy=${"newest-first" in Policies.names(PolicyAxis.WHEN)}")
}
