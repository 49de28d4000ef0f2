package io.github.binlogcapturer.internal.schema;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.UniqueKey;
import io.github.binlogcapturer.protocol.FieldInfo;
import io.github.binlogcapturer.protocol.IndexInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.WireCodes;
import io.github.binlogcapturer.protocol.WireCodes.Index;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SchemaTranslatorTest {

    private final SchemaTranslator translator = new SchemaTranslator(ZoneOffset.UTC);

    private static SchemaInfo.Builder table(FieldInfo.Builder... fields) {
        SchemaInfo.Builder table = SchemaInfo.newBuilder()
                .setTableId(4)
                .setDatabase("shop")
                .setTableName("t")
                .setVersion(3);
        for (FieldInfo.Builder field : fields) {
            table.addFields(field);
        }
        return table;
    }

    private static FieldInfo.Builder field(int id, String name, ColumnType type) {
        return FieldInfo.newBuilder().setFieldId(id).setFieldName(name).setMysqlType(type.code());
    }

    private static IndexInfo.Builder index(int type, String name, Integer... fieldIds) {
        IndexInfo.Builder index =
                IndexInfo.newBuilder().setIndexType(type).setIndexName(name).setState(1);
        for (Integer fieldId : fieldIds) {
            index.addFieldIds(fieldId);
        }
        return index;
    }

    private Column onlyColumn(FieldInfo.Builder field) {
        return translator.translate(table(field).build()).columns().get(0);
    }

    @Test
    void shouldTakeOverNameVersionAndZone() {
        TableSchema schema =
                translator.translate(table(field(1, "id", ColumnType.INT64)).build());

        assertThat(schema.name()).isEqualTo(new TableName("shop", "t"));
        assertThat(schema.tableId()).isEqualTo(4);
        assertThat(schema.version()).isEqualTo(3);
        assertThat(schema.zone()).isEqualTo(ZoneOffset.UTC);
        assertThat(schema.charset()).isEqualTo(StandardCharsets.UTF_8);
    }

    @Test
    void shouldReadGbkAsItsSuperset() {
        SchemaInfo table = table(field(1, "id", ColumnType.INT64))
                .setCharset(WireCodes.Charset.GBK)
                .build();

        assertThat(translator.translate(table).charset()).isEqualTo(Charset.forName("GB18030"));
    }

    @Test
    void shouldHideDroppedColumnAlsoWhenItsNameIsBack() {
        TableSchema schema = translator.translate(table(
                        field(1, "id", ColumnType.INT64),
                        field(2, "v", ColumnType.STRING).setDeleted(true),
                        field(3, "v", ColumnType.INT32))
                .build());

        assertThat(schema.columns()).extracting(Column::fieldId).containsExactly(1, 3);
    }

    @Test
    void shouldTakeColumnWithoutWordOnNullsAsNotNull() {
        assertThat(onlyColumn(field(1, "a", ColumnType.INT64)).nullable()).isFalse();
        assertThat(onlyColumn(field(1, "a", ColumnType.INT64).setCanNull(true)).nullable())
                .isTrue();
    }

    @Test
    void shouldTellBytesFromText() {
        assertThat(onlyColumn(field(1, "a", ColumnType.STRING).setFlag(128)).binary())
                .isTrue();
        assertThat(onlyColumn(field(1, "a", ColumnType.STRING).setFlag(32)).binary())
                .isFalse();
        assertThat(onlyColumn(field(1, "a", ColumnType.INT64).setFlag(128)).binary())
                .isFalse();
    }

    @Test
    void shouldKeepDefaultAsText() {
        ByteString nine = ByteString.copyFromUtf8("9");

        assertThat(onlyColumn(field(1, "a", ColumnType.INT64)).defaultText()).isNull();
        assertThat(onlyColumn(field(1, "a", ColumnType.INT64).setDefaultValue(nine))
                        .defaultText())
                .isEqualTo("9");
    }

    @Test
    void shouldUseInstantOfDefinitionForCurrentTimestamp() {
        FieldInfo.Builder field =
                field(1, "a", ColumnType.TIMESTAMP).setDefaultValue(ByteString.copyFromUtf8("(current_timestamp())"));
        assertThat(onlyColumn(field).defaultText()).isNull();

        field.setDefaultLiteral(ByteString.copyFromUtf8("2026-11-21 07:00:00"));
        assertThat(onlyColumn(field).defaultText()).isEqualTo("2026-11-21 07:00:00");
    }

    @Test
    void shouldKeepKeysInTheirOwnOrder() {
        TableSchema schema = translator.translate(
                table(field(1, "a", ColumnType.INT64), field(2, "b", ColumnType.INT64), field(3, "c", ColumnType.INT64))
                        .addIndexs(index(Index.PRIMARY, "primary_key", 2, 1))
                        .addIndexs(index(Index.UNIQUE, "uc", 3))
                        .build());

        assertThat(schema.primaryKey()).extracting(Column::name).containsExactly("b", "a");
        assertThat(schema.columns()).extracting(Column::key).containsExactly(true, true, false);
        assertThat(schema.uniqueKeys()).extracting(UniqueKey::name).containsExactly("uc");
    }

    @Test
    void shouldLeaveOutIndexesThatAreNotUniqueOrNotPublic() {
        TableSchema schema = translator.translate(table(field(1, "a", ColumnType.INT64))
                .addIndexs(index(3, "plain", 1))
                .addIndexs(index(Index.UNIQUE, "growing", 1).setState(2))
                .build());

        assertThat(schema.uniqueKeys()).isEmpty();
        assertThat(schema.primaryKey()).isEmpty();
    }

    @Test
    void shouldRefuseTypeThatRowsCannotHold() {
        FieldInfo.Builder odd = field(1, "odd", ColumnType.INT64).setMysqlType(24);

        assertThatThrownBy(() -> translator.translate(table(odd).build()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Column odd of table shop.t")
                .hasMessageContaining("24");
    }

    @Test
    void shouldRefuseKeyOfUnknownColumn() {
        SchemaInfo table = table(field(1, "a", ColumnType.INT64))
                .addIndexs(index(Index.PRIMARY, "primary_key", 9))
                .build();

        assertThatThrownBy(() -> translator.translate(table))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("shop.t")
                .hasMessageContaining("field 9");
    }
}
