/** The topics that records go to: their names, partitions and limits, as the cluster has them. */
@NullMarked
package io.github.binlogcapturer.sink.kafka.internal.topic;

import org.jspecify.annotations.NullMarked;
