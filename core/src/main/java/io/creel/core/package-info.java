/**
 * The coroutine, its handle, awaiting and the stash contract.
 *
 * <p>
 * Rule of this package: it needs nothing but the JDK, it is the only one that touches the JDK's internals (in
 * {@code Stack}, {@code Carrier} and {@code ModuleAccess}), and no code in it that can be inlined into a coroutine uses
 * {@code Thread.currentThread()}, a {@code ThreadLocal}, a monitor or a {@code java.util.concurrent} lock.
 */
package io.creel.core;
