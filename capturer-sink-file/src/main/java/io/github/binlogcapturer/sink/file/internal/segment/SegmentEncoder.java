package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.file.internal.kind.EventEncoder;
import io.github.binlogcapturer.sink.file.internal.kind.FileOwner;
import io.github.binlogcapturer.sink.file.internal.kind.Tail;
import io.github.binlogcapturer.spi.CaptureClock;
import java.util.List;

/** Puts events into a {@link SegmentCodec}. */
final class SegmentEncoder implements EventEncoder {

    private final SegmentCodec codec;
    private final FileOwner owner;
    private final CaptureClock clock;

    SegmentEncoder(SegmentCodec codec, FileOwner owner, CaptureClock clock) {
        this.codec = codec;
        this.owner = owner;
        this.clock = clock;
    }

    @Override
    public void resume(List<Tail> tails) {
        codec.resume((SegmentTail.Tail) tails.get(0).detail());
        for (Tail older : tails.subList(1, tails.size())) {
            codec.keep((SegmentTail.Tail) older.detail());
        }
    }

    @Override
    public void header(long number) {
        codec.header(new SegmentHeader(
                owner.capture(), owner.subscriber(), number, clock.now().toEpochMilli()));
    }

    @Override
    public void begin(Transaction transaction, boolean complete) {
        codec.begin(transaction);
    }

    @Override
    public void change(Transaction transaction, int index) {
        codec.change(transaction, index);
    }

    @Override
    public void commit(Transaction transaction, boolean complete) {
        codec.commit(transaction, complete);
    }

    @Override
    public void schema(SchemaChange change) {
        codec.schema(change);
    }

    @Override
    public void heartbeat(Heartbeat heartbeat) {
        codec.heartbeat(heartbeat);
    }

    @Override
    public void pause() {
        codec.pause();
    }

    @Override
    public void footer() {
        codec.footer();
    }
}
