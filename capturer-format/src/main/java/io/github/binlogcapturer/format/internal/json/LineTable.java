package io.github.binlogcapturer.format.internal.json;

import io.github.binlogcapturer.event.TableSchema;

/** The parts of a message of JSON lines that are the same for all rows of a table. */
final class LineTable {

    final ColumnNames names;
    /** The fields that name the table and its version, with a comma in front. */
    final byte[] place;

    LineTable(TableSchema schema) {
        names = new ColumnNames(schema);
        place = JsonWriter.piece(",\"db\":" + JsonWriter.quoted(schema.name().database())
                + ",\"table\":" + JsonWriter.quoted(schema.name().table())
                + ",\"schemaVersion\":" + schema.version());
    }
}
