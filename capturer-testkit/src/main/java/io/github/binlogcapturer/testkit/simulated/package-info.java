/**
 * A BaikalDB cluster that can be written to, and broken: {@link io.github.binlogcapturer.testkit.simulated.SimulatedCluster} runs meta
 * servers and stores on loopback by the rules of the real ones, knows what was truly committed, and has its faults by name.
 */
@NullMarked
package io.github.binlogcapturer.testkit.simulated;

import org.jspecify.annotations.NullMarked;
