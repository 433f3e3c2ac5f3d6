/**
 * The safety rules of steps, as annotations next to the code they protect.
 *
 * <p>
 * An annotation states a rule; it enforces nothing by itself. Checkers read the rules from class files, so every annotation is
 * kept in the class file and none is loaded at run time. A <i>path</i> such as {@code socket.lock} starts at {@code this} or at
 * the name of a parameter and follows final fields; class files keep the names of parameters if they are compiled with
 * {@code -parameters}.
 *
 * <p>
 * Rule of this package: it depends on nothing but {@code java.lang}.
 */
package io.creel.core.spec;
