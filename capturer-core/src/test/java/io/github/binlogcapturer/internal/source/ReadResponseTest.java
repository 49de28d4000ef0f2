package io.github.binlogcapturer.internal.source;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.github.binlogcapturer.internal.testing.Wire;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes.Err;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.internal.testing.Wire.commit;
import static io.github.binlogcapturer.internal.testing.Wire.fake;
import static io.github.binlogcapturer.internal.testing.Wire.success;
import static org.assertj.core.api.Assertions.assertThat;

class ReadResponseTest {

    private static ReadResponse parse(byte[] wire) {
        return ReadResponse.parse(new ByteArrayInputStream(wire));
    }

    private static ReadResponse parse(StoreRes.Builder response) {
        return parse(response.build().toByteArray());
    }

    @Test
    void shouldKeepNothingOfHeartbeatsButTheirTimestamps() {
        int count = 100_000;
        StoreRes.Builder flood = success();
        for (int i = 1; i <= count; i++) {
            flood.addBinlogs(fake(i)).addCommitTs(i);
        }

        ReadResponse response = parse(flood.addBinlogs(commit(7, 2)).addCommitTs(count + 1));

        assertThat(response.entryCount()).isEqualTo(count + 1);
        assertThat(response.commitTsCount()).isEqualTo(count + 1);
        assertThat(response.commitTs(count - 1)).isEqualTo(count);
        assertThat(response.transactions()).singleElement().satisfies(transaction -> {
            assertThat(transaction.index()).isEqualTo(count);
            assertThat(transaction.rows()).isEqualTo(2);
            assertThat(transaction.bytes()).isEqualTo(commit(7, 2).toByteArray());
        });
    }

    @Test
    void shouldReadEntriesOfAllSizes() {
        StoreRes.Builder answer = success();
        for (int size : new int[] {1, 400, 600, 5000, 3 << 20}) {
            ByteString sql = ByteString.copyFrom(new byte[size]);
            answer.addBinlogs(Wire.commitWithSql(8, sql)).addCommitTs(9);
        }

        ReadResponse response = parse(answer);

        assertThat(response.broken()).isNull();
        assertThat(response.damage()).isNull();
        for (int i = 0; i < answer.getBinlogsCount(); i++) {
            assertThat(response.transactions().get(i).bytes())
                    .isEqualTo(answer.getBinlogs(i).toByteArray());
        }
    }

    @Test
    void shouldReadPackedTimestamps() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        CodedOutputStream values = CodedOutputStream.newInstance(packed);
        values.writeInt64NoTag(Long.MAX_VALUE);
        values.writeInt64NoTag(5);
        values.flush();
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        CodedOutputStream response = CodedOutputStream.newInstance(wire);
        response.writeByteArray(StoreRes.COMMIT_TS_FIELD_NUMBER, packed.toByteArray());
        response.flush();

        ReadResponse parsed = parse(wire.toByteArray());

        assertThat(parsed.commitTsCount()).isEqualTo(2);
        assertThat(parsed.commitTs(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(parsed.commitTs(1)).isEqualTo(5);
    }

    @Test
    void shouldReadWhatComesWithAnError() {
        ReadResponse response = parse(StoreRes.newBuilder()
                .setErrcode(Err.VERSION_OLD)
                .setErrmsg(ByteString.copyFromUtf8("too old"))
                .setLeader("a:1")
                .addRegions(Wire.region(7, 1, 0, "a:1")));

        assertThat(response.isSuccess()).isFalse();
        assertThat(response.errcode()).isEqualTo(Err.VERSION_OLD);
        assertThat(response.errmsg()).isEqualTo("too old");
        assertThat(response.leader()).isEqualTo("a:1");
        assertThat(response.regions()).containsExactly(Wire.region(7, 1, 0, "a:1"));
    }

    @Test
    void shouldSeeThatErrorCodeIsMissing() {
        ReadResponse response = parse(StoreRes.newBuilder().setLeader("a:1"));

        assertThat(response.errcode()).isNull();
        assertThat(response.isSuccess()).isFalse();
    }

    @Test
    void shouldTellThatItIsCutOff() {
        byte[] wire = success().addBinlogs(commit(7, 2)).build().toByteArray();

        for (int length = 1; length < wire.length; length++) {
            byte[] cut = Arrays.copyOf(wire, length);
            ReadResponse response = parse(cut);
            assertThat(response.broken() != null || response.entryCount() == 0)
                    .as("cut to %d bytes", length)
                    .isTrue();
        }
    }
}
