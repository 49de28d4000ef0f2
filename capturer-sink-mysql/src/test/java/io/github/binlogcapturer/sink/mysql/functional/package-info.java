/** The sink behind a whole capture: simulated and recorded clusters on one side, real database servers on the other. */
@NullMarked
package io.github.binlogcapturer.sink.mysql.functional;

import org.jspecify.annotations.NullMarked;
