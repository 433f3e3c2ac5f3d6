/**
 * Coroutines, the carriers that run them, and the stashes that hold them while they are suspended.
 *
 * <p>
 * To write a program, make a {@link io.creel.core.Carrier} on a thread, {@linkplain io.creel.core.Carrier#start start}
 * coroutines there, let them {@linkplain io.creel.core.Coroutine#await(io.creel.core.Stash) await} a
 * {@link io.creel.core.Stash}, and resume the handles that you take out of it. Locks for coroutines are in
 * {@link io.creel.core.lock}, tasks and scopes in {@link io.creel.core.task}, dumps and checks in
 * {@link io.creel.core.diagnostics}, and the annotations that state safety rules in {@link io.creel.core.spec}.
 *
 * <p>
 * Rules for maintainers: module core needs nothing but the JDK. It is the only module that touches the JDK's internals,
 * in a few classes that {@code ModuleRulesTest} lists. Code that can be inlined into a coroutine uses no
 * {@code Thread.currentThread()}, no {@code ThreadLocal}, no monitor and no {@code java.util.concurrent} lock. Within
 * core, this package depends only on {@code io.creel.core.internal}.
 */
@NullMarked
package io.creel.core;

import org.jspecify.annotations.NullMarked;
