/** What an idle worker costs and how soon it wakes, and what the operating system was asked for. */
package io.creel.cli.os;
