package io.github.binlogcapturer.internal.source;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.Flashback;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.FieldInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The part of a flashback that a server can be asked for. It compares with columns that older binlog tables do not have, and
 * finds nothing where a column is missing; such a condition is left to the library.
 */
final class FlashbackRequest {

    private FlashbackRequest() {}

    static BinlogDesc of(@Nullable Flashback flashback, SchemaInfo binlogTable) {
        if (flashback == null) {
            return BinlogDesc.getDefaultInstance();
        }
        Set<String> columns = binlogTable.getFieldsList().stream()
                .filter(field -> !field.getDeleted())
                .map(FieldInfo::getFieldName)
                .collect(Collectors.toSet());
        BinlogDesc.Builder desc = BinlogDesc.newBuilder().setFlashBackRead(true);
        if (flashback.user() != null && columns.contains("user_name")) {
            desc.setUserName(ByteString.copyFromUtf8(flashback.user()));
        }
        if (flashback.userIp() != null && columns.contains("user_ip")) {
            desc.setUserIp(ByteString.copyFromUtf8(flashback.userIp()));
        }
        if (columns.contains("db_tables")) {
            flashback.tables().forEach(table -> desc.addDbTables(ByteString.copyFromUtf8(table.toString())));
        }
        if (columns.contains("signs")) {
            desc.addAllSigns(new TreeSet<>(flashback.signs()));
        }
        return desc.addAllTxnIds(new TreeSet<>(flashback.txnIds())).build();
    }
}
