/**
 * A course of small worker programs, to read in the order of their numbers. Each shows one thing and has its output
 * pasted below it. A test runs each and compares. They use the public API only.
 */
package io.creel.examples.course;
