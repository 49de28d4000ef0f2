package io.github.binlogcapturer.internal.schema;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.protocol.FieldInfo;
import io.github.binlogcapturer.protocol.IndexInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.WireCodes;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Translates a schema of the wire. Thread-safe. */
public final class SchemaTranslator {

    private static final int BINARY_FLAG = 128;
    private static final String CURRENT_TIMESTAMP = "(current_timestamp())";
    /** Decodes all that GBK does, and what clients write into GBK tables beyond it. */
    private static final Charset GBK = Charset.forName("GB18030");

    private final ZoneId zone;

    /**
     * Makes a translator.
     *
     * @param zone the zone of TIMESTAMP texts
     */
    public SchemaTranslator(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * Returns the schema. Dropped columns are known by their field ids, so that old rows that carry them can be read.
     *
     * @throws ConfigurationException if a column has a type that rows cannot hold, or columns and keys contradict each other
     */
    public TableSchema translate(SchemaInfo info) {
        TableName name = new TableName(info.getDatabase(), info.getTableName());
        Charset charset = info.getCharset() == WireCodes.Charset.GBK ? GBK : StandardCharsets.UTF_8;
        TableSchema.Builder schema = TableSchema.builder(info.getTableId(), name)
                .version(info.getVersion())
                .charset(charset)
                .zone(zone);
        Map<Integer, String> names = new HashMap<>();
        try {
            for (FieldInfo field : info.getFieldsList()) {
                if (field.getDeleted()) {
                    schema.known(field.getFieldId());
                } else {
                    names.put(field.getFieldId(), field.getFieldName());
                    schema.column(column(name, field, charset));
                }
            }
            info.getIndexsList().forEach(index -> key(schema, index, names));
            return schema.build();
        } catch (IllegalArgumentException contradiction) {
            throw new ConfigurationException(
                    "The schema of table " + name + " (id " + info.getTableId() + ", version " + info.getVersion()
                            + ") cannot be used: " + contradiction.getMessage() + ". Leave it out of tables",
                    contradiction);
        }
    }

    private static Column column(TableName table, FieldInfo field, Charset charset) {
        ColumnType type = ColumnType.ofCode(field.getMysqlType());
        if (type == null) {
            throw new ConfigurationException("Column " + field.getFieldName() + " of table " + table
                    + " has BaikalDB's type " + field.getMysqlType()
                    + ", which this version cannot read. Leave the table out of tables");
        }
        boolean nullable = field.hasCanNull() && field.getCanNull();
        boolean binary = type == ColumnType.STRING && (field.getFlag() & BINARY_FLAG) != 0;
        String defaultText = defaultText(field, charset);
        // index and key are the builder's to set
        return new Column(0, field.getFieldName(), field.getFieldId(), type, binary, nullable, false, defaultText);
    }

    private static @Nullable String defaultText(FieldInfo field, Charset charset) {
        if (!field.hasDefaultValue()) {
            return null;
        }
        String text = text(field.getDefaultValue(), charset);
        if (!text.equalsIgnoreCase(CURRENT_TIMESTAMP)) {
            return text;
        }
        return field.hasDefaultLiteral() ? text(field.getDefaultLiteral(), charset) : null;
    }

    private static String text(ByteString bytes, Charset charset) {
        return bytes.toString(charset);
    }

    private static void key(TableSchema.Builder schema, IndexInfo index, Map<Integer, String> names) {
        if (index.getIndexType() == WireCodes.Index.PRIMARY) {
            schema.primaryKey(columns(index, names));
        } else if (index.getIndexType() == WireCodes.Index.UNIQUE && index.getState() == WireCodes.Index.STATE_PUBLIC) {
            schema.uniqueKey(index.getIndexName(), columns(index, names));
        }
    }

    /** Field ids outlive a rename, which names in an index need not; so ids count where they are there. */
    private static List<String> columns(IndexInfo index, Map<Integer, String> names) {
        if (index.getFieldIdsCount() == 0) {
            return index.getFieldNamesList();
        }
        return index.getFieldIdsList().stream()
                .map(fieldId -> Objects.requireNonNullElse(names.get(fieldId), "field " + fieldId))
                .toList();
    }
}
