/**
 * What results are written with: JSON, text for terminals, diagrams for pages that need nothing from anywhere else.
 *
 * <p>
 * Rule of this package: it knows no command and no result; the commands know it.
 */
package io.creel.cli.report;
