package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.event.RowChange;

/** A change's first byte: what it does, and what of statement and schemas stands behind it. */
final class ChangeTag {

    static final int INSERT = 0;
    static final int UPDATE = 1;
    static final int UPSERT = 2;
    static final int DELETE = 3;
    static final int TYPE_MASK = 3;

    /** The statement is that of the change before. */
    static final int STATEMENT_LAST = 0;
    /** The statement stands here, and gets the next number of its part. */
    static final int STATEMENT_NEW = 1 << 2;
    /** The statement's number follows. */
    static final int STATEMENT_KNOWN = 2 << 2;

    static final int STATEMENT_MASK = 3 << 2;

    /** The number of another schema than the change's before follows. */
    static final int SCHEMA = 1 << 4;
    /** The number of the schema of the image before the change follows, which is another one than that of the image after it. */
    static final int SCHEMA_BEFORE = 1 << 5;

    private ChangeTag() {}

    static int of(RowChange change) {
        return switch (change.type()) {
            case INSERT -> INSERT;
            case UPDATE -> UPDATE;
            case UPSERT -> UPSERT;
            case DELETE -> DELETE;
        };
    }
}
