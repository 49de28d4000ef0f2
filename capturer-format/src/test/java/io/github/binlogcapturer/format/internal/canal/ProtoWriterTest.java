package io.github.binlogcapturer.format.internal.canal;

import com.google.protobuf.CodedInputStream;
import io.github.binlogcapturer.format.MessageBuffer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProtoWriterTest {

    private final MessageBuffer buffer = new MessageBuffer();
    private final ProtoWriter proto = new ProtoWriter(buffer);

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "0,127",
        "127,0",
        "0,128",
        "128,127",
        "127,128",
        "20000,5",
        "5,20000",
        "16383,16384",
        "16384,16383",
        "0,2097152",
        "2097152,0",
        "300000,300001"
    })
    void shouldWriteALengthWhateverWasGuessed(int guess, int length) throws IOException {
        proto.text(1, "in front");
        int start = proto.open(2, guess);
        for (int i = 0; i < length; i++) {
            buffer.write(i);
        }
        assertThat(proto.close(start, guess)).isEqualTo(length);
        proto.number(3, 7);

        CodedInputStream in = CodedInputStream.newInstance(buffer.toByteArray());
        in.readTag();
        assertThat(in.readString()).isEqualTo("in front");
        in.readTag();
        byte[] nested = in.readByteArray();
        assertThat(nested).hasSize(length);
        for (int i = 0; i < length; i++) {
            if (nested[i] != (byte) i) {
                throw new AssertionError("byte " + i + " is " + nested[i]);
            }
        }
        assertThat(in.readTag()).isEqualTo(3 << 3);
        assertThat(in.readInt64()).isEqualTo(7);
        assertThat(in.isAtEnd()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 16383, 16384, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void shouldWriteEveryNumber(long value) throws IOException {
        proto.number(10, value);

        CodedInputStream in = CodedInputStream.newInstance(buffer.toByteArray());
        assertThat(in.readTag()).isEqualTo(10 << 3);
        assertThat(in.readInt64()).isEqualTo(value);
        assertThat(in.isAtEnd()).isTrue();
    }

    @Test
    void shouldWriteMessagesWithinMessages() throws IOException {
        int outer = proto.open(1, 0);
        int inner = proto.open(2, 1000);
        proto.flag(3, true);
        proto.close(inner, 1000);
        proto.close(outer, 0);

        CodedInputStream in = CodedInputStream.newInstance(buffer.toByteArray());
        in.readTag();
        assertThat(in.readByteArray()).containsExactly((2 << 3) | 2, 2, 3 << 3, 1);
    }
}
