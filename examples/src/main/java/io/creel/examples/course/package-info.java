/**
 * A course of small worker programs, to be read in the order of their numbers: each shows one thing, prints what happened,
 * and has that output pasted below it. A test runs each of them and compares. They use the public API only.
 */
package io.creel.examples.course;
