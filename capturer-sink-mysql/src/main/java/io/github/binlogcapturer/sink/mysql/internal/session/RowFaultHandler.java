package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.sink.mysql.RowFaultPolicy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does with refused rows what the policy says. Thread-safe. */
final class RowFaultHandler {

    private static final Logger LOG = LoggerFactory.getLogger(RowFaultHandler.class);

    private final RowFaultPolicy policy;
    private final Meter meter;

    RowFaultHandler(RowFaultPolicy policy, Meter meter) {
        this.policy = policy;
        this.meter = meter;
    }

    /** Makes the dead letter table, or sees that the file can be written. */
    void prepare(Connection connection) throws SQLException {
        if (policy instanceof RowFaultPolicy.DeadLetterTable table) {
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                if (!isThere(statement, table.table())) {
                    statement.execute(DeadLetter.createTable(table.table()));
                }
            }
        } else if (policy instanceof RowFaultPolicy.DeadLetterFile file) {
            append(file.file(), List.of());
        }
    }

    /** To make what is there already needs the right to make it. */
    private static boolean isThere(Statement statement, TableName table) throws SQLException {
        try (ResultSet rows = statement.executeQuery(DeadLetter.lookForTable(table))) {
            return rows.next();
        }
    }

    /**
     * Deals with a row that was left out of the connection's transaction.
     *
     * @param lines takes what must be in the file before the commit
     * @throws SinkException if the policy is to fail
     */
    void handle(Connection connection, RowFault fault, List<String> lines) throws SQLException {
        if (policy instanceof RowFaultPolicy.Fail) {
            meter.rowFault("failed");
            throw new SinkException(
                    "The target refuses a row: " + fault.place() + ": " + fault.reason()
                            + ". Nothing of its transaction was applied. Repair the target and start again, or say"
                            + " what becomes of such rows by rowFaults(RowFaultPolicy...)",
                    fault.error());
        }
        if (policy instanceof RowFaultPolicy.DeadLetterTable table) {
            for (DeadLetter letter : DeadLetter.of(fault)) {
                try (PreparedStatement insert = connection.prepareStatement(DeadLetter.insert(table.table()))) {
                    letter.bind(insert);
                    insert.executeUpdate();
                }
            }
        } else if (policy instanceof RowFaultPolicy.DeadLetterFile) {
            DeadLetter.of(fault).forEach(letter -> lines.add(letter.toJson()));
        }
        LOG.warn("Left out a row that the target refuses ({}): {}", fault.codes(), fault.place());
    }

    /** Writes the lines and forces them to the disk. */
    void beforeCommit(List<String> lines) {
        if (policy instanceof RowFaultPolicy.DeadLetterFile file && !lines.isEmpty()) {
            append(file.file(), lines);
        }
    }

    /** Counts what the commit has made final. */
    void committed(int faults) {
        String outcome = policy instanceof RowFaultPolicy.Skip ? "skipped" : "dead_letter";
        for (int i = 0; i < faults; i++) {
            meter.rowFault(outcome);
        }
    }

    private static synchronized void append(Path file, List<String> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new SinkException(
                    "Cannot write to the dead letter file " + file + ": " + e
                            + ". Make room or give access to it, then start again",
                    e);
        }
    }
}
