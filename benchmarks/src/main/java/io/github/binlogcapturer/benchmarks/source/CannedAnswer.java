package io.github.binlogcapturer.benchmarks.source;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** A response whose bytes are there already, in pieces that are sent one after the other. */
record CannedAnswer(List<Piece> pieces) {

    /** A stretch of an array. */
    @SuppressWarnings("ArrayRecordComponent") // sent, never compared
    record Piece(byte[] bytes, int from, int to) {}

    int size() {
        int size = 0;
        for (Piece piece : pieces) {
            size += piece.to - piece.from;
        }
        return size;
    }

    /** Gives gRPC the bytes as they are. */
    static final class Marshaller implements MethodDescriptor.Marshaller<CannedAnswer> {

        @Override
        public InputStream stream(CannedAnswer answer) {
            return new Stream(answer);
        }

        @Override
        public CannedAnswer parse(InputStream stream) {
            throw new UnsupportedOperationException("A server takes no responses");
        }
    }

    /** Is only drained; gRPC reads nothing else from a stream of this kind. */
    private static final class Stream extends InputStream implements Drainable, KnownLength {

        private final CannedAnswer answer;

        Stream(CannedAnswer answer) {
            this.answer = answer;
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            for (Piece piece : answer.pieces) {
                target.write(piece.bytes, piece.from, piece.to - piece.from);
            }
            return answer.size();
        }

        @Override
        public int available() {
            return answer.size();
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("To be drained");
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            throw new UnsupportedOperationException("To be drained");
        }
    }
}
