package app

import io.creel.core.Batch
import io.creel.core.Coroutine
import io.creel.core.Stash
import io.creel.queues.ListStash
import io.creel.schedulers.policy.PolicyContext
import io.creel.schedulers.policy.PolicyNumber
import io.creel.schedulers.policy.PolicyNumbers
import io.creel.schedulers.policy.WhenProvider
import io.creel.schedulers.`when`.When

/** A policy of a user: the newest first, one at a time. */
class NewestFirst(name: String, private val quantumNs: Long) : When {
    private val arrivals = ListStash(name)
    private val newest = ListStash("$name.newest")
    private var preemptions = 0L

    override fun name(): String = arrivals.name()

    override fun entry(): Stash = arrivals

    override fun stashes(): List<Stash> = listOf(arrivals, newest)

    override fun suspended(preempted: Coroutine): Coroutine? {
        preemptions++
        return newest.suspended(preempted)
    }

    override fun take(batch: Batch, max: Int): Batch {
        var next = arrivals.pop()
        while (next != null) {
            if (!newest.pushFront(next)) {
                next.abandon()
            }
            next = arrivals.pop()
        }
        return newest.drain(batch, minOf(max, 1))
    }

    override fun size(): Int = arrivals.size() + newest.size()

    override fun quantumNs(): Long = quantumNs

    override fun preemptions(): Long = preemptions

    /** Makes the policy by its name. */
    class Provider : WhenProvider(
        "newest-first", "The newest runs first.", "this project",
        PolicyNumber.time("quantum", 5_000, 1, 1_000_000),
    ) {
        override fun make(label: String, context: PolicyContext, given: PolicyNumbers): When =
            NewestFirst(label, given.get(0))
    }
}
