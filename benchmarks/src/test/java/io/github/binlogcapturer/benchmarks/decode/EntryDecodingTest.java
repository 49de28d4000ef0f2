package io.github.binlogcapturer.benchmarks.decode;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class EntryDecodingTest {

    private static final int ENTRIES = 50;

    @ParameterizedTest
    @CsvSource({"2,false", "5,false", "5,true", "20,true", "50,true"})
    void shouldFindTheSameValuesEitherWay(int columns, boolean update) throws Exception {
        LoggedEntries logged = LoggedEntries.of(columns, update, ENTRIES);
        List<Object> ours = values(new LibraryDecoding(logged.table().schema()), logged);
        List<Object> peers = values(new ProtobufDecoding(logged.table().schema()), logged);
        assertThat(ours).hasSize(ENTRIES * columns * (update ? 2 : 1)).isEqualTo(peers);
    }

    private static List<Object> values(EntryDecoding decoding, LoggedEntries logged) throws Exception {
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
        for (int i = 0; i < logged.entries().size(); i++) {
            decoding.decode(i, logged.entries().get(i), taker);
        }
        return values;
    }
}
