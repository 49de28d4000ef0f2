package io.github.binlogcapturer.format.internal.canal;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CanalTypesTest {

    @ParameterizedTest
    @CsvSource({
        "BOOL,-6,tinyint(1)",
        "INT8,-6,tinyint",
        "INT16,5,smallint",
        "INT32,4,int",
        "INT64,-5,bigint",
        "UINT8,5,tinyint unsigned",
        "UINT16,4,smallint unsigned",
        "UINT32,-5,int unsigned",
        "UINT64,3,bigint unsigned",
        "FLOAT,7,float",
        "DOUBLE,8,double",
        "STRING,12,varchar",
        "JSON,12,json",
        "HLL,2004,blob",
        "BITMAP,2004,blob",
        "TDIGEST,2004,blob",
        "DATETIME,93,datetime(6)",
        "TIMESTAMP,93,timestamp",
        "DATE,91,date",
        "TIME,92,time"
    })
    void shouldNameEachTypeAsCanalDoes(ColumnType type, int sqlType, String mysqlType) {
        assertThat(CanalTypes.sqlType(column(type, false))).isEqualTo(sqlType);
        assertThat(CanalTypes.mysqlType(column(type, false))).isEqualTo(mysqlType);
    }

    @Test
    void shouldNameEveryType() {
        assertThat(Arrays.stream(ColumnType.values())
                        .map(type -> CanalTypes.mysqlType(column(type, false)))
                        .collect(Collectors.toSet()))
                .hasSize(ColumnType.values().length - 2);
    }

    @Test
    void shouldNameBinaryStringsAsBlobs() {
        assertThat(CanalTypes.sqlType(column(ColumnType.STRING, true))).isEqualTo(2004);
        assertThat(CanalTypes.mysqlType(column(ColumnType.STRING, true))).isEqualTo("blob");
    }

    private static Column column(ColumnType type, boolean binary) {
        return new Column(0, "c", 1, type, binary, true, false, null);
    }
}
