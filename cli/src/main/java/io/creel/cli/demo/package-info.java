/**
 * The demo: real packets beside CPU-bound work on the same workers, under two policies.
 *
 * <p>
 * Read in this order. <b>What</b>: {@link io.creel.cli.demo.DataPath} (a packet), {@link
 * io.creel.cli.demo.Conversations} (a flow), {@link io.creel.cli.demo.Background} (work besides packets). <b>Where</b>:
 * {@link io.creel.cli.demo.DemoPlacement}. <b>When</b>: {@link io.creel.cli.demo.Policy}, the only difference between
 * the two halves of the demo. Around them, {@link io.creel.cli.demo.Wire} sends and measures, {@link
 * io.creel.cli.demo.Trial} assembles one run, and {@link io.creel.cli.demo.DemoCommand} runs them and reports.
 */
package io.creel.cli.demo;
