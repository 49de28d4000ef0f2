package io.github.binlogcapturer.internal.meta;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.internal.testing.FakeMeta;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** Heartbeat answers carry the accounts of the cluster; nothing of them may come to light. */
class SecretsTest {

    private static final String PASSWORD = "s3cret-of-root";

    private final FakeMeta meta = FakeMeta.start();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level usual = root.getLevel();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        // gRPC's threads go on logging while the test looks at it
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
    }

    @AfterEach
    void close() {
        root.setLevel(usual);
        root.detachAppender(log);
        meta.close();
    }

    @Test
    void shouldNotLogWhatAHeartbeatBrings() throws Exception {
        meta.accounts = UnknownFieldSet.newBuilder()
                .addField(
                        6,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFromUtf8(PASSWORD))
                                .build())
                .build();
        try (Transport transport = Transport.grpc();
                MetaClient client = new MetaClient(transport, List.of(meta.address()), "NS", Duration.ofSeconds(5))) {
            client.heartbeat(List.of(new TableName("shop", "*")));
        }

        assertThat(meta.heartbeats).hasSize(1);
        assertThat(log.list).noneMatch(event -> event.getFormattedMessage().contains(PASSWORD));
    }
}
