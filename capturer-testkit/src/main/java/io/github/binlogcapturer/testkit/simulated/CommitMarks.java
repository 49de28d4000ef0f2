package io.github.binlogcapturer.testkit.simulated;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.protocol.BinlogDesc;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the meta row of a COMMIT remembers for flashback reads. The last two are the names and decimal signs that a real row joins with
 * {@code ;}.
 */
record CommitMarks(ByteString userName, ByteString userIp, Set<ByteString> dbTables, Set<Long> signs) {

    static CommitMarks of(BinlogDesc desc, BinlogColumns columns) {
        return new CommitMarks(
                columns.userName() ? desc.getUserName() : ByteString.EMPTY,
                columns.userIp() ? desc.getUserIp() : ByteString.EMPTY,
                columns.dbTables() ? dbTablesOf(desc) : Set.of(),
                columns.signs() ? Set.copyOf(desc.getSignsList()) : Set.of());
    }

    private static Set<ByteString> dbTablesOf(BinlogDesc desc) {
        return desc.getDbTablesList().stream().flatMap(CommitMarks::split).collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<ByteString> split(ByteString joined) {
        return Stream.of(joined.toStringUtf8().split(";")).map(ByteString::copyFromUtf8);
    }

    /** Returns whether a flashback read gets the transaction. The server never looks at {@code txn_ids}. */
    boolean match(BinlogDesc read) {
        return (!read.hasUserName() || read.getUserName().equals(userName))
                && (!read.hasUserIp() || read.getUserIp().equals(userIp))
                && ((read.getDbTablesCount() == 0)
                        || read.getDbTablesList().stream().anyMatch(dbTables::contains))
                && ((read.getSignsCount() == 0) || read.getSignsList().stream().anyMatch(signs::contains));
    }
}
