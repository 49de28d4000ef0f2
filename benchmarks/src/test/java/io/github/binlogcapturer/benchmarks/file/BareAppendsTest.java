package io.github.binlogcapturer.benchmarks.file;

import io.github.binlogcapturer.benchmarks.workload.ReadyStream;
import io.github.binlogcapturer.benchmarks.workload.Workload;
import io.github.binlogcapturer.sink.file.FileFormat;
import io.github.binlogcapturer.sink.file.FsyncPolicy;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BareAppendsTest {

    private static final int WRITES = FileFigure.BATCH;

    static List<FileFormat> formats() {
        return List.of(FileFormat.SEGMENTS, FileFormat.JSON_LINES, FileFormat.SQL_LINES, FileFormat.CSV);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void shouldAppendTheBytesOfTheSink(FileFormat format) throws Exception {
        SinkAppends ours = ours(format, FsyncPolicy.never());
        SinkAppends.Written written = ours.written();
        BareAppends peer = new BareAppends(written.middle(), WRITES, BareAppends.Forced.every(1000));
        assertThat(peer.checksum()).isEqualTo(written.checksum());
        assertThat(peer.rate()).isPositive();
        assertThat(ours(format, FsyncPolicy.everyBatch()).rate(written.checksum()))
                .isPositive();
        assertThatThrownBy(() -> ours.rate(written.checksum() + 1)).isInstanceOf(IllegalStateException.class);
    }

    private static SinkAppends ours(FileFormat format, FsyncPolicy fsync) {
        return new SinkAppends(format, fsync, new ReadyStream(Workload.UNIFORM.writes(WRITES, 1)), WRITES);
    }
}
