package io.github.binlogcapturer.sink.file.internal.replay;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.spi.Sink;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NamedSinkTest {

    @Test
    void shouldMakeASink() {
        assertThat(NamedSink.make(Quiet.class.getName())).isInstanceOf(Quiet.class);
    }

    @Test
    void shouldTakeTheSinkThatIsSupplied() {
        assertThat(NamedSink.make(Supplying.class.getName())).isInstanceOf(Quiet.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no.such.Sink",
                "java.lang.String",
                "java.lang.Integer",
                "java.util.function.Supplier",
                "io.github.binlogcapturer.sink.file.internal.replay.NamedSinkTest$Failing",
                "io.github.binlogcapturer.sink.file.internal.replay.NamedSinkTest$Empty"
            })
    void shouldSayWhatIsWrongWithAClass(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamedSink.make(name))
                .withMessageContaining(name);
    }

    /** Takes everything. */
    public static final class Quiet implements Sink {

        @Override
        public void write(List<BinlogEvent> events) {}
    }

    /** Knows how to make one. */
    public static final class Supplying implements Supplier<Sink> {

        @Override
        public Sink get() {
            return new Quiet();
        }
    }

    /** Cannot be made. */
    public static final class Failing {

        public Failing() {
            throw new IllegalStateException("no settings");
        }
    }

    /** Supplies what is no sink. */
    public static final class Empty implements Supplier<String> {

        @Override
        public String get() {
            return "";
        }
    }
}
