/** Faults, their codes, and how they are written as text and JSON. */
package io.creel.verifier.report;
