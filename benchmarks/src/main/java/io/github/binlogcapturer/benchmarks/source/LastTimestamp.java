package io.github.binlogcapturer.benchmarks.source;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.github.binlogcapturer.protocol.BaikalMethods;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Of a response to a read only the last timestamp, with which it ends; all in front of it is skipped without a copy. */
record LastTimestamp(long ts) {

    static final MethodDescriptor<StoreReq, LastTimestamp> METHOD = BaikalMethods.QUERY_BINLOG.toBuilder(
                    BaikalMethods.QUERY_BINLOG.getRequestMarshaller(), new Marshaller())
            .build();

    /** A timestamp's tag has two bytes, and its number eight, as those of this age do. */
    private static final int FIELD_BYTES = 2 + 8;

    private static final int TAG = StoreRes.COMMIT_TS_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_VARINT;

    private static LastTimestamp of(InputStream stream) throws IOException {
        stream.skipNBytes(stream.available() - FIELD_BYTES);
        CodedInputStream last = CodedInputStream.newInstance(stream.readAllBytes());
        if (last.readTag() != TAG) {
            throw new IOException("A response does not end in a timestamp of the usual size");
        }
        return new LastTimestamp(last.readInt64());
    }

    private static final class Marshaller implements MethodDescriptor.Marshaller<LastTimestamp> {

        @Override
        public InputStream stream(LastTimestamp response) {
            throw new UnsupportedOperationException("A client sends no responses");
        }

        @Override
        public LastTimestamp parse(InputStream stream) {
            try {
                return of(stream);
            } catch (IOException e) {
                throw new UncheckedIOException("A response cannot be read", e);
            }
        }
    }
}
