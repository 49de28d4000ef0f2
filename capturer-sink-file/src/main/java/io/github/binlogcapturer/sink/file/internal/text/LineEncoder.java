package io.github.binlogcapturer.sink.file.internal.text;

import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.sink.file.internal.kind.EventEncoder;
import io.github.binlogcapturer.sink.file.internal.kind.Tail;
import java.io.IOException;

/** Files of lines: a header line, the lines of a {@link LineWriter}, and nothing that one file has to know of itself. */
final class LineEncoder implements EventEncoder {

    private final MessageBuffer buffer;
    private final byte[] headerLine;
    private final LineWriter lines;

    LineEncoder(MessageBuffer buffer, byte[] headerLine, LineWriter lines) {
        this.buffer = buffer;
        this.headerLine = headerLine;
        this.lines = lines;
    }

    @Override
    public void resume(Tail newest) {
        // each line stands for itself
    }

    @Override
    public void header(long number) {
        buffer.write(headerLine, 0, headerLine.length);
    }

    @Override
    public void begin(Transaction transaction, boolean complete) throws IOException {
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
        lines.schema(change);
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
