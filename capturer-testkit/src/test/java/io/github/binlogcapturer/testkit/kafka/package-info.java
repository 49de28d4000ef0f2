@NullMarked
package io.github.binlogcapturer.testkit.kafka;

import org.jspecify.annotations.NullMarked;
