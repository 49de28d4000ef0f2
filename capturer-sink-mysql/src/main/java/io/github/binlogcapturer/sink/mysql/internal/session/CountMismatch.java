package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.sink.mysql.internal.statement.PlannedStatement;
import java.sql.SQLException;

/** A statement changed more or fewer rows than there must be if the target were where the stream says. */
final class CountMismatch extends SQLException {

    private static final long serialVersionUID = 1L;
    private static final String DATA_EXCEPTION = "22000";

    private CountMismatch(String message) {
        super(message, DATA_EXCEPTION);
    }

    static void check(PlannedStatement planned, int affected) throws CountMismatch {
        if (affected < planned.minAffected() || affected > planned.maxAffected()) {
            String expected = planned.minAffected() == planned.maxAffected()
                    ? Integer.toString(planned.minAffected())
                    : planned.minAffected() + " to " + planned.maxAffected();
            throw new CountMismatch("The target is not where the stream says: " + planned.describe() + " changed "
                    + affected + " rows instead of " + expected);
        }
    }
}
