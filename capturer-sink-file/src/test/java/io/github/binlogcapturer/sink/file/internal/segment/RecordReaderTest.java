package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.sink.file.internal.segment.RecordReader.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecordReaderTest {

    private static final int LARGE = 65 << 20;

    @Test
    void shouldNotTakeMemoryForALengthThatIsDamaged() throws IOException {
        byte[] head = head(200_000_000);

        assertThat(read(head, new byte[1000])).isEqualTo(Outcome.TORN);
        assertThat(lookAt(head, repeated((byte) 7))).isEqualTo(Outcome.DAMAGED);
    }

    @Test
    void shouldReadALargeRecord() throws IOException {
        byte[] head = head(LARGE);
        byte[] payload = new byte[LARGE];
        Arrays.fill(payload, (byte) 3);
        CRC32C crc = new CRC32C();
        crc.update(head);
        crc.update(payload);
        MessageBuffer sum = new MessageBuffer();
        Bytes.putInt(sum, (int) crc.getValue());
        byte[] body = Arrays.copyOf(payload, LARGE + Frame.CRC_BYTES);
        System.arraycopy(sum.toByteArray(), 0, body, LARGE, Frame.CRC_BYTES);

        assertThat(read(head, body)).isEqualTo(Outcome.RECORD);
        assertThat(read(head, Arrays.copyOf(body, body.length - 1))).isEqualTo(Outcome.TORN);
        body[LARGE / 2]++;
        assertThat(read(head, body)).isEqualTo(Outcome.DAMAGED);
    }

    private static Outcome read(byte[] head, byte[] body) throws IOException {
        byte[] whole = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        InputStream in = new ByteArrayInputStream(whole);
        return new RecordReader(in, 0, at -> new ByteArrayInputStream(body)).next();
    }

    /** Reads a record whose stream has nothing to give but a head, so that only the second look can be taken. */
    private static Outcome lookAt(byte[] head, InputStream behind) throws IOException {
        return new RecordReader(new ByteArrayInputStream(head), 0, at -> behind).next();
    }

    private static InputStream repeated(byte value) {
        return new InputStream() {
            private long left = 300_000_000L;

            @Override
            public int read() {
                return left-- > 0 ? value : -1;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                Arrays.fill(into, offset, offset + length, value);
                left -= length;
                return left > 0 ? length : -1;
            }
        };
    }

    private static byte[] head(int length) {
        MessageBuffer head = new MessageBuffer();
        Bytes.putInt(head, length);
        head.write(Frame.kindByte(Frame.PART, length));
        Bytes.putLong(head, 20);
        return head.toByteArray();
    }
}
