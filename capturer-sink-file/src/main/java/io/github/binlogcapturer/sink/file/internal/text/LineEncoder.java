package io.github.binlogcapturer.sink.file.internal.text;

import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.sink.file.internal.kind.EventEncoder;
import io.github.binlogcapturer.sink.file.internal.kind.Tail;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Files of lines: a header line, the lines of a {@link LineWriter}, and nothing that one file has to know of itself. */
final class LineEncoder implements EventEncoder {

    private final MessageBuffer buffer;
    private final byte[] headerLine;
    private final LineWriter lines;
    /** The lines of schema changes that the files hold behind their position. */
    private final Set<ByteBuffer> knownSchemas = new HashSet<>();

    LineEncoder(MessageBuffer buffer, byte[] headerLine, LineWriter lines) {
        this.buffer = buffer;
        this.headerLine = headerLine;
        this.lines = lines;
    }

    @Override
    public void resume(List<Tail> tails) {
        for (Tail tail : tails) {
            ((TailScan.SchemaLines) tail.detail()).lines().forEach(line -> knownSchemas.add(ByteBuffer.wrap(line)));
        }
    }

    @Override
    public void header(long number) {
        buffer.write(headerLine, 0, headerLine.length);
    }

    @Override
    public void begin(Transaction transaction, boolean complete) throws IOException {
        knownSchemas.clear();
        lines.begin(transaction, complete);
    }

    @Override
    public void change(Transaction transaction, int index) throws IOException {
        lines.change(transaction, index);
    }

    @Override
    public void commit(Transaction transaction, boolean complete) throws IOException {
        lines.commit(transaction, complete);
    }

    @Override
    public void schema(SchemaChange change) throws IOException {
        int from = buffer.length();
        lines.schema(change);
        if (!knownSchemas.isEmpty() && knownSchemas.remove(ByteBuffer.wrap(buffer.copyFrom(from)))) {
            buffer.cutTo(from);
        }
    }

    @Override
    public void heartbeat(Heartbeat heartbeat) throws IOException {
        lines.heartbeat(heartbeat);
    }

    @Override
    public void pause() {
        // each call ends with a whole line
    }

    @Override
    public void footer() {
        // the rename says that the file is complete
    }
}
