package io.github.binlogcapturer.benchmarks.source;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes;
import io.grpc.Drainable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CannedRegionTest {

    private static final long FIRST_TS = CannedLog.FIRST_TS;

    private final CannedRegion region = new CannedRegion("127.0.0.1:1");

    CannedRegionTest() {
        for (int i = 1; i <= 10; i++) {
            region.add(FIRST_TS + 2L * i, new byte[] {(byte) i});
        }
        region.seal();
    }

    private StoreRes read(long afterTs, int rows) throws IOException {
        return StoreRes.parseFrom(bytes(afterTs, rows));
    }

    private byte[] bytes(long afterTs, int rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream stream = new CannedAnswer.Marshaller().stream(region.read(afterTs, rows))) {
            int drained = ((Drainable) stream).drainTo(bytes);
            assertThat(drained).isEqualTo(bytes.size());
        }
        return bytes.toByteArray();
    }

    @Test
    void shouldAnswerAsAStoreDoes() throws Exception {
        StoreRes answer = read(FIRST_TS + 4, 2);
        assertThat(answer.getErrcode()).isEqualTo(WireCodes.Err.SUCCESS);
        assertThat(answer.getLeader()).isEqualTo("127.0.0.1:1");
        assertThat(answer.getCommitTsList()).containsExactly(FIRST_TS + 6, FIRST_TS + 8, FIRST_TS + 10);
        assertThat(answer.getBinlogsList())
                .containsExactly(
                        ByteString.copyFrom(new byte[] {3}),
                        ByteString.copyFrom(new byte[] {4}),
                        ByteString.copyFrom(new byte[] {5}));
    }

    @Test
    void shouldBeginBehindAPositionBetweenEntries() throws Exception {
        assertThat(read(FIRST_TS + 5, 0).getCommitTsList()).containsExactly(FIRST_TS + 6);
    }

    @Test
    void shouldHaveNothingBehindTheEnd() throws Exception {
        assertThat(read(FIRST_TS + 20, 5).getBinlogsCount()).isZero();
    }

    @Test
    void shouldEndInTheTimestampThatADrainGoesOnFrom() throws Exception {
        byte[] bytes = bytes(FIRST_TS, 3);
        LastTimestamp last = LastTimestamp.METHOD.getResponseMarshaller().parse(new ByteArrayInputStream(bytes));
        assertThat(last.ts()).isEqualTo(FIRST_TS + 8);
    }
}
