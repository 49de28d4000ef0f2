package io.github.binlogcapturer.internal.source;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.github.binlogcapturer.internal.testing.Wire;
import io.github.binlogcapturer.protocol.StoreReq;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

class EntryPeekTest {

    private final EntryPeek peek = new EntryPeek();

    private long rows(ByteString entry) throws IOException {
        return peek.rows(entry.toByteArray(), entry.size());
    }

    @Test
    void shouldTellHeartbeatFromTransaction() throws Exception {
        assertThat(rows(Wire.fake(7))).isEqualTo(EntryPeek.FAKE);
        assertThat(rows(Wire.commit(7, 12))).isEqualTo(12);
        assertThat(rows(Wire.commit(7, 0))).isEqualTo(1);
    }

    @Test
    void shouldStepOverFieldsThatItDoesNotKnow() throws Exception {
        StoreReq entry = StoreReq.parseFrom(Wire.commit(7, 3)).toBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                900,
                                UnknownFieldSet.Field.newBuilder()
                                        .addVarint(-1)
                                        .addFixed32(1)
                                        .addFixed64(2)
                                        .addLengthDelimited(ByteString.copyFrom(new byte[300]))
                                        .build())
                        .build())
                .build();

        assertThat(rows(entry.toByteString())).isEqualTo(3);
    }

    @Test
    void shouldLookAtAsManyBytesAsAreTheEntry() throws Exception {
        byte[] reused = Arrays.copyOf(Wire.commit(7, 3).toByteArray(), 512);

        assertThat(peek.rows(reused, Wire.commit(7, 3).size())).isEqualTo(3);
    }

    @Test
    void shouldRefuseGroups() {
        assertThatThrownBy(() -> rows(ByteString.copyFrom(new byte[] {0x0B, 0x0C})))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldNeverFailOtherwiseThanByIoException() {
        long seed = Long.getLong("seed", 1);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = Wire.commit(random.nextLong(), random.nextInt(9)).toByteArray();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            Throwable thrown = catchThrowable(() -> peek.rows(bytes, bytes.length));
            if (thrown != null) {
                assertThat(thrown).as("seed %d", seed).isInstanceOf(IOException.class);
            }
        }
    }
}
