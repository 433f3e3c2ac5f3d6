/**
 * The demo: real packets beside CPU-bound work on the same workers, under two policies.
 *
 * <p>
 * Read in this order. <b>What</b>: {@link io.creel.examples.demo.DataPath} (a packet),
 * {@link io.creel.examples.demo.Conversations} (a flow), {@link io.creel.examples.demo.Background} (work that has nothing to
 * do with packets). <b>Where</b>: {@link io.creel.examples.demo.Placement}. <b>When</b>:
 * {@link io.creel.examples.demo.Policy}, which is all that differs between the two halves of the demo. Around them:
 * {@link io.creel.examples.demo.Wire} sends and measures, {@link io.creel.examples.demo.Trial} puts one run together,
 * {@link io.creel.examples.demo.DemoCommand} runs them and reports.
 */
package io.creel.examples.demo;
