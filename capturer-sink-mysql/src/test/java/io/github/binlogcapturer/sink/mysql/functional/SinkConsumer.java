package io.github.binlogcapturer.sink.mysql.functional;

import io.github.binlogcapturer.AbsentColumns;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.sink.mysql.MySqlSink;
import io.github.binlogcapturer.testkit.functional.FaultRun;
import io.github.binlogcapturer.testkit.functional.SimulatedShop;
import io.github.binlogcapturer.testkit.simulated.SimulatedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;

import static org.assertj.core.api.Assertions.assertThat;

/** Applies a fault run's transactions to a database. */
final class SinkConsumer implements FaultRun.Consumer {

    private final Callable<MySqlSink> sinks;
    private final Connection target;

    SinkConsumer(Callable<MySqlSink> sinks, Connection target) {
        this.sinks = sinks;
        this.target = target;
    }

    @Override
    public boolean consume(BinlogCapturer capturer, FaultRun run, long untilNs) throws Exception {
        capturer.applyTo(sinks.call());
        EventStream stream = capturer.start();
        while (true) {
            run.hasStarted(capturer.explain() + " Applied up to " + stream.position());
            capturer.failure().ifPresent(failure -> {
                throw new AssertionError(run + ": the capture failed", failure);
            });
            CommitTs wanted = run.end();
            if (wanted != null && stream.position().compareTo(wanted) >= 0) {
                return true;
            }
            if (wanted == null && System.nanoTime() - untilNs > 0) {
                return false;
            }
            Thread.sleep(10);
        }
    }

    /** A row lacks what is NULL in it, even where a SELECT shows a default; the target is to show what the source shows. */
    @Override
    public BinlogCapturerBuilder configure(BinlogCapturerBuilder capture) {
        return capture.absentColumns(AbsentColumns.AS_DEFAULT);
    }

    @Override
    public void compare(FaultRun run) throws SQLException {
        SimulatedShop shop = run.shop();
        compare(run, shop.accounts);
        compare(run, shop.orders);
        compare(run, shop.blobs);
    }

    private void compare(FaultRun run, SimulatedTable table) throws SQLException {
        assertThat(TargetRows.of(
                        target, table.name().table(), TargetRows.names(table.schema(), SinkConsumer::isSteady)))
                .as("%s: %s", run, table.name())
                .isEqualTo(TargetRows.expected(
                        table.schema(), run.shop().cluster.rows(table).values(), SinkConsumer::isSteady));
    }

    /** Columns that come and go while the run is on are not compared: one that was dropped and added while no capture ran is not noticed. */
    private static boolean isSteady(Column column) {
        return !column.name().startsWith("extra");
    }
}
