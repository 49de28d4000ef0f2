package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.spi.SinkContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExactlyOnceSettingsTest {

    private static final SinkContext UNNAMED = new SinkContext("default", "default");
    private static final SinkContext NAMED = new SinkContext("shop", "default");

    @Test
    void shouldNameTheGroupAfterCaptureAndSubscriber() {
        assertThat(of(null).idFor(NAMED)).isEqualTo("binlogcapturer/shop/default");
        assertThat(of("mine").idFor(NAMED)).isEqualTo("mine");
    }

    @Test
    void shouldSayThatOthersMayHaveTheGroupOfACaptureWithoutAName() {
        assertThat(of(null).doubt(UNNAMED)).contains("binlogcapturer/default/default", "exactlyOnce(id)");
        assertThat(of(null).doubt(NAMED)).isNull();
        assertThat(of("mine").doubt(UNNAMED)).isNull();
        assertThat(ExactlyOnce.OFF.doubt(UNNAMED)).isNull();
    }

    private static ExactlyOnce of(@Nullable String id) {
        return new ExactlyOnce(true, id, "positions", true, 0, 60_000);
    }
}
