/**
 * Writers of results: JSON, text for terminals, self-contained pages with diagrams.
 *
 * <p>
 * Rule of this package: it knows no command and no result; commands use it.
 */
package io.creel.cli.report;
