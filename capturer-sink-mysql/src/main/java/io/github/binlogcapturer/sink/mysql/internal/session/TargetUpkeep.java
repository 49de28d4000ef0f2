package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.sink.mysql.internal.progress.ProgressStore;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.spi.SinkFinding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What tools ask of a target that no sink has open. Each method has a connection of its own. Thread-safe. */
public final class TargetUpkeep {

    /** The lanes of a capture that still runs hold their rows for the length of a transaction. */
    private static final int TRIES = 3;

    private final TargetSettings settings;

    public TargetUpkeep(TargetSettings settings) {
        this.settings = settings;
    }

    /** Looks at server, rights, tables and progress; changes nothing. */
    public List<SinkFinding> check(SinkContext context, Collection<TableSchema> tables) {
        return new TargetCheck(settings, store(context)).run(tables);
    }

    /**
     * Returns how far the progress goes.
     *
     * @throws SinkException if the target cannot tell
     */
    public Optional<CommitTs> heldPosition(SinkContext context) {
        if (!settings.exactlyOnce()) {
            return Optional.empty();
        }
        ProgressStore store = store(context);
        return ask(
                "read the progress in",
                store,
                connection -> store.isThere(connection) ? store.held(connection) : Optional.empty());
    }

    /**
     * Makes the target forget the progress, and fences a capture that runs.
     *
     * @throws SinkException if the target does not do it
     */
    public void forgetPosition(SinkContext context) {
        if (!settings.exactlyOnce()) {
            return;
        }
        ProgressStore store = store(context);
        ask("forget the progress in", store, connection -> {
            if (store.isThere(connection)) {
                forget(store, connection);
            }
            return true;
        });
    }

    private static void forget(ProgressStore store, Connection connection) throws SQLException {
        for (int tries = 1; ; tries++) {
            try {
                store.forget(connection);
                return;
            } catch (SQLException e) {
                if (tries == TRIES || ErrorTable.classOf(e) != ErrorClass.RETRY) {
                    throw e;
                }
            }
        }
    }

    private ProgressStore store(SinkContext context) {
        return new ProgressStore(
                settings.progressTable(),
                context.capture() + "/" + context.subscriber(),
                "somebody who had it forgotten");
    }

    /** What is asked. */
    private interface Question<T> {
        T of(Connection connection) throws SQLException;
    }

    private <T> T ask(String what, ProgressStore store, Question<T> question) {
        try (Connection connection = new SessionSource(settings.session()).getConnection()) {
            return question.of(connection);
        } catch (SQLException e) {
            String remedy = ErrorTable.isDenied(e)
                    ? "Run as an administrator: "
                            + store.grantStatement(settings.session().user())
                    : "Look at the server and the settings, then try again";
            throw new SinkException(
                    "Cannot " + what + " " + settings.progressTable() + " at " + settings.session() + " as user "
                            + settings.session().user() + ": " + Faults.text(e) + ". " + remedy,
                    e);
        } catch (IllegalArgumentException e) {
            throw new SinkException("Cannot " + what + " " + settings.progressTable() + ": " + e.getMessage(), e);
        }
    }
}
