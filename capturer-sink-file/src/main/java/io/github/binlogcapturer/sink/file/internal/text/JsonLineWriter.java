package io.github.binlogcapturer.sink.file.internal.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.JsonLines;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.MessageEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes {@link TextKind#JSON_LINES}: changes as the format of this name has them, and what tells how far a file goes. */
final class JsonLineWriter implements LineWriter {

    private static final JsonFactory FACTORY =
            new JsonFactoryBuilder().rootValueSeparator((String) null).build();

    private final MessageBuffer buffer;
    private final MessageEncoder changes;
    private final JsonGenerator json;

    JsonLineWriter(MessageBuffer buffer) {
        this.buffer = buffer;
        this.changes = JsonLines.create().encoder(buffer);
        try {
            json = FACTORY.createGenerator(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException("A generator over memory does no I/O", e);
        }
    }

    @Override
    public void begin(Transaction transaction, boolean complete) throws IOException {
        start("begin", transaction.commitTs().value());
        json.writeNumberField("startTs", transaction.startTs().value());
        json.writeNumberField("txnId", transaction.txnId());
        json.writeStringField("executeTime", transaction.executeTime().toString());
        json.writeStringField("user", transaction.user());
        json.writeNumberField("changes", transaction.changes().size());
        end();
    }

    @Override
    public void change(Transaction transaction, int index) {
        changes.change(transaction, index);
        buffer.write('\n');
    }

    @Override
    public void commit(Transaction transaction, boolean complete) throws IOException {
        start("commit", transaction.commitTs().value());
        json.writeNumberField("changes", transaction.changes().size());
        json.writeBooleanField("complete", complete);
        end();
    }

    @Override
    public void schema(SchemaChange change) throws IOException {
        TableSchema after = change.after();
        start("schema", change.commitTs().value());
        json.writeStringField("db", after.name().database());
        json.writeStringField("table", after.name().table());
        json.writeNumberField("version", after.version());
        json.writeArrayFieldStart("sql");
        for (String sql : change.sql()) {
            json.writeString(sql);
        }
        json.writeEndArray();
        end();
    }

    @Override
    public void heartbeat(Heartbeat heartbeat) throws IOException {
        start("heartbeat", heartbeat.commitTs().value());
        end();
    }

    private void start(String type, long commitTs) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type);
        json.writeNumberField("commitTs", commitTs);
    }

    private void end() throws IOException {
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }
}
