/**
 * The kernel: the coroutine, its handle, awaiting, carriers and the stash contract. Begin with {@link io.creel.core.Coroutine},
 * {@link io.creel.core.Carrier} and {@link io.creel.core.Stash}. Locks for coroutines are in {@link io.creel.core.lock}, tasks and scopes
 * in {@link io.creel.core.task}, dumps and checks in {@link io.creel.core.diagnostics}.
 *
 * <p>
 * Rules for maintainers: module core needs nothing but the JDK and is the only one that touches the JDK's internals, in a few classes that
 * {@code ModuleRulesTest} lists. No code in it that can be inlined into a coroutine uses {@code Thread.currentThread()}, a
 * {@code ThreadLocal}, a monitor or a {@code java.util.concurrent} lock. This package depends on no other of core but
 * {@code io.creel.core.internal}.
 */
package io.creel.core;
