package io.github.binlogcapturer.sink.file.internal.folder;

import io.github.binlogcapturer.sink.file.internal.files.NumberedName;
import java.util.Locale;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NumberedNamesTest {

    @Test
    void shouldFindItsNamesAgainInEveryLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThat(NumberedName.stem("binlog", 12))
                    .isEqualTo("binlog-000000012")
                    .matches(NumberedName.stemPattern("binlog"));
        } finally {
            Locale.setDefault(before);
        }
    }
}
