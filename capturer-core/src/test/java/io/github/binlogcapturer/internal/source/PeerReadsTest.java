package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.internal.meta.CloseSignal;
import io.github.binlogcapturer.internal.meta.Transport;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.internal.source.SourceFixture.START;
import static io.github.binlogcapturer.internal.testing.Wire.fakeAt;
import static org.assertj.core.api.Assertions.assertThat;

class PeerReadsTest {

    private final Manual transport = new Manual();
    private final PeerReads reads = new PeerReads(
            new StoreClient(transport, 30_000), new CloseSignal("test"), CaptureMetrics.none(), CaptureClock.system());

    /** Answers when told. */
    private static final class Manual implements Transport {

        private final List<Runnable> answers = new ArrayList<>();
        private final List<Executor> executors = new ArrayList<>();

        @Override
        public <Q, S> S call(MethodDescriptor<Q, S> method, String address, Q request, long timeoutMs, int maxBytes) {
            throw new UnsupportedOperationException("Nobody waits here");
        }

        @Override
        public <Q, S> Pending start(
                MethodDescriptor<Q, S> method, String address, Q request, Terms terms, Reply<S> reply) {
            executors.add(terms.executor());
            answers.add(() -> terms.executor()
                    .execute(() -> reply.answered(method.parseResponse(
                            fakeAt(START + 1).toByteString().newInput()))));
            return () -> {};
        }

        @Override
        public void close() {}
    }

    private void start(String... peers) {
        for (String peer : peers) {
            reads.start(peer, ReadRequest.plain(300, 1, START, 1), 1 << 20);
        }
    }

    @Test
    void shouldTellOfOutcomesThatNobodyTook() throws Exception {
        start("a:1", "b:1");
        transport.answers.forEach(Runnable::run);

        assertThat(reads.await(System.nanoTime() + 20_000_000_000L)).isNotNull();
        PeerReads.GivenUp givenUp = reads.cancel();

        assertThat(givenUp.calls()).isEmpty();
        assertThat(givenUp.outcomes()).extracting(PeerReads.Outcome::peer).containsExactly("b:1");
        assertThat(reads.isIdle()).isTrue();
    }

    @Test
    void shouldTellOfReadsUnderWay() {
        start("a:1");

        assertThat(reads.cancel().calls()).extracting(PeerReads.Call::peer).containsExactly("a:1");
        transport.answers.forEach(Runnable::run);
        assertThat(reads.isIdle()).isTrue();
    }

    @Test
    void shouldLeaveNothingInTheQueueOfReadsThatAreGivenUp() {
        AtomicInteger ran = new AtomicInteger();
        start("a:1");
        transport.executors.get(0).execute(ran::incrementAndGet);
        reads.cancel();
        assertThat(ran).hasValue(1);

        transport.executors.get(0).execute(ran::incrementAndGet);
        assertThat(ran).hasValue(2);
    }
}
