package io.github.binlogcapturer.format.internal.canal;

import io.github.binlogcapturer.event.RowChange;

/** Canal's numbers of what an event does. */
final class CanalEventType {

    static final int INSERT = 1;
    static final int UPDATE = 2;
    static final int DELETE = 3;
    static final int ALTER = 5;

    private CanalEventType() {}

    /** Returns the number of a change; an upsert is an insert, since Canal has no word for it. */
    static int of(RowChange change) {
        return switch (change.type()) {
            case INSERT, UPSERT -> INSERT;
            case UPDATE -> UPDATE;
            case DELETE -> DELETE;
        };
    }
}
