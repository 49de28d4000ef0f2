package io.github.binlogcapturer.internal.decode;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.protocol.TableMutation;
import io.github.binlogcapturer.protocol.WireCodes;
import java.util.List;

/** What one statement logged in one partition. */
record Logged(String sql, int kind, List<Account> written, List<Account> gone) {

    static Logged insert(String sql, Account... rows) {
        return new Logged(sql, WireCodes.Mutation.INSERT, List.of(rows), List.of());
    }

    static Logged update(String sql, List<Account> written, List<Account> gone) {
        return new Logged(sql, WireCodes.Mutation.UPDATE, written, gone);
    }

    static Logged delete(String sql, Account... rows) {
        return new Logged(sql, WireCodes.Mutation.DELETE, List.of(), List.of(rows));
    }

    TableMutation mutation() {
        TableMutation.Builder mutation = TableMutation.newBuilder()
                .setTableId(Account.SCHEMA.tableId())
                .addSequence(kind)
                .setSql(ByteString.copyFromUtf8(sql));
        written.forEach(row -> mutation.addInsertRows(row.image()));
        gone.forEach(row -> mutation.addDeletedRows(row.image()));
        return mutation.build();
    }
}
