/**
 * Applies transactions to MySQL, MariaDB and databases of their protocol: in parallel, each transaction as a whole, and exactly once. The
 * door is {@code MySqlSink.builder()}.
 */
@NullMarked
package io.github.binlogcapturer.sink.mysql;

import org.jspecify.annotations.NullMarked;
