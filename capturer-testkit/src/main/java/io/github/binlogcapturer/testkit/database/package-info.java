/**
 * Real database servers for tests, started from jars on the class path in about a second, and a proxy that breaks connections
 * to them. Doors: {@link io.github.binlogcapturer.testkit.database.MariaDbServer}, {@link
 * io.github.binlogcapturer.testkit.database.MySqlServer}, {@link io.github.binlogcapturer.testkit.database.TcpProxy}.
 */
@NullMarked
package io.github.binlogcapturer.testkit.database;

import org.jspecify.annotations.NullMarked;
