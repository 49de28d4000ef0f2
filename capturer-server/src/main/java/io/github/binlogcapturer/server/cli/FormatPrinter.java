package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.JsonLines;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.MessageEncoder;
import io.github.binlogcapturer.format.MessageFormat;
import io.github.binlogcapturer.format.SqlText;
import io.github.binlogcapturer.server.terminal.SafeText;
import java.io.PrintWriter;
import java.util.function.UnaryOperator;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Prints messages of a stock format of text, one a line, for programs. */
final class FormatPrinter implements EventPrinter {

    private final PrintWriter out;
    private final MessageBuffer buffer = new MessageBuffer();
    private final MessageEncoder encoder;
    private final UnaryOperator<String> shown;

    private FormatPrinter(MessageFormat format, PrintWriter out, UnaryOperator<String> shown) {
        this.out = out;
        this.encoder = format.encoder(buffer);
        this.shown = shown;
    }

    /** Prints JSON, in which control characters are escapes anyway. */
    static FormatPrinter json(PrintWriter out) {
        return new FormatPrinter(JsonLines.create(), out, text -> text);
    }

    /**
     * Prints statements of SQL.
     *
     * @param safe whether a terminal shows them: then {@linkplain SafeText escapes} stand for what could steer it, which SQL does not read back
     */
    static FormatPrinter sql(PrintWriter out, boolean safe) {
        return new FormatPrinter(SqlText.create(), out, safe ? SafeText::of : text -> text);
    }

    @Override
    public void print(Transaction transaction) {
        line(encoder.begin(transaction));
        for (int i = 0; i < transaction.changes().size(); i++) {
            encoder.change(transaction, i);
            line(true);
        }
        line(encoder.end(transaction));
    }

    @Override
    public void print(SchemaChange change) {
        line(encoder.schema(change));
    }

    private void line(boolean any) {
        if (any) {
            out.println(shown.apply(new String(buffer.toByteArray(), UTF_8)));
        }
        buffer.clear();
    }
}
