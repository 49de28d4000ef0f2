package io.github.binlogcapturer.benchmarks.decode;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DecodingTest {

    private static final int ENTRIES = 50;

    @ParameterizedTest
    @CsvSource({"2,false", "5,false", "5,true", "20,true", "50,true"})
    void shouldFindTheSameValuesOfEntriesEitherWay(int columns, boolean update) throws Exception {
        Logged logged = Logged.entries(columns, update, ENTRIES);
        List<Object> ours = values(new LibraryEntries(logged.table().schema()), logged);
        List<Object> peers = values(new ProtobufEntries(logged.table().schema()), logged);
        assertThat(ours).hasSize(ENTRIES * columns * (update ? 2 : 1)).isEqualTo(peers);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 20, 50})
    void shouldFindTheSameValuesOfRowsEitherWay(int columns) throws Exception {
        Logged logged = Logged.rows(columns, ENTRIES);
        List<Object> ours = values(new LibraryRows(logged.table().schema()), logged);
        List<Object> peers = values(new ProtobufRows(logged.table().schema()), logged);
        assertThat(ours).hasSize(ENTRIES * columns).isEqualTo(peers);
    }

    private static List<Object> values(Decoding decoding, Logged logged) throws Exception {
        List<Object> values = new ArrayList<>();
        RowValues taker = new RowValues() {
            @Override
            public void number(long value) {
                values.add(value);
            }

            @Override
            public void text(String value) {
                values.add(value);
            }
        };
        for (int i = 0; i < logged.all().size(); i++) {
            decoding.decode(i, logged.all().get(i), taker);
        }
        return values;
    }
}
