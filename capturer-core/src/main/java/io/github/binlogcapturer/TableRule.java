package io.github.binlogcapturer;

import io.github.binlogcapturer.event.TableName;
import java.util.Optional;

/** One rule of a {@link TableFilter}. */
record TableRule(String text, boolean includes, NamePattern database, NamePattern table) {

    boolean matches(TableName name) {
        return database.matches(name.database()) && table.matches(name.table());
    }

    Optional<TableName> exactTable() {
        return database.literal().flatMap(db -> table.literal().map(name -> new TableName(db, name)));
    }

    TableRule ignoringCase() {
        return new TableRule(text, includes, database.ignoringCase(), table.ignoringCase());
    }
}
